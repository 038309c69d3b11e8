"""Work is done in the line, step by step, within a time limit, and given up when nobody waits for it any more."""

from __future__ import annotations

import asyncio
import contextvars
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from ui.serving.faults import Left, Stopping, TooSlow

if TYPE_CHECKING:
    from ui.serving.line import Line

Step = TypeVar("Step")
NEWS = 0.5
"""Seconds after which whoever waits is told again how many are ahead."""
PATIENCE = 10.0
"""Seconds that a request may be kept waiting where nothing can be told meanwhile."""
TIME_LIMIT = 60.0
"""Seconds for one answer, unless another number is given."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Not yet one's turn; ``ahead`` is 0 when it begins."""

    ahead: int


class Work:
    """Runs what takes processors. Safe to use from several threads."""

    def __init__(self, line: Line, *, time_limit: float = TIME_LIMIT) -> None:
        self.line = line
        self.time_limit = time_limit
        """Seconds for one answer, from the beginning of its turn."""
        self._stopped = False
        self._threads = ThreadPoolExecutor(line.length + 8, thread_name_prefix="citewire-work")

    def steps(
        self, make: Callable[[], Iterator[Step]], *, patience: float | None = None
    ) -> Generator[Waiting | Step, None, None]:
        """Yield how long the line is until it is one's turn, then each step; raises Busy and TooSlow.

        A step that is being made is not interrupted: the limit is looked at between two of them.
        """
        ticket = self.line.enter(patience=patience)
        try:
            within = 0.0
            while ahead := self.line.ahead(ticket, within=within):
                within = NEWS
                self._go_on()
                yield Waiting(ahead)
            self._go_on()
            yield Waiting(0)
            until = time.monotonic() + self.time_limit
            late = False
            for step in make():
                if late:
                    raise self._too_slow()
                self._go_on()
                yield step
                late = time.monotonic() > until
        finally:
            self.line.leave(ticket)

    async def follow(
        self, make: Callable[[], Iterator[Step]], *, patience: float | None = None
    ) -> AsyncGenerator[Waiting | Step, None]:
        """Yield what :meth:`steps` yields, each step made in a thread; a step that is late raises TooSlow at once.

        The thread keeps its place in the line until its step ends, so that the processors are never overbooked.
        """
        steps = self.steps(make, patience=patience)
        context = contextvars.copy_context()
        loop = asyncio.get_running_loop()
        until: float | None = None
        making: Future[Waiting | Step | None] | None = None
        try:
            while True:
                self._go_on()
                making = self._threads.submit(context.run, lambda: next(steps, None))
                made = asyncio.wrap_future(making)
                made.add_done_callback(_looked_at)
                left = None if until is None else max(0.0, until - loop.time())
                await asyncio.wait({made}, timeout=left)
                if not made.done():
                    raise self._too_slow()
                step = made.result()
                if step is None:
                    return
                if step == Waiting(0):
                    until = loop.time() + self.time_limit
                yield step
        finally:  # the steps are closed, and the line is left, once the one that is being made has ended
            if making is None:
                steps.close()
            else:
                making.add_done_callback(lambda _: steps.close())

    def stop(self) -> None:
        """Let no new work begin, and what runs end after the step that is being made."""
        self._stopped = True
        self._threads.shutdown(wait=False, cancel_futures=True)

    def close(self) -> None:
        """Stop, and return once nothing runs any more."""
        self.stop()
        self._threads.shutdown(wait=True)

    def _go_on(self) -> None:
        if self._stopped:
            raise Stopping

    def _too_slow(self) -> TooSlow:
        return TooSlow(f"The answer took longer than {self.time_limit:g} s; ask something narrower, or again later.")


def _looked_at(made: asyncio.Future[Step]) -> None:
    """Look at what came of a step, since nobody else may: asyncio would complain of an error that nobody saw."""
    if not made.cancelled():
        made.exception()


async def begun(steps: AsyncGenerator[Step, None]) -> AsyncGenerator[Step, None]:
    """Return the steps once the first was made; raises what that raises, Busy above all, before anything is sent."""
    first = await anext(steps)

    async def all_of_them() -> AsyncGenerator[Step, None]:
        try:
            yield first
            async for step in steps:
                yield step
        finally:
            await steps.aclose()

    return all_of_them()


async def last_while_wanted(steps: AsyncGenerator[Step, None], left: Callable[[], Awaitable[bool]]) -> Step:
    """Return the last step of work; raises Left, and gives the work up, where ``left`` says that nobody waits."""
    working = asyncio.ensure_future(last_of(steps))
    try:
        while True:
            await asyncio.wait({working}, timeout=NEWS)
            if working.done():
                return working.result()
            if await left():
                raise Left("Whoever asked has gone.")
    finally:
        working.cancel()


async def last_of(steps: AsyncGenerator[Step, None]) -> Step:
    """Return the last step of work that was done."""
    last: Step | None = None
    try:
        async for step in steps:
            last = step
    finally:
        await steps.aclose()
    if last is None:
        raise RuntimeError("the work ended without a step")
    return last
