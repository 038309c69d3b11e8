"""Readers are let through in the order in which they came, and nobody holds a place whose page is gone."""

from __future__ import annotations

import os
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest

from rag import Pipeline
from ui.serving.faults import Busy
from ui.serving.line import Line
from ui.web.desk import Desk
from ui.web.turns import Session
from ui.web.wishes import Wishes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rag.schema import Event


MORE_THAN_PLACES = (os.cpu_count() or 1) + 2


def test_places_are_given_in_order() -> None:
    line = Line(2)
    tickets = [line.enter() for _ in range(5)]
    assert [line.ahead(ticket, within=0) for ticket in tickets] == [0, 0, 1, 2, 3]
    line.leave(tickets[3])  # one who gave up
    line.leave(tickets[0])
    assert [line.ahead(tickets[place], within=0) for place in (1, 2, 4)] == [0, 0, 1]


def test_who_waits_is_woken_when_it_is_their_turn() -> None:
    line = Line(1)
    first, second = line.enter(), line.enter()
    seen: list[int] = []
    waiting = Thread(target=lambda: seen.append(line.ahead(second, within=30)))
    waiting.start()
    line.leave(first)
    waiting.join(10)
    assert seen == [0]


def test_an_answer_that_is_dropped_half_way_leaves_the_line(tmp_path: Path) -> None:
    with Pipeline(library=tmp_path / "library") as pipeline:
        desk = Desk(pipeline)
        for _ in range(MORE_THAN_PLACES):
            steps = desk.ask(Session(), "Who is Kristi Noem?")
            next(steps)
            next(steps)
            steps.close()
        last = list(desk.ask(Session(), "Who is Kristi Noem?"))[-1]
        assert last.turn is not None
        assert last.turn.phase == "done"


class BrokenPipeline(Pipeline):
    """Fails in the middle of every answer, in a way that nobody foresaw."""

    def stream(self, question: str, **options: Any) -> Iterator[Event]:
        yield next(super().stream(question, **options))
        raise ZeroDivisionError(question)


def test_a_failure_leaves_the_line_and_is_told_without_its_details(tmp_path: Path) -> None:
    with BrokenPipeline(library=tmp_path / "library") as pipeline:
        desk = Desk(pipeline)
        for _ in range(MORE_THAN_PLACES):
            last = list(desk.ask(Session(), "Who is Kristi Noem?"))[-1].turn
            assert last is not None
            assert (last.phase, "Something went wrong" in last.trouble) == ("failed", True)
            assert "ZeroDivision" not in last.trouble


def test_chosen_articles_that_are_gone_are_not_asked_for(tmp_path: Path) -> None:
    with Pipeline(library=tmp_path / "library") as pipeline:
        desk = Desk(pipeline)
        gone = Wishes().choosing(frozenset({"gone"}))
        last = list(desk.ask(Session(), "Who is Kristi Noem?", gone))[-1]
        assert last.turn is not None
        assert last.turn.phase == "done"


@pytest.mark.parametrize("question", ["", "  ", "?!", "x" * 5000])
def test_what_is_no_question_is_told_and_not_asked(tmp_path: Path, question: str) -> None:
    with Pipeline(library=tmp_path / "library") as pipeline:
        desk = Desk(pipeline)
        sessions = list(desk.ask(Session(), question))
        desk.service.wait_until_warm()  # else it would find its library closed
        assert [session.turns for session in sessions] == [()]
        assert sessions[0].notice


def test_a_line_is_only_so_long_and_says_when_to_come_again() -> None:
    line = Line(1, most_waiting=2)
    tickets = [line.enter() for _ in range(3)]
    assert (line.running, line.waiting) == (1, 2)
    with pytest.raises(Busy, match="3 questions") as told:
        line.enter()
    assert told.value.retry_after >= 1
    line.leave(tickets[1])
    line.enter()


def test_who_cannot_be_told_does_not_wait_long() -> None:
    line = Line(1, most_waiting=100)
    for _ in range(20):
        line.enter(patience=60)
    with pytest.raises(Busy):
        line.enter(patience=10)
