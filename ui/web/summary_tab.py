"""The tab where articles are told in brief: the summary or the facts on the left, the articles on the right."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import gradio as gr

from rag.summary import Style
from ui.web.components import PRIVATE, html, page_of
from ui.web.digesting import MOST_ARTICLES, Digest, DigestWish
from ui.web.floor import Floor
from ui.web.render.chrome import recipient_line
from ui.web.render.digest import digest_card
from ui.web.render.markup import joined
from ui.web.wishes import Wishes

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
    digest: Any
    stop: Any

    @property
    def shown(self) -> list[Any]:
        """What :func:`_view` gives values for, in its order."""
        return [self.digest, self.told, self.pane, self.stop]


_SHOWN = 4
"""How many :attr:`SummaryTab.shown` are."""


def lay_out_summary(desk: Desk, wishes: Any) -> SummaryTab:
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
                stop = gr.Button("Stop", visible=False, elem_id="brief-stop", scale=0)
            told = html(digest_card(Digest()), elem_id="digest")
        with gr.Column(elem_id="brief-reading"):
            pane = html(elem_id="digest-pane")
    tab = SummaryTab(articles, length, style, told, pane, gr.State(Digest()), stop)
    asked = [wishes, articles, length, style]
    making: dict[str, Any] = {
        **PRIVATE,
        "concurrency_limit": 8,
        "concurrency_id": "brief",
        "trigger_mode": "multiple",  # the floor holds a second one back, and lets it through after a stop
    }
    floor = Floor()
    made = summarise.click(_making(desk, floor, desk.digesting.summarise), asked, tab.shown, **making)
    listed = facts.click(_making(desk, floor, desk.digesting.list_facts), asked, tab.shown, **making)

    def stopped(known: Wishes, digest: Digest, request: gr.Request) -> list[Any]:
        floor.clear(page_of(request))
        return _view(desk, known, digest.stopped(), pane=False)

    def read(digest: Digest, chosen: list[str] | None) -> Any:
        return str(desk.digesting.reading(chosen or ())) if digest.phase == "nothing" else gr.skip()

    stop.click(stopped, [wishes, tab.digest], tab.shown, cancels=[made, listed], **PRIVATE)
    articles.change(read, [tab.digest, articles], pane, **PRIVATE)
    return tab


def _making(
    desk: Desk, floor: Floor, make: Callable[[DigestWish], Iterator[Digest]]
) -> Callable[..., Iterator[list[Any]]]:
    def told(
        wishes: Wishes, articles: list[str] | None, length: str, style: str, request: gr.Request
    ) -> Iterator[list[Any]]:
        wish = DigestWish(
            tuple(articles or ()),
            _LENGTHS.get(length, 3),
            _STYLES.get(style, "paragraph"),
            wishes.model or desk.model,
        )
        lit: object = None
        with floor.held(page_of(request)) as mine:
            if not mine:
                yield [gr.skip()] * _SHOWN
            for digest in make(wish) if mine else ():
                yield _view(desk, wishes, digest, pane=digest.citations != lit)
                lit = digest.citations

    return told


def _view(desk: Desk, wishes: Wishes, digest: Digest, *, pane: bool) -> list[Any]:
    """Return the values of ``SummaryTab.shown``; the articles are sent only when others are lit."""
    sent = recipient_line(desk.recipient(wishes))
    return [
        digest,
        str(joined(sent, digest_card(digest))),
        str(desk.digesting.pane(digest)) if pane else gr.skip(),
        gr.update(visible=digest.running),
    ]


def list_choices(desk: Desk, wishes: Wishes, chosen: list[str] | None) -> Any:
    """Return the articles to choose from, with those chosen that are still there; first, those that are asked."""
    titles = desk.digesting.titles()
    known = [article_id for _, article_id in titles]
    kept = [article_id for article_id in chosen or () if article_id in known]
    asked = [article_id for article_id in known if wishes.chosen and article_id in wishes.chosen]
    return gr.update(choices=titles, value=kept or asked[:MOST_ARTICLES] or known[:1])
