"""The tab where articles are told in brief: the summary or the facts on the left, the articles on the right."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import gradio as gr

from rag.summary import Style
from ui.web.components import PRIVATE, html
from ui.web.digesting import MOST_ARTICLES, Digest, DigestWish
from ui.web.render.chrome import recipient_line
from ui.web.render.digest import digest_card
from ui.web.render.markup import joined
from ui.web.turns import Session

if TYPE_CHECKING:
    from ui.web.desk import Desk

_STYLES: dict[str, Style] = {"Paragraph": "paragraph", "Bullets": "bullets", "Headline": "headline"}
_LENGTHS = {"3 sentences": 3, "5 sentences": 5, "8 sentences": 8, "12 sentences": 12}


@dataclass(frozen=True, slots=True)
class SummaryTab:
    """The components that handlers read or write."""

    articles: Any
    length: Any
    style: Any
    told: Any
    pane: Any


def lay_out_summary(desk: Desk, session: Any) -> SummaryTab:
    """Put the tab's components where they belong, and bind them."""
    with gr.Row(elem_id="brief"):
        with gr.Column(elem_id="telling"):
            articles = gr.Dropdown(
                [], label="Articles", multiselect=True, max_choices=MOST_ARTICLES, elem_id="brief-articles"
            )
            length = gr.Radio(list(_LENGTHS), value=next(iter(_LENGTHS)), label="Length", elem_id="brief-length")
            style = gr.Radio(list(_STYLES), value=next(iter(_STYLES)), label="Style", elem_id="brief-style")
            with gr.Row(elem_id="brief-start"):
                summarise = gr.Button("Summarise", variant="primary", elem_id="summarise", scale=0)
                facts = gr.Button("Key facts", elem_id="key-facts", scale=0)
            told = html(elem_id="digest")
        with gr.Column(elem_id="brief-reading"):
            pane = html(elem_id="digest-pane")
    tab = SummaryTab(articles, length, style, told, pane)
    asked, shown = [session, articles, length, style], [told, pane]
    making: dict[str, Any] = {**PRIVATE, "concurrency_limit": desk.at_once, "concurrency_id": "brief"}
    summarise.click(_making(desk, desk.digesting.summarise), asked, shown, **making)
    facts.click(_making(desk, desk.digesting.list_facts), asked, shown, **making)
    return tab


def _making(desk: Desk, make: Callable[[DigestWish], Iterator[Digest]]) -> Callable[..., Iterator[list[Any]]]:
    def told(session: Session, articles: list[str] | None, length: str, style: str) -> Iterator[list[Any]]:
        wish = DigestWish(
            tuple(articles or ()),
            _LENGTHS.get(length, 3),
            _STYLES.get(style, "paragraph"),
            session.model or desk.model,
        )
        sent = recipient_line(desk.recipient(session))
        lit: object = None
        for digest in make(wish):
            pane = gr.skip() if digest.citations == lit else str(desk.digesting.pane(digest))
            yield [str(joined(sent, digest_card(digest))), pane]
            lit = digest.citations

    return told


def list_choices(desk: Desk, session: Session, chosen: list[str] | None) -> Any:
    """Return the articles to choose from, with those chosen that are still there; first, those that are asked."""
    titles = desk.digesting.titles()
    known = [article_id for _, article_id in titles]
    kept = [article_id for article_id in chosen or () if article_id in known]
    asked = [article_id for article_id in known if session.chosen and article_id in session.chosen]
    return gr.update(choices=titles, value=kept or asked[:MOST_ARTICLES] or known[:1])
