"""Older libraries are brought up to date step by step; newer and foreign ones are refused."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from rag.adapters.fakes import FakeEmbedder
from rag.adapters.library import open_library
from rag.adapters.library.migrations import NEWEST, STEPS
from rag.adapters.library.seals import text_hash
from rag.adapters.library.vectors import write_vectors
from rag.errors import LibraryBroken, LibraryTooNew

if TYPE_CHECKING:
    from pathlib import Path

    from rag.protocols import Draft

Make = Any


def make_first_version(file: Path, drafts: list[Draft]) -> None:
    """Write a library as version 1 did: without the seals and the tables that came later."""
    file.parent.mkdir()
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        for statement in STEPS[0]:
            assert isinstance(statement, str)
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {0x43495445}")
        connection.execute("PRAGMA user_version = 1")
        connection.execute("INSERT INTO facts VALUES ('fingerprint', 'fake:64'), ('generation', 1), ('count', 9)")
        for key, draft in enumerate(drafts, 1):
            insert_first_version(connection, key, draft)


def insert_first_version(connection: sqlite3.Connection, key: int, draft: Draft) -> None:
    a = draft.article
    connection.execute(
        "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, x'00')",
        (
            key,
            a.id,
            a.title,
            a.text,
            a.sha256,
            a.source,
            a.published,
            a.byline,
            a.publisher,
            "2026-01-01T00:00:00Z",
        ),
    )
    connection.executemany(
        "INSERT INTO sentences VALUES (?, ?, ?, ?, ?)",
        [(key, s.index, s.start, s.end, s.kind) for s in draft.sentences],
    )
    for c in draft.chunks:
        row = (key, c.index, c.first, c.last, c.start, c.end, c.text, text_hash(c.text), 0)
        rowid = connection.execute("INSERT INTO chunks VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row).lastrowid
        connection.execute("INSERT INTO chunk_words (rowid, title, text) VALUES (?, ?, ?)", (rowid, a.title, c.text))
        vector = FakeEmbedder().embed([c.text], kind="document")[0]
        write_vectors(connection, {text_hash(c.text): vector}, "fake:64")


def test_the_first_version_is_brought_up_to_date(folder: Path, story: Make) -> None:
    drafts = [story(number) for number in range(5)]
    make_first_version(folder / "library.sqlite3", drafts)
    embedder = FakeEmbedder()
    with open_library(folder, embedder=embedder) as library:
        assert library.status().format == NEWEST
        assert library.article(drafts[2].article.id) == drafts[2].article
        assert library.sentences(drafts[2].article.id) == drafts[2].sentences
        assert library.search_words(["word3x1v0"], 1)[0].chunk in drafts[3].chunks
        query = FakeEmbedder().embed([drafts[4].chunks[0].text], kind="query")[0]
        assert library.search_vectors(query, 1)[0].chunk == drafts[4].chunks[0]
        assert [stored.status for stored in library.ingest(drafts)] == ["unchanged"] * 5
        assert library.check(repair=False).sound
    assert not embedder.calls


@pytest.mark.parametrize("version", range(1, NEWEST))
def test_each_version_reaches_the_newest(folder: Path, story: Make, version: int) -> None:
    make_first_version(folder / "library.sqlite3", [story(1)])
    with closing(sqlite3.connect(folder / "library.sqlite3", isolation_level=None)) as connection:
        for step in STEPS[1:version]:
            for action in step:
                if isinstance(action, str):
                    connection.execute(action)
                else:
                    action(connection)
        connection.execute(f"PRAGMA user_version = {version}")
    with open_library(folder, embedder=FakeEmbedder()) as library:
        list(library.ingest([story(1), story(2)]))
        assert library.check(repair=False).sound


def test_a_newer_library_is_refused(folder: Path) -> None:
    open_library(folder, embedder=FakeEmbedder()).close()
    with closing(sqlite3.connect(folder / "library.sqlite3")) as connection:
        connection.execute(f"PRAGMA user_version = {NEWEST + 1}")
    with pytest.raises(LibraryTooNew, match=f"format {NEWEST + 1}.*upgrade Citewire"):
        open_library(folder, embedder=FakeEmbedder())


def test_a_library_that_becomes_newer_while_open_is_refused(folder: Path) -> None:
    with open_library(folder, embedder=FakeEmbedder()) as library:
        library.listing()
        with closing(sqlite3.connect(folder / "library.sqlite3")) as connection:
            connection.execute(f"PRAGMA user_version = {NEWEST + 1}")
        with pytest.raises(LibraryTooNew):
            library.listing()
        with pytest.raises(LibraryTooNew):
            list(library.ingest([]))


def test_a_database_of_another_program_is_refused(folder: Path) -> None:
    folder.mkdir()
    with closing(sqlite3.connect(folder / "library.sqlite3")) as connection:
        connection.execute("CREATE TABLE songs (title)")
        connection.execute(f"PRAGMA user_version = {NEWEST}")
    with (
        open_library(folder, embedder=FakeEmbedder()) as library,
        pytest.raises(LibraryBroken, match="not a Citewire"),
    ):
        library.listing()
