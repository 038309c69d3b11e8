"""The tab where questions are asked: the answer on the left, its article on the right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import gradio as gr

from rag.errors import CitewireError
from ui.web.components import PRIVATE, html, sent
from ui.web.render.answer import earlier_list, notice, turn_card
from ui.web.render.chrome import recipient_line
from ui.web.render.markup import joined
from ui.web.render.scope import opening_block, scope_line
from ui.web.turns import Session

if TYPE_CHECKING:
    from ui.web.desk import Desk


@dataclass(frozen=True, slots=True)
class AskingTab:
    """The components that handlers read or write."""

    question: Any
    ask: Any
    stop: Any
    scope: Any
    answer: Any
    opening: Any
    earlier: Any
    pane: Any
    session: Any

    @property
    def shown(self) -> list[Any]:
        """What :func:`view` gives values for, in its order."""
        return [self.session, self.scope, self.answer, self.earlier, self.pane, self.ask, self.stop]


def lay_out_asking(session: Any) -> AskingTab:
    """Put the tab's components where they belong."""
    with gr.Row(elem_id="desk"):
        with gr.Column(elem_id="asking"):
            with gr.Row(elem_id="box"):
                question = gr.Textbox(
                    label="Your question",
                    placeholder="Ask what the articles say",
                    lines=1,
                    max_lines=5,
                    container=False,
                    autofocus=True,
                    elem_id="question",
                )
                ask = gr.Button("Ask", variant="primary", elem_id="ask", min_width=80, scale=0)
                stop = gr.Button("Stop", visible=False, elem_id="stop", min_width=80, scale=0)
            scope = html(elem_id="scope", sends=True)
            answer = html(elem_id="answer", sends=True)
            opening = html(elem_id="opening", sends=True)
            earlier = html(elem_id="earlier", sends=True)
        with gr.Column(elem_id="reading"):
            pane = html(elem_id="pane")
    return AskingTab(question, ask, stop, scope, answer, opening, earlier, pane, session)


def wire_asking(desk: Desk, tab: AskingTab) -> None:
    """Bind the tab's controls to the desk."""

    def ask(session: Session, question: str) -> Iterator[list[Any]]:
        typed: Any = ""  # the box is emptied once, and then belongs to whoever types the next question
        for now in _views(desk, session, question):
            yield [*now, typed]
            typed = gr.skip()

    def ask_this(session: Session, event: gr.EventData) -> Iterator[list[Any]]:
        yield from _views(desk, session, sent(event, "question"))

    def stop(session: Session) -> list[Any]:
        return view(desk, session.stopped())

    def reopen(session: Session, event: gr.EventData) -> list[Any]:
        number = sent(event, "turn")
        return view(desk, session.reopened(int(number) if number.isdecimal() else 0))

    def rate(session: Session, event: gr.EventData) -> list[Any]:
        rated = desk.rate(session, sent(event, "rating"), sent(event, "words"))
        return view(desk, rated, pane=False)

    def ask_all(session: Session) -> list[Any]:
        return view(desk, session.choosing(None))

    asking: dict[str, Any] = {**PRIVATE, "concurrency_limit": desk.at_once, "concurrency_id": "ask"}
    typed = gr.on(
        [tab.question.submit, tab.ask.click],
        ask,
        [tab.session, tab.question],
        [*tab.shown, tab.question],
        **asking,
    )
    picked = gr.on([tab.answer.submit, tab.opening.submit], ask_this, tab.session, tab.shown, **asking)
    tab.stop.click(stop, tab.session, tab.shown, cancels=[typed, picked], **PRIVATE)
    tab.earlier.select(reopen, tab.session, tab.shown, **PRIVATE)
    tab.answer.like(rate, tab.session, tab.shown, **PRIVATE)
    tab.scope.clear(ask_all, tab.session, tab.shown, **PRIVATE)


def suggest(desk: Desk, session: Session) -> Any:
    """Return what stands where the first answer will be, with questions that the articles answer.

    It may come seconds later than an answer; the style sheet hides it wherever there is one.
    """
    try:
        return str(opening_block(desk.find_suggestions(session)))
    except CitewireError:  # a suggestion that cannot be made is no trouble to the reader
        return gr.skip()


def _views(desk: Desk, session: Session, question: str) -> Iterator[list[Any]]:
    """Yield the view after each step of an answer; the sources are sent only when others are lit."""
    lit: object = None
    for later in desk.ask(session, question):
        now = later.turn and (later.turn.citations, later.turn.closest)
        yield view(desk, later, pane=now != lit)
        lit = now


def view(desk: Desk, session: Session, *, pane: bool = True) -> list[Any]:
    """Return the values of ``AskingTab.shown``."""
    turn = session.turn
    suggested = desk.suggestions(session)
    warning = notice(session.notice) if session.notice else None
    answer = turn_card(turn, suggested) if turn else None
    return [
        session,
        str(joined(recipient_line(desk.recipient(session)), scope_line(desk.titles(session.chosen)))),
        str(joined(warning, answer)),
        str(earlier_list(session.others)),
        str(desk.pane(session)) if pane else gr.skip(),
        gr.update(visible=not session.running),
        gr.update(visible=session.running),
    ]
