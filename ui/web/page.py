"""The page as a whole: the masthead, the tabs, and what happens when it is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import gradio as gr

from ui.web.asking_tab import lay_out_asking, suggest, view, wire_asking
from ui.web.components import PRIVATE, html
from ui.web.evals_tab import lay_out_evals
from ui.web.library_tab import lay_out_library, list_articles, wire_library
from ui.web.render.chrome import footer, masthead
from ui.web.settings_tab import lay_out_settings, written
from ui.web.shelving import ShelfPage
from ui.web.summary_tab import lay_out_summary, list_choices
from ui.web.turns import Session
from ui.web.wishes import Wishes

if TYPE_CHECKING:
    from ui.web.desk import Desk

_SANS = ("-apple-system", "Segoe UI", "Roboto", "Noto Sans", "Liberation Sans", "system-ui", "sans-serif")
_MONO = ("ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "Liberation Mono", "monospace")
THEME = gr.themes.Base(
    primary_hue=gr.themes.colors.slate, neutral_hue=gr.themes.colors.stone, font=_SANS, font_mono=_MONO
)
_KEPT = 3600
"""Seconds after which an uploaded file's copy is deleted; the library has read it long before."""


def build_page(desk: Desk, *, own: bool) -> gr.Blocks:
    """Return the Gradio page over a desk; ``own`` where only this machine reaches it."""
    with gr.Blocks(title="Citewire", analytics_enabled=False, fill_width=True, delete_cache=(600, _KEPT)) as page:
        html(masthead(), elem_id="masthead")
        session, wishes = gr.State(Session()), gr.State(Wishes())
        with gr.Tabs(elem_id="tabs"):
            with gr.Tab("Ask", id="ask") as asking_tab:
                asking = lay_out_asking(session, wishes)
            with gr.Tab("Summary", id="summary") as summary_tab:
                brief = lay_out_summary(desk, wishes)
            with gr.Tab("Library", id="library") as library_tab:
                library = lay_out_library(wishes, read_only=desk.shelving.read_only)
            with gr.Tab("Evals", id="evals") as evals_tab:
                lay_out_evals(desk, evals_tab, wishes)
            with gr.Tab("Settings", id="settings") as settings_tab:
                writer = lay_out_settings(desk, wishes, own=own)
        html(footer(), elem_id="foot")
        wire_asking(desk, asking)
        wire_library(desk.shelving, library)

        def asking_again(known: Session, wished: Wishes) -> list[Any]:
            return [*view(desk, known, wished), str(desk.scope(wished))]

        def listing_again(known: Wishes, shelf: ShelfPage) -> list[Any]:
            return list_articles(desk.shelving, known, shelf)

        def suggesting(known: Wishes) -> Any:
            return suggest(desk, known)

        shown = [*asking.shown, asking.scope]
        seen = gr.on([page.load, asking_tab.select], asking_again, asking.known, shown, **PRIVATE)
        seen.then(suggesting, wishes, asking.opening, **PRIVATE)

        def saying_who_writes(known: Wishes) -> str:
            return written(desk, known)

        def choosing_again(known: Wishes, chosen: list[str] | None) -> Any:
            return list_choices(desk, known, chosen)

        summary_tab.select(choosing_again, [wishes, brief.articles], brief.articles, **PRIVATE)
        settings_tab.select(saying_who_writes, wishes, writer, **PRIVATE)
        library_tab.select(listing_again, [wishes, library.page], library.listed, **PRIVATE)
    return page
