"""The tab where a reader says what writes the answers, how sure they must be, and how much is read for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import gradio as gr

from rag.errors import CitewireError
from ui.web.components import PRIVATE, html
from ui.web.models import ModelWish
from ui.web.render.answer import notice
from ui.web.render.chrome import opening_model, section, settings_note, writer_note
from ui.web.wishes import Wishes

if TYPE_CHECKING:
    from ui.web.desk import Desk

_LEVELS = {
    "By default: above the bar that was fitted on labelled questions": None,
    "At least 50% sure": 0.5,
    "At least 70% sure": 0.7,
    "At least 90% sure": 0.9,
}
_SOURCES = {"4 passages": 4, "8 passages, the usual number": None, "16 passages": 16, "24 passages": 24}


def lay_out_settings(desk: Desk, wishes: Any, *, own: bool) -> Any:
    """Put the tab's components where they belong, bind them, and return the note on what writes the answers.

    ``own`` is true where the page is for this machine alone. Only then may its reader name a model: whoever names
    one has this machine open a file, or ask a server, of his choice.
    """
    with gr.Row(elem_id="settings"):
        with gr.Column(elem_id="writing"):
            html(section("What writes the answers"), elem_id="writing-title")
            writer = html(elem_id="writer")
            if own:
                _lay_out_model(desk, wishes, writer)
        with gr.Column(elem_id="finding"):
            html(section("How the answers are found"), elem_id="finding-title")
            level = gr.Radio(list(_LEVELS), value=next(iter(_LEVELS)), label="When should a question be answered?")
            usual = next(label for label, most in _SOURCES.items() if most is None)
            sources = gr.Radio(list(_SOURCES), value=usual, label="How much should be read for a question?")
            html(settings_note(), elem_id="settings-note")

    def require(known: Wishes, chosen: str) -> Wishes:
        return known.requiring(_LEVELS.get(chosen))

    def read(known: Wishes, chosen: str) -> Wishes:
        return known.reading(_SOURCES.get(chosen))

    level.change(require, [wishes, level], wishes, **PRIVATE)
    sources.change(read, [wishes, sources], wishes, **PRIVATE)
    return writer


def _lay_out_model(desk: Desk, wishes: Any, writer: Any) -> None:
    name = gr.Textbox(label="Model", placeholder="quote", max_lines=1, elem_id="model-name")
    address = gr.Textbox(
        label="Address of its server, if it has one",
        placeholder="http://127.0.0.1:11434/v1",
        max_lines=1,
        elem_id="model-address",
    )
    key = gr.Textbox(
        label="Key for that server, if it needs one; it is kept until Citewire ends, and never shown",
        type="password",
        max_lines=1,
        elem_id="model-key",
    )
    use = gr.Button("Use this model", variant="primary", elem_id="model-use", scale=0)

    def choose(known: Wishes, name: str, address: str, key: str) -> Iterator[list[Any]]:
        yield [known, str(opening_model()), ""]
        try:
            known = desk.use_model(known, ModelWish(name or "", address or "", key or ""))
        except CitewireError as exc:
            yield [known, str(notice(str(exc))), gr.skip()]
            return
        yield [known, written(desk, known), gr.skip()]

    use.click(choose, [wishes, name, address, key], [wishes, writer, key], concurrency_id="models", **PRIVATE)


def written(desk: Desk, wishes: Wishes) -> str:
    """Return who writes the answers under such wishes, and which server is sent what."""
    return str(writer_note(desk.recipient(wishes)))
