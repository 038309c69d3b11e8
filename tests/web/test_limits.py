"""A reader of the page is told when too many ask, and cannot change what may only be read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from rag import Pipeline
from ui.serving.options import Access, Limits
from ui.serving.service import open_service
from ui.web.desk import Desk
from ui.web.digesting import DigestWish
from ui.web.turns import Session

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

QUESTION = "Who is Kristi Noem?"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Generator[Desk]:
    with Pipeline(library=tmp_path_factory.mktemp("limits") / "library") as pipeline:
        limits = Limits(most_waiting=0)
        desk = Desk(pipeline, service=open_service(pipeline, access=Access(read_only=True), limits=limits))
        desk.service.wait_until_warm()
        yield desk


def test_a_reader_who_finds_the_line_full_is_told_when_to_come_again(desk: Desk) -> None:
    line = desk.service.work.line
    taken = [line.enter() for _ in range(line.length)]
    asked = list(desk.ask(Session(), QUESTION))[-1].turn
    assert asked is not None
    assert (asked.phase, "ask again in" in asked.trouble) == ("failed", True)
    article = desk.digesting.titles()[0][1]
    digest = list(desk.digesting.summarise(DigestWish((article,))))[-1]
    assert (digest.phase, "ask again in" in digest.trouble) == ("failed", True)
    for ticket in taken:
        line.leave(ticket)
    again = list(desk.ask(Session(), QUESTION))[-1].turn
    assert again is not None
    assert again.phase == "done"
    assert again.request_id


def test_a_library_that_may_only_be_read_is_not_changed(desk: Desk, tmp_path: Path) -> None:
    listed = desk.shelving.ids()
    story = tmp_path / "story.md"
    story.write_text("Ann came to Oslo. She left again.", encoding="utf-8")
    receipts = [
        *list(desk.shelving.add_files([str(story)]))[-1],
        desk.shelving.add_text("Ann came to Oslo."),
        desk.shelving.remove(next(iter(listed))),
    ]
    assert [receipt.kind for receipt in receipts] == ["refused"] * 3
    assert all("read-only" in receipt.message for receipt in receipts)
    assert desk.shelving.ids() == listed


def test_feedback_is_not_kept_in_a_library_that_may_only_be_read(desk: Desk) -> None:
    answered = list(desk.ask(Session(), QUESTION))[-1]
    turn = desk.rate(replace(answered), "right", "").turn
    assert turn is not None
    assert "read-only" in turn.rated
    assert not list(desk.service.pipeline.library.folder.glob("feedback*"))
