"""What the page does, without Gradio: a pipeline is asked, and what is to be shown comes out."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from threading import Thread
from typing import TYPE_CHECKING

from rag.api import checked_question
from rag.errors import BadInput, BadQuestion, CitewireError
from rag.schema import SplitArticle
from ui.web.render.article import shelf, sources_pane
from ui.web.render.passages import numbered
from ui.web.turns import Turn, advanced, stopped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rag.api import Pipeline
    from ui.web.render.markup import Markup

_log = logging.getLogger("citewire")
_UNEXPECTED = "Something went wrong here, and it was written to the log; ask again, or restart Citewire."


@dataclass(frozen=True, slots=True)
class Session:
    """What one open page remembers. Frozen: each event makes a new one."""

    turns: tuple[Turn, ...] = ()
    """The conversation, oldest first."""
    current: int = 0
    """Number of the turn that is shown; 0 where none is."""
    notice: str = ""
    """Why the last question was not even asked, in one sentence."""

    @property
    def turn(self) -> Turn | None:
        """The turn that is shown."""
        return next((turn for turn in self.turns if turn.number == self.current), None)

    @property
    def others(self) -> tuple[Turn, ...]:
        """The turns that are not shown, oldest first."""
        return tuple(turn for turn in self.turns if turn.number != self.current)

    @property
    def running(self) -> bool:
        """True while an answer is being made."""
        return any(turn.running for turn in self.turns)

    def with_turn(self, turn: Turn) -> Session:
        """Return the session with this turn, the newest, added or replaced, and shown."""
        earlier = tuple(other for other in self.turns if other.number != turn.number)
        return Session((*earlier, turn), turn.number)

    def reopened(self, number: int) -> Session:
        """Return the session with another of its turns shown; unknown numbers change nothing."""
        known = any(turn.number == number for turn in self.turns)
        return replace(self, current=number, notice="") if known else self

    def stopped(self) -> Session:
        """Return the session with whatever was running stopped by the reader."""
        return replace(self, turns=stopped(self.turns))


class Desk:
    """Answers the page's questions over one pipeline. Safe to use from several threads."""

    def __init__(self, pipeline: Pipeline) -> None:
        self._pipeline = pipeline
        self._warming = Thread(target=self._warm, name="citewire-warm-up", daemon=True)
        self._warming.start()

    def ask(
        self, session: Session, question: str, *, articles: Sequence[str] | None = None
    ) -> Iterator[Session]:
        """Yield the session after each thing that became known of the answer."""
        try:
            turn = Turn(number=len(session.turns) + 1, question=checked_question(question))
        except BadQuestion as exc:
            yield replace(session, notice=str(exc))
            return
        yield session.with_turn(turn)
        for later in self._progress(turn, articles):
            yield session.with_turn(later)

    def pane(self, session: Session) -> Markup:
        """Return the sources of the turn that is shown, lit; without any, what there is to ask about."""
        turn = session.turn
        if turn is None or not (turn.citations or turn.closest):
            return self._unlit()
        lit = numbered(turn.citations or turn.closest, kind="cited" if turn.citations else "close")
        return sources_pane([self._article(article_id) for article_id in lit], lit)

    def close(self) -> None:
        """Release the library's files."""
        self._warming.join()
        self._pipeline.close()

    def _progress(self, turn: Turn, articles: Sequence[str] | None) -> Iterator[Turn]:
        try:
            for event in self._pipeline.stream(turn.question, articles=articles):
                turn = advanced(turn, event)
                yield turn
        except CitewireError as exc:
            yield replace(turn, phase="failed", trouble=str(exc))
        except Exception:  # noqa: BLE001 - the page must stay usable; the log has the traceback
            _log.exception("a question failed")
            yield replace(turn, phase="failed", trouble=_UNEXPECTED)

    def _unlit(self) -> Markup:
        self._warming.join()
        listing = self._pipeline.library.listing()
        if len(listing) == 1:
            return sources_pane([self._article(listing[0].article_id)], {})
        return shelf(listing)

    def _article(self, article_id: str) -> SplitArticle:
        library = self._pipeline.library
        return SplitArticle(library.article(article_id), library.sentences(article_id))

    def _warm(self) -> None:
        """Load the models and fill an empty library, so that the first question does not wait for them."""
        try:
            self._pipeline.ask("What happened?")
        except BadInput as exc:
            _log.warning("%s", exc)
        except Exception:  # noqa: BLE001 - a question will meet it again, and tell the reader
            _log.exception("the models could not be loaded ahead of the first question")
