"""Adding never overwrites, and the list pages and searches as it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rag import Pipeline
from ui.web.shelving import PER_PAGE, ShelfPage, Shelving

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path


@pytest.fixture
def shelving(tmp_path: Path) -> Generator[Shelving]:
    with Pipeline(library=tmp_path / "library") as pipeline:
        yield Shelving(pipeline)


def test_two_texts_of_one_name_are_two_articles(shelving: Shelving) -> None:
    first = shelving.add_text("The bridge was closed on Monday.", title="Bridge")
    second = shelving.add_text("The bridge was opened on Friday.", title="Bridge")
    again = shelving.add_text("The bridge was closed on Monday.", title="Bridge")
    assert [first.kind, second.kind, again.kind] == ["added", "added", "unchanged"]
    assert len(shelving.ids()) == 2


def test_a_text_without_title_is_named_by_its_beginning(shelving: Shelving) -> None:
    shelving.add_text("The bridge was closed on Monday. It is old.")
    assert shelving.page(ShelfPage()).rows[0].title.startswith("The bridge was closed")


def test_the_date_and_title_that_the_reader_gave_are_kept(shelving: Shelving) -> None:
    shelving.add_text("The bridge was closed.", title="US / UK: a\nbridge", published="2025-04-30")
    row = shelving.page(ShelfPage()).rows[0]
    assert (row.title, row.published) == ("US / UK: a bridge", "2025-04-30")


def test_files_are_added_one_by_one_and_a_bad_one_does_not_stop_the_rest(shelving: Shelving, tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("one.md", "two.md", "three.txt")]
    for path, data in zip(paths, (b"One is here.", b"\xff\xfe\x00\xd8", b"Three is here."), strict=True):
        path.write_bytes(data)
    steps = list(shelving.add_files([str(path) for path in paths]))
    assert [receipt.kind for receipt in steps[-1]] == ["added", "refused", "added"]
    assert [len(step) for step in steps] == [1, 2, 3, 3]


def test_the_list_has_pages_and_a_search(shelving: Shelving) -> None:
    for number in range(PER_PAGE + 2):
        shelving.add_text(f"Text number {number} is here.", title=f"Title {number:02}")
    assert len(shelving.page(ShelfPage()).rows) == PER_PAGE
    last = shelving.page(ShelfPage(number=99))
    assert (last.number, len(last.rows)) == (2, 2)
    assert [row.title for row in shelving.page(ShelfPage(search="TITLE 07")).rows] == ["Title 07"]


def test_removing_what_is_gone_is_told(shelving: Shelving) -> None:
    assert shelving.remove("nothing").kind == "refused"
