"""What every address of the server works with."""

from __future__ import annotations

import logging
import time
from collections.abc import AsyncGenerator, Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from threading import Event as Mark
from threading import Thread
from typing import TYPE_CHECKING, TypeVar

from rag.api import open_pipeline
from rag.errors import BadInput, CitewireError
from rag.schema import Finished, SplitArticle
from rag.summarising import summarise_articles
from rag.summary import SummaryFinished
from ui.serving.faults import Busy, TooSlow
from ui.serving.identity import request_id
from ui.serving.line import Line
from ui.serving.metrics import Metrics
from ui.serving.options import Access, Limits
from ui.serving.recipients import QUOTING, recipient_of
from ui.serving.storing import Storing
from ui.serving.work import PATIENCE, Work

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.api import Pipeline
    from rag.filters import Filters
    from rag.schema import Event, Turn
    from rag.summary import Style, SummaryEvent
    from ui.serving.metrics import Kind, Outcome
    from ui.serving.work import Waiting

_log = logging.getLogger("citewire")
Step = TypeVar("Step")
_FAILURES: dict[type[CitewireError], Outcome] = {Busy: "busy", TooSlow: "too_slow"}


@dataclass(frozen=True, slots=True)
class SummaryWish:
    """What a program wants to be told in brief."""

    articles: tuple[str, ...]
    """Ids."""
    sentences: int = 3
    words: int | None = None
    style: Style = "paragraph"


@dataclass(slots=True)
class _Seen:
    """The last step of work, so that it can be told what came of it."""

    last: object = None


@dataclass(frozen=True, slots=True)
class Service:
    """One pipeline, in one line, within limits."""

    pipeline: Pipeline
    work: Work
    storing: Storing
    metrics: Metrics
    model: str | None = None
    """What writes, as it was asked for; None for the default."""
    access: Access = field(default_factory=Access)
    limits: Limits = field(default_factory=Limits)
    warmed: Mark = field(default_factory=Mark)
    """Set once the models are loaded."""
    _warming: list[Thread] = field(default_factory=list)

    def ask(
        self,
        question: str,
        *,
        articles: Sequence[str] | None = None,
        history: Sequence[Turn] = (),
        filters: Filters | None = None,
        told: bool = True,
    ) -> AsyncGenerator[Waiting | Event, None]:
        """Yield the events of an answer; ``told`` where whoever waits sees them come."""
        make = partial(self.pipeline.stream, question, articles=articles, history=history, filters=filters)
        return self.counted("question", self.work.follow(make, patience=None if told else PATIENCE))

    def summarise(self, wish: SummaryWish, *, told: bool = True) -> AsyncGenerator[Waiting | SummaryEvent, None]:
        """Yield the events of a summary; raises UnknownArticle at once."""
        library = self.pipeline.library
        splits = [SplitArticle(library.article(one), library.sentences(one)) for one in wish.articles]
        make = partial(
            summarise_articles,
            splits,
            sentences=wish.sentences,
            words=wish.words,
            style=wish.style,
            model=self.model,
        )
        return self.counted("summary", self.work.follow(make, patience=None if told else PATIENCE))

    def change(self, make: Callable[[], Iterator[Step]]) -> AsyncGenerator[Waiting | Step, None]:
        """Yield the steps of a change to the library, which waits in the line too, as embedding takes processors."""
        return self.counted("ingest", self.work.follow(make, patience=PATIENCE))

    def steps(
        self, kind: Kind, make: Callable[[], Iterator[Step]], *, identity: str = ""
    ) -> Generator[Waiting | Step, None, None]:
        """Yield the steps of work, counted, for who is no coroutine; ``identity`` is its id in the log."""
        with self._counting(kind, identity) as seen:
            for step in self.work.steps(make):
                seen.last = step
                yield step

    async def counted(self, kind: Kind, steps: AsyncGenerator[Step, None]) -> AsyncGenerator[Step, None]:
        """Yield the steps, and count what became of them."""
        with self._counting(kind, request_id()) as seen:
            try:
                async for step in steps:
                    seen.last = step
                    yield step
            finally:
                await steps.aclose()

    @contextmanager
    def _counting(self, kind: Kind, identity: str) -> Iterator[_Seen]:
        begun, seen = time.perf_counter(), _Seen()
        outcome: Outcome = "left"
        try:
            yield seen
            outcome = outcome_of(seen.last)
        except CitewireError as exc:
            outcome = _FAILURES.get(type(exc), "failed")
            raise
        except Exception:
            outcome = "failed"
            raise
        finally:
            seconds = time.perf_counter() - begun
            self.metrics.work(kind, outcome, seconds)
            about = {"kind": kind, "outcome": outcome, "ms": round(seconds * 1000, 1), "request_id": identity}
            _log.info("work", extra=about)

    def begin_warming(self) -> None:
        """Load the models in the background; once is enough."""
        if not self._warming:
            self._warming.append(Thread(target=self.warm, name="citewire-warm-up", daemon=True))
            self._warming[0].start()

    def wait_until_warm(self) -> None:
        """Return once what was begun in the background has ended."""
        for thread in self._warming:
            thread.join()

    def warm(self) -> None:
        """Load the models and fill an empty library, so that the first question does not wait for them."""
        try:
            self._used_first().ask("What happened?")
        except BadInput as exc:
            _log.warning("%s", exc)
        except Exception:  # noqa: BLE001 - a question will meet it again, and tell whoever asks
            _log.exception("the models could not be loaded ahead of the first question")
            return
        self.warmed.set()

    def _used_first(self) -> Pipeline:
        """Return what is warmed: a server is sent nothing before somebody asks, so its model is left out."""
        if recipient_of(self.model).server is None:
            return self.pipeline
        self.pipeline.fill()
        return open_pipeline(library=self.pipeline.library.folder, model=QUOTING)

    def close(self) -> None:
        """Let nothing new begin, and release the library's files."""
        self.work.close()
        self.wait_until_warm()
        self.pipeline.close()

    def unready(self) -> str | None:
        """Return why no question can be answered now, in one sentence, or None where one can."""
        if not self.warmed.is_set():
            return "The models are being loaded."
        try:
            self.pipeline.library.listing()
        except CitewireError:
            return "The library cannot be read; the log says why."
        return None


def open_service(
    pipeline: Pipeline, *, model: str | None = None, access: Access | None = None, limits: Limits | None = None
) -> Service:
    """Return the service over a pipeline, with a line of its own."""
    limits = limits or Limits()
    work = Work(Line(most_waiting=limits.most_waiting), time_limit=limits.answer_s)
    access = access or Access()
    storing = Storing(pipeline, read_only=access.read_only)
    return Service(pipeline, work, storing, Metrics(work.line), model, access, limits)


def outcome_of(last: object) -> Outcome:
    """Return what came of work that ended with this step."""
    match last:
        case Finished(answer):
            return "refused" if answer.abstained else "answered"
        case SummaryFinished(summary):
            return "answered" if summary.claims else "refused"
        case _:
            return "answered"
