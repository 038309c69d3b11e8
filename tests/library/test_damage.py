"""A damaged file is refused in one sentence or mended; it never answers wrongly."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from rag.adapters.fakes import FakeEmbedder
from rag.adapters.library import open_library
from rag.errors import LibraryBroken, LibraryError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Make = Any


@pytest.fixture
def file(folder: Path, story: Make) -> Path:
    """The SQLite file of a closed library of ten articles."""
    with open_library(folder, embedder=FakeEmbedder()) as library:
        list(library.ingest(story(number) for number in range(10)))
    return folder / "library.sqlite3"


def read_all(file: Path) -> list[object]:
    with open_library(file.parent, embedder=FakeEmbedder(), create=False) as library:
        said: list[object] = [library.listing()]
        for number in range(10):
            hits = library.search_words([f"word{number}x1v0"], 3)
            said += [hits, library.sentences(hits[0].chunk.article_id)]
            query = FakeEmbedder().embed([f"word{number}x2v0 council"], kind="query")[0]
            said.append(library.search_vectors(query, 3))
        return said


def root_page(file: Path, table: str) -> int:
    """Return the number of the page where a table begins."""
    with closing(sqlite3.connect(file)) as connection:
        row = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
        return int(row[0])


def overwrite(file: Path, at: int, data: bytes) -> None:
    with file.open("rb+") as stream:
        stream.seek(at)
        stream.write(data)


def cut(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def empty(file: Path) -> None:
    file.write_bytes(b"")


def of_text(file: Path) -> None:
    file.write_text("This is no database. " * 500)


def of_zeros(file: Path) -> None:
    file.write_bytes(bytes(file.stat().st_size))


def without_header(file: Path) -> None:
    overwrite(file, 0, os.urandom(100))


def of_another_program(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE articles (id TEXT)")


@pytest.mark.parametrize("harm", [cut, empty, of_text, of_zeros, without_header, of_another_program])
def test_a_ruined_file_is_refused_in_one_sentence(file: Path, harm: Callable[[Path], None]) -> None:
    harm(file)
    ruined = file.read_bytes()
    with pytest.raises(LibraryBroken) as told:
        read_all(file)
    assert "Traceback" not in str(told.value)
    with open_library(file.parent, embedder=FakeEmbedder()) as library:
        with pytest.raises(LibraryBroken):
            list(library.ingest([]))
        report = library.check(repair=True)
    assert not report.sound
    assert [problem.part for problem in report.problems] == ["file"]
    assert file.read_bytes() == ruined


def test_a_folder_in_the_files_place_is_refused(file: Path) -> None:
    file.unlink()
    file.mkdir()
    with pytest.raises(LibraryBroken, match="is not a file"):
        open_library(file.parent, embedder=FakeEmbedder())


def test_a_lost_file_is_not_replaced_by_an_empty_library(folder: Path, file: Path) -> None:
    file.rename(folder / "elsewhere")
    (folder / "library.sqlite3-wal").write_bytes(b"what was not checkpointed")
    with pytest.raises(LibraryBroken, match="is gone"):
        open_library(folder, embedder=FakeEmbedder())


DERIVED = ("chunk_words_data", "chunk_words_content", "chunk_words_idx", "chunks_by_hash", "vectors")


@pytest.mark.parametrize("table", DERIVED)
def test_damage_to_what_is_derived_is_mended(file: Path, table: str) -> None:
    expected = read_all(file)
    overwrite(file, (root_page(file, table) - 1) * 8192 + 4, os.urandom(8188))
    with contextlib.suppress(LibraryError):  # refused or right
        assert read_all(file) == expected
    with open_library(file.parent, embedder=FakeEmbedder()) as library:
        report = library.check(repair=True)
        assert report.problems
        assert report.sound
        assert library.check(repair=False).problems == ()
    assert read_all(file) == expected


@pytest.mark.parametrize("table", ["articles", "sentences", "chunks"])
def test_damage_to_the_articles_is_told(file: Path, table: str) -> None:
    overwrite(file, (root_page(file, table) - 1) * 8192 + 4, os.urandom(8188))
    with pytest.raises(LibraryBroken):
        read_all(file)
    with open_library(file.parent, embedder=FakeEmbedder()) as library:
        assert not library.check(repair=True).sound


def test_decay_that_leaves_the_files_times_is_found(file: Path) -> None:
    """A disk that rots changes bytes and nothing else; here, in the middle of the word index."""
    times = file.stat()
    at = file.read_bytes().rindex(b"word7")
    overwrite(file, at, b"wodr7")
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    with pytest.raises(LibraryBroken):
        read_all(file)
    with open_library(file.parent, embedder=FakeEmbedder()) as library:
        assert library.check(repair=True).sound


SILENT = {
    "text": "UPDATE articles SET text = replace(text, 'council', 'Council') WHERE key = 3",
    "title": "UPDATE articles SET title = 'Other' WHERE key = 3",
    "date": "UPDATE articles SET published = '2001-01-01' WHERE key = 3",
    "sentence": "UPDATE sentences SET ends = ends - 1 WHERE article = 3 AND number = 1",
    "lost sentence": "DELETE FROM sentences WHERE article = 3 AND number = 2",
    "offset of text": "UPDATE sentences SET starts = 'x' WHERE article = 3 AND number = 1",
    "passage": "UPDATE chunks SET text = replace(text, 'spoke', 'lied') WHERE article = 3",
    "passage of another": "UPDATE chunks SET article = 4, number = 50 WHERE article = 3 AND number = 1",
}


@pytest.mark.parametrize("what", SILENT)
def test_a_row_that_the_disk_altered_is_not_shown(file: Path, story: Make, what: str) -> None:
    """SQLite sees nothing wrong with these; the seals do, and bringing the source in again mends them."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(SILENT[what])
        connection.commit()
    with pytest.raises(LibraryBroken):
        read_all(file)
    with open_library(file.parent, embedder=FakeEmbedder()) as library:
        list(library.ingest(story(number) for number in range(10)))
        assert library.check(repair=False).sound
    assert len(read_all(file)) == 31


def test_a_vector_that_the_disk_altered_is_not_compared(file: Path, story: Make) -> None:
    expected = read_all(file)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE vectors SET vector = zeroblob(length(vector))")
        connection.commit()
    with open_library(file.parent, embedder=FakeEmbedder()) as library:
        with pytest.raises(LibraryBroken, match="check --repair"):
            library.search_vectors(FakeEmbedder().embed(["harbour"], kind="query")[0], 3)
        assert library.check(repair=True).sound
    assert read_all(file) == expected
