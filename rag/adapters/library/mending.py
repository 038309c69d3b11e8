"""Mending what is derived: words, vectors, the index, and a file whose damage spared the articles."""

from __future__ import annotations

import contextlib
import secrets
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from rag.adapters.library.database import connect_maker
from rag.adapters.library.faults import plain_faults
from rag.adapters.library.indexing import refresh_index
from rag.adapters.library.ingesting import TOGETHER, embed_unknown
from rag.adapters.library.migrations import migrate
from rag.adapters.library.reading import read_fact
from rag.adapters.library.vectors import is_whole, write_vectors
from rag.adapters.library.versions import all_ids, stored_version
from rag.adapters.library.writing import erase_generation, reindex_words, write_fact

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rag.adapters.library.database import Database
    from rag.protocols import Embedder, Progress

TRUTH = ("facts", "articles", "sentences", "chunks", "facets", "versions", "bands", "feeds", "feed_entries")


def embed_missing(
    database: Database, connection: sqlite3.Connection, embedder: Embedder, progress: Progress | None = None
) -> int:
    """Embed every chunk that has no whole vector of this model, keeping each batch; return how many texts."""
    with plain_faults(database.file):
        rows = connection.execute("SELECT DISTINCT hash, text FROM chunks").fetchall()
    embedded = 0
    for start in range(0, len(rows), TOGETHER):
        vectors = embed_unknown(database, connection, dict(rows[start : start + TOGETHER]), embedder)
        with database.transaction(connection):
            write_vectors(connection, vectors, embedder.fingerprint)
        embedded += len(vectors)
        if progress is not None:
            progress(min(start + TOGETHER, len(rows)), len(rows))
    return embedded


def derive_anew(
    database: Database, connection: sqlite3.Connection, embedder: Embedder, progress: Progress | None = None
) -> int:
    """Make words, vectors and index from the articles; return how many texts had to be embedded.

    Until the last step the library answers as before, also when this is stopped.
    """
    embedded = embed_missing(database, connection, embedder, progress)
    with database.transaction(connection):
        write_fact(connection, "fingerprint", embedder.fingerprint)
        connection.execute(
            "DELETE FROM vectors WHERE fingerprint != ? OR hash NOT IN (SELECT hash FROM chunks)",
            (embedder.fingerprint,),
        )
        reindex_words(connection)
    refresh_index(database, connection, anew=True)
    return embedded


def salvage(file: Path, staged: Path) -> list[str]:
    """Copy a damaged file's articles and vectors into a new file and return what could not be saved.

    Whatever an article is stored with is under its seal, so what was saved is known to be whole.
    """
    with closing(sqlite3.connect(file, isolation_level=None)) as old, connect_maker(staged) as new:
        migrate(new)
        new.execute("PRAGMA foreign_keys = OFF")
        new.execute("BEGIN IMMEDIATE")
        new.execute("DELETE FROM facts")
        lost = [fault for table in TRUTH if (fault := _copy_table(old, new, table))]
        _copy_vectors(old, new)
        erase_generation(new)
        write_fact(new, "incarnation", secrets.token_hex(8))
        lost += _not_whole(new)
        reindex_words(new)
        new.execute("COMMIT")
    return lost


def _copy_table(old: sqlite3.Connection, new: sqlite3.Connection, table: str) -> str | None:
    """Copy what can be read of a table and return what went wrong."""
    try:
        for row in old.execute(f"SELECT * FROM {table} NOT INDEXED"):  # noqa: S608 - one of TRUTH
            new.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)  # noqa: S608
    except sqlite3.DatabaseError as exc:
        return f"the table of {table} cannot be read: {exc}"
    return None


def _copy_vectors(old: sqlite3.Connection, new: sqlite3.Connection) -> None:
    """Copy the whole vectors that can be read; the others are embedded again."""
    with contextlib.suppress(sqlite3.DatabaseError):
        for row in old.execute("SELECT hash, fingerprint, vector, seal FROM vectors NOT INDEXED"):
            if is_whole(*row[2:]):
                new.execute("INSERT OR IGNORE INTO vectors (hash, fingerprint, vector, seal) VALUES (?, ?, ?, ?)", row)


def _not_whole(new: sqlite3.Connection) -> Iterator[str]:
    for article_id in all_ids(new):
        stored = stored_version(new, article_id)
        if stored is None or not stored.whole:
            yield f"the article {article_id!r} is damaged"
    for table in ("chunks", "sentences"):
        sql = f"SELECT count(*) FROM {table} WHERE article NOT IN (SELECT key FROM articles)"  # noqa: S608
        if new.execute(sql).fetchone()[0]:
            yield f"{table} are there whose article is not"
    if not isinstance(read_fact(new, "fingerprint"), str):
        yield "the name of the embedding model is lost"
