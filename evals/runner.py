"""Ask a system every case, several at once, each within a time limit; what was answered survives a kill.

The runner knows nothing of scores: it turns cases into attempts, and a crash into a failed attempt.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from evals.schema import Attempt, Case

if TYPE_CHECKING:
    from evals.journal import Journal
    from rag.protocols import Progress

Ask = Callable[[Case], Mapping[str, Any]]
"""Asks the system one case and returns its response as JSON; may raise anything."""

_log = logging.getLogger("citewire")


def attempt_all(
    cases: Sequence[Case],
    ask: Ask,
    *,
    workers: int = 1,
    time_limit: float | None = None,
    journal: Journal | None = None,
    progress: Progress | None = None,
) -> tuple[Attempt, ...]:
    """Return one attempt for each case, in the order of ``cases``.

    A case that raises, or is not done within ``time_limit`` seconds, becomes a failed attempt, and its thread
    is left behind. What ``journal`` holds already is not asked again; new responses are added to it one by
    one.
    """
    done: dict[str, Attempt] = dict(journal.attempts()) if journal else {}
    waiting = [case for case in reversed(cases) if case.id not in done]
    finished: queue.SimpleQueue[Attempt] = queue.SimpleQueue()
    running: dict[str, float] = {}
    while waiting or running:
        while waiting and len(running) < max(1, workers):
            case = waiting.pop()
            running[case.id] = time.monotonic()
            threading.Thread(target=_attempt, args=(case, ask, finished), daemon=True).start()
        for attempt in _next(finished, running, time_limit):
            del running[attempt.case_id]
            done[attempt.case_id] = attempt
            if journal and attempt.raw is not None:
                journal.add(attempt)
            if progress is not None:
                progress(len(cases) - len(waiting) - len(running), len(cases))
    return tuple(done[case.id] for case in cases)


def _attempt(case: Case, ask: Ask, finished: queue.SimpleQueue[Attempt]) -> None:
    started = time.monotonic()
    try:
        attempt = Attempt(case.id, ask(case), None, time.monotonic() - started)
    except BaseException as exc:  # noqa: BLE001 - a foreign system may raise anything, and even exit
        _log.debug("case %s failed", case.id, exc_info=True)
        attempt = Attempt(case.id, None, f"{type(exc).__name__}: {exc}", time.monotonic() - started)
    finished.put(attempt)


def _next(
    finished: queue.SimpleQueue[Attempt], running: Mapping[str, float], time_limit: float | None
) -> list[Attempt]:
    """Wait for the next attempt, or for the next deadline; return what is over."""
    wait = None if time_limit is None else max(0.0, min(running.values()) + time_limit - time.monotonic())
    try:
        attempt = finished.get(timeout=wait)
    except queue.Empty:
        return _overdue(running, time_limit or 0.0)
    # The thread of a case that ran out of time may still report; its place is taken.
    return [attempt] if attempt.case_id in running else []


def _overdue(running: Mapping[str, float], time_limit: float) -> list[Attempt]:
    now = time.monotonic()
    return [
        Attempt(case_id, None, f"not done within {time_limit:g} s", now - started)
        for case_id, started in running.items()
        if now - started >= time_limit
    ]
