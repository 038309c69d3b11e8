"""Work takes its turn, is late only once, and is given up when nobody waits for it or the server is stopped."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import TYPE_CHECKING

import pytest

from ui.serving.faults import Busy, Left, Stopping, TooSlow
from ui.serving.line import Line
from ui.serving.work import Waiting, Work, last_of, last_while_wanted

if TYPE_CHECKING:
    from collections.abc import Iterator


def counted() -> Iterator[int]:
    yield from range(3)


async def all_of(work: Work, make: object = counted) -> list[object]:
    return [step async for step in work.follow(make)]  # type: ignore[arg-type]


def free(work: Work) -> bool:
    for _ in range(500):
        if work.line.running == 0:
            return True
        time.sleep(0.01)
    return False


def test_steps_come_in_order_and_the_line_is_left() -> None:
    work = Work(Line(1))
    assert list(work.steps(counted)) == [Waiting(0), 0, 1, 2]
    assert asyncio.run(all_of(work)) == [Waiting(0), 0, 1, 2]
    assert work.line.running == 0
    work.close()


def test_a_step_that_is_late_is_told_of_at_once_and_keeps_its_place_until_it_ends() -> None:
    work, ending = Work(Line(1), time_limit=0.1), threading.Event()

    def late() -> Iterator[int]:
        yield 1
        ending.wait(10)
        yield 2

    begun = time.monotonic()
    with pytest.raises(TooSlow, match=r"longer than 0\.1 s"):
        asyncio.run(all_of(work, late))
    assert time.monotonic() - begun < 5
    assert work.line.running == 1  # the processor is still taken
    ending.set()
    assert free(work)
    work.close()


def test_a_whole_answer_that_came_late_is_given() -> None:
    work = Work(Line(1), time_limit=0.01)

    def slow() -> Iterator[int]:
        time.sleep(0.05)
        yield 1

    assert list(work.steps(slow)) == [Waiting(0), 1]
    work.close()


def test_what_nobody_waits_for_leaves_the_line() -> None:
    work, made = Work(Line(1)), []

    def endless() -> Iterator[int]:
        while True:
            made.append(1)
            yield 1

    async def leave() -> None:
        steps = work.follow(endless)
        await anext(steps)
        await anext(steps)
        await steps.aclose()

    asyncio.run(leave())
    assert free(work)
    assert len(made) <= 2
    work.close()


def test_an_answer_is_not_worked_on_once_whoever_asked_has_gone() -> None:
    work, made = Work(Line(1)), []

    def endless() -> Iterator[int]:
        while True:
            time.sleep(0.05)
            made.append(1)
            yield 1

    async def gone() -> bool:
        return True

    with pytest.raises(Left):
        asyncio.run(last_while_wanted(work.follow(endless), gone))
    assert free(work)
    before = len(made)
    time.sleep(0.2)
    assert len(made) == before
    work.close()


def test_who_comes_when_the_line_is_full_is_told() -> None:
    work = Work(Line(1, most_waiting=0))
    first = work.steps(counted)
    next(first)
    with pytest.raises(Busy):
        asyncio.run(last_of(work.follow(counted)))
    first.close()
    work.close()


def test_when_the_server_stops_who_waits_is_told_and_what_runs_ends_after_its_step() -> None:
    work = Work(Line(1))
    first, second = work.steps(counted), work.steps(counted)
    assert [next(first), next(first), next(second)] == [Waiting(0), 0, Waiting(1)]
    work.stop()
    for steps in (first, second):
        with pytest.raises(Stopping):
            next(steps)
    work.close()
    with pytest.raises(Stopping):
        asyncio.run(all_of(work))
