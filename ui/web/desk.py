"""What the page does, without Gradio: a pipeline is asked, and what is to be shown comes out."""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from rag.api import checked_question, open_pipeline
from rag.errors import BadQuestion, CitewireError, UnknownArticle
from ui.serving.identity import begin_request
from ui.serving.recipients import QUOTING, recipient_of
from ui.serving.service import open_service
from ui.serving.work import Waiting
from ui.web.digesting import Digesting
from ui.web.feedback import keep_feedback, right, wrong
from ui.web.models import accepted
from ui.web.render.article import shelf, sources_pane
from ui.web.render.chrome import recipient_line
from ui.web.render.markup import joined
from ui.web.render.passages import numbered
from ui.web.render.scope import scope_line
from ui.web.shelving import Shelving
from ui.web.sourcing import Sources, current, sources_of
from ui.web.suggesting import Suggestions
from ui.web.turns import Session, Turn, advanced
from ui.web.wishes import Wishes

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from rag.api import Pipeline
    from rag.protocols import ArticleInfo
    from rag.schema import Answer, Event
    from ui.serving.recipients import Recipient
    from ui.serving.service import Service
    from ui.web.models import ModelWish
    from ui.web.render.markup import Markup

_log = logging.getLogger("citewire")
ANY = Wishes()
"""What whoever wishes nothing is answered by."""
_UNEXPECTED = "Something went wrong here, and it was written to the log; ask again, or restart Citewire."


class Desk:
    """Answers the page's questions over one pipeline. Safe to use from several threads."""

    def __init__(self, pipeline: Pipeline, *, model: str | None = None, service: Service | None = None) -> None:
        self._pipeline = pipeline
        self.service = service or open_service(pipeline, model=model)
        """The line and the limits, which readers share with programs."""
        self.model = model
        """What writes the answers, as it was asked for; None for the default."""
        self.shelving = Shelving(pipeline, self.service.storing)
        """What can be done to the library."""
        self.digesting = Digesting(pipeline, self.service)
        """What tells its articles in brief."""
        self._suggestions = Suggestions(self._quoted, pipeline.parse)
        self.service.begin_warming()

    @property
    def at_once(self) -> int:
        """How many readers may wait or be answered at the same time, and one who is told that they are too many."""
        return self.service.work.line.length + 1

    def ask(self, session: Session, question: str, wishes: Wishes = ANY) -> Generator[Session, None, None]:
        """Yield the session after each thing that became known of the answer."""
        session = session.stopped()  # what was running when it was stopped may have said so too late
        try:
            turn = Turn(len(session.turns) + 1, checked_question(question), request_id=begin_request())
        except BadQuestion as exc:
            yield replace(session, notice=str(exc))
            return
        yield session.with_turn(turn)
        for later in self._progress(turn, session, wishes):
            yield session.with_turn(later)

    def pane(self, session: Session, wishes: Wishes = ANY) -> Markup:
        """Return the sources of the turn that is shown, lit; without any, what there is to ask about."""
        turn = session.turn
        if turn is None or not (turn.citations or turn.closest):
            return self._unlit(wishes)
        cited = turn.citations or turn.closest
        lit = numbered(cited, kind="cited" if turn.citations else "close")
        return sources_pane(sources_of(self._pipeline, cited), lit)

    def close(self) -> None:
        """Release the library's files."""
        self.service.close()

    def _progress(self, turn: Turn, session: Session, wishes: Wishes) -> Iterator[Turn]:
        make = partial(self._events, turn.question, session, wishes)
        steps = self.service.steps("question", make, identity=turn.request_id)
        try:
            for step in steps:
                if isinstance(step, Waiting):
                    yield replace(turn, ahead=step.ahead)
                else:
                    turn = advanced(turn, step)
                    yield turn
        except CitewireError as exc:
            yield replace(turn, phase="failed", trouble=str(exc))
        except Exception:  # noqa: BLE001 - the page must stay usable; the log has the traceback
            _log.exception("a question failed", extra={"request_id": turn.request_id})
            yield replace(turn, phase="failed", trouble=_UNEXPECTED)
        finally:  # also where the reader stops, or closes the page
            steps.close()

    def _events(self, question: str, session: Session, wishes: Wishes) -> Iterator[Event]:
        chosen = wishes.among(self.shelving.ids()).chosen
        articles = None if chosen is None else sorted(chosen)
        pipeline = self._wished(wishes.model, wishes.threshold)
        return pipeline.stream(question, articles=articles, most=wishes.most, history=session.history)

    def _wished(self, model: str | None, threshold: float | None) -> Pipeline:
        """Return a pipeline over the same library that answers by this model, from this confidence."""
        if model is None and threshold is None:
            return self._pipeline
        folder = self._pipeline.library.folder
        return open_pipeline(library=folder, model=model or self.model, min_confidence=threshold)

    def use_model(self, wishes: Wishes, wish: ModelWish) -> Wishes:
        """Return the wishes with the model that the reader named; raises ModelError and BadInput."""
        chosen = accepted(wish)
        self._wished(chosen, wishes.threshold)
        return wishes.written_by(chosen)

    def recipient(self, wishes: Wishes) -> Recipient:
        """Return who gets the questions that are asked with these wishes, and the passages found for them."""
        return recipient_of(wishes.model or self.model)

    def rate(self, session: Session, rating: str, words: str, reason: str = "") -> Session:
        """Keep what the reader thinks of the answer that is shown; the turn says what came of it."""
        turn = session.turn
        if turn is None or turn.answer is None:
            return session
        library = self._pipeline.library
        try:
            self.service.storing.refuse_changes()
            given = right(turn.answer) if rating == "right" else wrong(turn.answer, words, library, reason=reason)
            keep_feedback(library.folder, given)
        except CitewireError as exc:
            return session.updated(replace(turn, rated=str(exc), kept=False))
        thanks = f"Noted as {rating}. Thank you; it becomes a test case."
        return session.updated(replace(turn, rated=thanks, kept=True))

    def scope(self, wishes: Wishes) -> Markup:
        """Return who is sent the questions, and of which articles they are asked, where that is to be said."""
        return joined(recipient_line(self.recipient(wishes)), scope_line(self._titles(wishes.chosen)))

    def _titles(self, chosen: frozenset[str] | None) -> list[str] | None:
        """Return the titles of the chosen articles that are still there, or None where none was chosen."""
        return None if chosen is None else [info.title for info in self._asked(chosen) if info.article_id in chosen]

    def suggestions(self, wishes: Wishes) -> tuple[str, ...]:
        """Return questions that the asked articles answer, as far as they are known."""
        info = self._newest(wishes.chosen)
        return (self._suggestions.known(info.sha256) or ()) if info else ()

    def find_suggestions(self, wishes: Wishes) -> tuple[str, ...]:
        """Return such questions, looking for them first where nobody did; this takes seconds."""
        self.service.wait_until_warm()
        info = self._newest(wishes.chosen)
        if info is None:
            return ()
        sentences = self._pipeline.library.sentences(info.article_id)
        return self._suggestions.find(info.article_id, info.sha256, sentences)

    def _quoted(self, question: str, article_id: str) -> Answer:
        """Answer a question that nobody asked: by quoting, so that no model is kept busy and no server is sent it."""
        quotes = self.recipient(ANY).name == QUOTING
        pipeline = self._pipeline if quotes else self._wished(QUOTING, None)
        return pipeline.ask(question, articles=[article_id])

    def _newest(self, chosen: frozenset[str] | None) -> ArticleInfo | None:
        """Return the article among those asked that was added last."""
        return max(self._asked(chosen), key=lambda info: info.added, default=None)

    def _asked(self, chosen: frozenset[str] | None) -> tuple[ArticleInfo, ...]:
        """Return what questions are asked of: all articles, or the chosen ones as far as they are still there."""
        listing = self._pipeline.library.listing()
        there = tuple(info for info in listing if chosen is not None and info.article_id in chosen)
        return there or listing

    def _unlit(self, wishes: Wishes) -> Markup:
        with suppress(CitewireError):  # a question will meet it again, and tell
            self._pipeline.fill()
        asked = self._asked(wishes.chosen)
        if len(asked) == 1:
            with suppress(UnknownArticle):  # removed a moment ago
                return sources_pane(Sources((current(self._pipeline, asked[0].article_id),)), {})
        return shelf(asked)
