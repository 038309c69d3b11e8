"""The tab where questions are asked: the answer on the left, its article on the right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import gradio as gr

from rag.errors import CitewireError
from ui.web.components import PRIVATE, html, page_of, sent
from ui.web.floor import Floor
from ui.web.render.answer import earlier_list, notice, turn_card
from ui.web.render.markup import joined
from ui.web.render.scope import opening_block
from ui.web.turns import Session
from ui.web.wishes import Wishes

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
    wishes: Any

    @property
    def shown(self) -> list[Any]:
        """What :func:`view` gives values for, in its order."""
        return [self.session, self.answer, self.earlier, self.pane, self.ask, self.stop]

    @property
    def known(self) -> list[Any]:
        """What every handler is given."""
        return [self.session, self.wishes]


def lay_out_asking(session: Any, wishes: Any) -> AskingTab:
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
    return AskingTab(question, ask, stop, scope, answer, opening, earlier, pane, session, wishes)


def wire_asking(desk: Desk, tab: AskingTab) -> None:
    """Bind the tab's controls to the desk."""
    _wire_questions(desk, tab)
    _wire_answer(desk, tab)

    def ask_all(wishes: Wishes) -> list[Any]:
        wishes = wishes.choosing(None)
        return [wishes, str(desk.scope(wishes))]

    tab.scope.clear(ask_all, tab.wishes, [tab.wishes, tab.scope], **PRIVATE)


def _wire_questions(desk: Desk, tab: AskingTab) -> None:
    floor, shown = Floor(), [*tab.shown, tab.scope]

    def ask(session: Session, wishes: Wishes, question: str, request: gr.Request) -> Iterator[list[Any]]:
        said: Any = str(desk.scope(wishes))
        typed: Any = ""  # the box is emptied once, and then belongs to whoever types the next question
        for now in _views(desk, floor, session, wishes, question, request):
            yield [*now, said, typed] if now else [gr.skip()] * (len(shown) + 1)
            said = typed = gr.skip()

    def ask_this(session: Session, wishes: Wishes, request: gr.Request, event: gr.EventData) -> Iterator[list[Any]]:
        said: Any = str(desk.scope(wishes))
        for now in _views(desk, floor, session, wishes, sent(event, "question"), request):
            yield [*now, said] if now else [gr.skip()] * len(shown)
            said = gr.skip()

    def stop(session: Session, wishes: Wishes, request: gr.Request) -> list[Any]:
        floor.clear(page_of(request))
        return view(desk, session.stopped(), wishes)

    asking: dict[str, Any] = {
        **PRIVATE,
        "concurrency_limit": desk.at_once,
        "concurrency_id": "ask",
        "trigger_mode": "multiple",  # the floor holds a second question back, and lets it through after a stop
    }
    asked = [*tab.known, tab.question]
    typed = gr.on([tab.question.submit, tab.ask.click], ask, asked, [*shown, tab.question], **asking)
    picked = gr.on([tab.answer.submit, tab.opening.submit], ask_this, tab.known, shown, **asking)
    tab.stop.click(stop, tab.known, tab.shown, cancels=[typed, picked], **PRIVATE)


def _wire_answer(desk: Desk, tab: AskingTab) -> None:
    def reopen(session: Session, wishes: Wishes, event: gr.EventData) -> list[Any]:
        number = sent(event, "turn")
        return view(desk, session.reopened(int(number) if number.isdecimal() else 0), wishes)

    def rate(session: Session, wishes: Wishes, event: gr.EventData) -> list[Any]:
        rated = desk.rate(session, sent(event, "rating"), sent(event, "words"), sent(event, "reason"))
        return view(desk, rated, wishes, pane=False)

    tab.earlier.select(reopen, tab.known, tab.shown, **PRIVATE)
    tab.answer.like(rate, tab.known, tab.shown, **PRIVATE)


def suggest(desk: Desk, wishes: Wishes) -> Any:
    """Return what stands where the first answer will be, with questions that the articles answer.

    It may come seconds later than an answer; the style sheet hides it wherever there is one.
    """
    try:
        return str(opening_block(desk.find_suggestions(wishes)))
    except CitewireError:  # a suggestion that cannot be made is no trouble to the reader
        return gr.skip()


def _views(
    desk: Desk, floor: Floor, session: Session, wishes: Wishes, question: str, request: gr.Request
) -> Iterator[list[Any]]:
    """Yield the view after each step of an answer; the sources are sent only when others are lit.

    Yields nothing to show where the page asks while an answer comes; what was typed then stays in its box.
    """
    lit: object = None
    with floor.held(page_of(request)) as mine:
        if not mine:
            yield []
            return
        for later in desk.ask(session, question, wishes):
            if not later.running:  # the reader sees that it is complete, and may ask
                floor.clear(page_of(request))
            now = later.turn and (later.turn.citations, later.turn.closest)
            yield view(desk, later, wishes, pane=now != lit)
            lit = now


def view(desk: Desk, session: Session, wishes: Wishes, *, pane: bool = True) -> list[Any]:
    """Return the values of ``AskingTab.shown``."""
    turn = session.turn
    suggested = desk.suggestions(wishes)
    warning = notice(session.notice) if session.notice else None
    answer = turn_card(turn, suggested) if turn else None
    return [
        session,
        str(joined(warning, answer)),
        str(earlier_list(session.others)),
        str(desk.pane(session, wishes)) if pane else gr.skip(),
        gr.update(visible=not session.running),
        gr.update(visible=session.running),
    ]
