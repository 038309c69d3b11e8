"""The page's layout and what its controls do. What it shows comes from the desk; handlers are private."""

from __future__ import annotations

from collections.abc import Iterator  # noqa: TC003 - Gradio reads the handlers' annotations
from dataclasses import dataclass
from typing import Any

import gradio as gr

from ui.web.desk import Desk, Session
from ui.web.render.answer import earlier_list, notice, turn_card
from ui.web.render.chrome import footer, masthead
from ui.web.render.markup import joined

__all__ = ["THEME", "build_page"]

_SANS = ("-apple-system", "Segoe UI", "Roboto", "Noto Sans", "Liberation Sans", "system-ui", "sans-serif")
_MONO = ("ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "Liberation Mono", "monospace")
THEME = gr.themes.Base(
    primary_hue=gr.themes.colors.slate, neutral_hue=gr.themes.colors.stone, font=_SANS, font_mono=_MONO
)
_AT_ONCE = 8
"""Questions that run at the same time; the others wait in line, in order."""

_SENDS = """
element.addEventListener('click', (event) => {
  const sender = event.target.closest('[data-event]');
  if (sender) trigger(sender.dataset.event, {...sender.dataset});
});
"""
_PRIVATE = {"api_visibility": "private", "show_progress": "hidden"}


@dataclass(frozen=True, slots=True)
class _Controls:
    """The components of the asking tab that handlers read or write."""

    question: Any
    ask: Any
    stop: Any
    answer: Any
    earlier: Any
    pane: Any
    session: Any

    @property
    def shown(self) -> list[Any]:
        """What :func:`_view` gives values for, in its order."""
        return [self.session, self.answer, self.earlier, self.pane, self.ask, self.stop]


def build_page(desk: Desk) -> gr.Blocks:
    """Return the Gradio page over a desk."""
    with gr.Blocks(
        title="Citewire", analytics_enabled=False, fill_width=True, delete_cache=(600, 3600)
    ) as page:
        _html(masthead(), elem_id="masthead")
        controls = _lay_out()
        _html(footer(), elem_id="foot")
        _wire(desk, controls)
        page.load(lambda: _view(desk, Session()), None, controls.shown, **_PRIVATE)
    return page


def _lay_out() -> _Controls:
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
            answer = _html(elem_id="answer", js_on_load=_SENDS)
            earlier = _html(elem_id="earlier", js_on_load=_SENDS)
        with gr.Column(elem_id="reading"):
            pane = _html(elem_id="pane", js_on_load=_SENDS)
    return _Controls(question, ask, stop, answer, earlier, pane, gr.State(Session()))


def _wire(desk: Desk, controls: _Controls) -> None:
    """Bind the controls to the desk."""

    def ask(session: Session, question: str) -> Iterator[list[Any]]:
        typed: Any = ""  # the box is emptied once, and then belongs to whoever types the next question
        for view in _views(desk, session, question):
            yield [*view, typed]
            typed = gr.skip()

    def ask_again(session: Session, event: gr.EventData) -> Iterator[list[Any]]:
        yield from _views(desk, session, _sent(event, "question"))

    def stop(session: Session) -> list[Any]:
        return _view(desk, session.stopped())

    def reopen(session: Session, event: gr.EventData) -> list[Any]:
        number = _sent(event, "turn")
        return _view(desk, session.reopened(int(number) if number.isdecimal() else 0))

    asking: dict[str, Any] = {**_PRIVATE, "concurrency_limit": _AT_ONCE, "concurrency_id": "ask"}
    runs = [
        gr.on(
            [controls.question.submit, controls.ask.click],
            ask,
            [controls.session, controls.question],
            [*controls.shown, controls.question],
            **asking,
        ),
        controls.answer.submit(ask_again, controls.session, controls.shown, **asking),
        controls.pane.submit(ask_again, controls.session, controls.shown, **asking),
    ]
    controls.stop.click(stop, controls.session, controls.shown, cancels=runs, **_PRIVATE)
    controls.earlier.select(reopen, controls.session, controls.shown, **_PRIVATE)


def _views(desk: Desk, session: Session, question: str) -> Iterator[list[Any]]:
    """Yield the view after each step of an answer; the sources are sent only when others are lit."""
    lit: object = None
    for later in desk.ask(session, question):
        now = later.turn and (later.turn.citations, later.turn.closest)
        yield _view(desk, later, pane=now != lit)
        lit = now


def _view(desk: Desk, session: Session, *, pane: bool = True) -> list[Any]:
    """Return the values of ``_Controls.shown``."""
    turn = session.turn
    return [
        session,
        str(joined(notice(session.notice) if session.notice else None, turn_card(turn) if turn else None)),
        str(earlier_list(session.others) or ""),
        str(desk.pane(session)) if pane else gr.skip(),
        gr.update(visible=not session.running),
        gr.update(visible=session.running),
    ]


def _html(value: str = "", *, elem_id: str, js_on_load: str | None = None) -> Any:
    return gr.HTML(str(value), elem_id=elem_id, js_on_load=js_on_load, apply_default_css=False)


def _sent(event: gr.EventData, name: str) -> str:
    """Return a value that the page's script sent along, as text of bounded length whatever it is."""
    data = event._data if isinstance(event._data, dict) else {}  # noqa: SLF001 - its public access raises
    return str(data.get(name, ""))[:4000]
