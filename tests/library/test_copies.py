"""Backups of a library in use, and their way back."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest

from rag.adapters.fakes import FakeEmbedder
from rag.adapters.library import open_library, restore
from rag.errors import BadInput, LibraryBroken, LibraryBusy

if TYPE_CHECKING:
    from pathlib import Path

    from rag.adapters.library import DiskLibrary

Make = Any
Python = Any


@pytest.fixture
def saved(library: DiskLibrary, story: Make, tmp_path: Path) -> Path:
    """A backup of a library of four articles."""
    list(library.ingest(story(number) for number in range(4)))
    library.backup(tmp_path / "saved")
    return tmp_path / "saved"


def titles(library: DiskLibrary) -> list[str]:
    return sorted(info.title for info in library.listing())


def test_a_backup_is_a_library(library: DiskLibrary, saved: Path) -> None:
    with open_library(saved, embedder=FakeEmbedder()) as copy:
        assert copy.listing() == library.listing()
        query = FakeEmbedder().embed(["word2x1v0"], kind="query")[0]
        assert copy.search_vectors(query, 4) == library.search_vectors(query, 4)


def test_a_backup_brings_back_what_was(library: DiskLibrary, saved: Path, story: Make) -> None:
    before = library.listing()
    list(library.ingest([story(1, version=1), story(9)]))
    library.remove(before[0].article_id)
    restore(saved, library.folder)
    assert library.listing() == before
    assert library.search_words(["word1x0v1"], 3) == []
    assert library.check(repair=False).sound
    assert library.status().index.state == "ready"
    list(library.ingest([story(9)]))
    assert library.search_words(["word9x0v0"], 1)


def test_ids_given_again_after_a_restore_do_not_confuse_readers(library: DiskLibrary, saved: Path, story: Make) -> None:
    """The reader remembers vectors of chunks whose ids then name other chunks."""
    list(library.ingest([story(10), story(11)]))
    for word in ("word10x0v0", "word11x0v0"):
        library.search_vectors(FakeEmbedder().embed([word], kind="query")[0], 3)
    restore(saved, library.folder)
    list(library.ingest([story(20), story(21)]))
    for number in (20, 21):
        chunk = story(number).chunks[1]
        query = FakeEmbedder().embed([chunk.text], kind="query")[0]
        assert library.search_vectors(query, 1)[0].chunk == chunk


def test_a_backup_replaces_a_ruined_file(library: DiskLibrary, saved: Path) -> None:
    before = library.listing()
    library.close()
    (library.folder / "library.sqlite3").write_bytes(b"ruined" * 1000)
    restore(saved, library.folder)
    with open_library(library.folder, embedder=FakeEmbedder()) as again:
        assert again.listing() == before


def test_a_backup_makes_a_library_elsewhere(saved: Path, tmp_path: Path) -> None:
    restore(saved, tmp_path / "elsewhere")
    with open_library(tmp_path / "elsewhere", embedder=FakeEmbedder()) as library:
        assert titles(library) == [f"Story {number}" for number in range(4)]


def test_a_ruined_backup_changes_nothing(library: DiskLibrary, saved: Path) -> None:
    before = library.listing()
    data = bytearray((saved / "library.sqlite3").read_bytes())
    data[8192:40_000] = b"\xaa" * (40_000 - 8192)
    (saved / "library.sqlite3").write_bytes(data)
    with pytest.raises(LibraryBroken):
        restore(saved, library.folder)
    assert library.listing() == before


def test_a_backup_is_not_written_over_other_files(library: DiskLibrary, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").touch()
    with pytest.raises(BadInput, match="exists already"):
        library.backup(tmp_path / "full")
    with pytest.raises(BadInput, match="no backup"):
        restore(tmp_path / "full", library.folder)


def test_a_library_that_is_being_written_is_not_restored(library: DiskLibrary, saved: Path, story: Make) -> None:
    writing = library.ingest([story(7), story(8)])
    next(writing)
    with pytest.raises(LibraryBusy):
        restore(saved, library.folder)
    list(writing)


def test_backups_while_another_writes_are_whole(library: DiskLibrary, story: Make, tmp_path: Path) -> None:
    """Each holds all that was acknowledged before it began, and nothing by halves."""
    acknowledged: list[str] = []

    def write() -> None:
        acknowledged.extend(stored.article_id for stored in library.ingest(story(number) for number in range(25)))

    writer = threading.Thread(target=write)
    writer.start()
    number = 0
    while writer.is_alive() or not number:
        before = set(acknowledged)
        library.backup(tmp_path / f"saved-{number}")
        with open_library(tmp_path / f"saved-{number}", embedder=FakeEmbedder()) as copy:
            assert before <= {info.article_id for info in copy.listing()}
        number += 1
    writer.join()
    assert len(acknowledged) == 25


def test_a_restore_that_is_killed_leaves_the_old_or_the_new(library: DiskLibrary, saved: Path, python: Python) -> None:
    new, old = library.listing(), (library.remove(library.listing()[0].article_id), library.listing())[1]
    for delay in (0.0, 0.01, 0.05, 0.2):
        process = python(
            """
            from rag.adapters.library import restore
            print("begin", flush=True)
            restore(Path(sys.argv[2]), folder)
            """,
            library.folder,
            saved,
        )
        process.stdout.readline()
        threading.Event().wait(delay)
        process.kill()
        process.wait()
        assert library.listing() in (old, new)
