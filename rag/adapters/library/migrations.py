"""The library's tables, in small numbered steps. A step that was released is never edited; add another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.adapters.library.reading import HEAD
from rag.adapters.library.seals import chunk_seal, draft_seal, row_seal
from rag.adapters.library.versions import FIRST, all_ids, stored_version
from rag.adapters.library.writing import reindex_words
from rag.errors import LibraryTooNew

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

APPLICATION_ID = 0x43495445
"""``CITE`` in ASCII; SQLite keeps it in the file's header, so that a foreign database is told apart."""


def _reseal(connection: sqlite3.Connection) -> None:
    """Seal all that is stored: the seals of version 1 depended on the version of Python."""
    rows = connection.execute(f"SELECT key, {HEAD} FROM articles").fetchall()  # noqa: S608 - names of columns
    connection.executemany(
        "UPDATE articles SET head_seal = ? WHERE key = ?", [(row_seal(*head), key) for key, *head in rows]
    )
    for article_id in all_ids(connection):
        stored = stored_version(connection, article_id, columns=FIRST)
        if stored is None:
            continue
        draft = stored.draft
        connection.execute("UPDATE articles SET seal = ? WHERE id = ?", (draft_seal(draft), article_id))
        connection.executemany(
            "UPDATE chunks SET seal = ? WHERE id = ?",
            zip(map(chunk_seal, draft.chunks), stored.chunk_ids, strict=True),
        )


def _name_facets(connection: sqlite3.Connection) -> None:
    """Name the publishers of what is stored already; it has no tags."""
    rows = connection.execute("SELECT key, publisher FROM articles WHERE publisher IS NOT NULL").fetchall()
    connection.executemany(
        "INSERT INTO facets VALUES ('publisher', ?, ?)", [(publisher.casefold(), key) for key, publisher in rows]
    )


STEPS: tuple[tuple[str | Callable[[sqlite3.Connection], None], ...], ...] = (
    (
        """CREATE TABLE facts (
            name TEXT PRIMARY KEY,
            value NOT NULL
        ) WITHOUT ROWID""",
        """CREATE TABLE articles (
            key INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            title TEXT NOT NULL,
            text TEXT NOT NULL,
            sha256 TEXT NOT NULL,
            source TEXT NOT NULL,
            published TEXT,
            byline TEXT,
            publisher TEXT,
            added TEXT NOT NULL,
            seal BLOB NOT NULL
        )""",
        """CREATE TABLE sentences (
            article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
            number INTEGER NOT NULL,
            starts INTEGER NOT NULL,
            ends INTEGER NOT NULL,
            kind TEXT NOT NULL,
            PRIMARY KEY (article, number)
        ) WITHOUT ROWID""",
        # AUTOINCREMENT: an id that was ever in an index must never name another chunk.
        """CREATE TABLE chunks (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
            number INTEGER NOT NULL,
            first_sentence INTEGER NOT NULL,
            last_sentence INTEGER NOT NULL,
            starts INTEGER NOT NULL,
            ends INTEGER NOT NULL,
            text TEXT NOT NULL,
            hash BLOB NOT NULL,
            seal INTEGER NOT NULL,
            UNIQUE (article, number)
        )""",
        "CREATE INDEX chunks_by_hash ON chunks (hash)",
        """CREATE TABLE vectors (
            hash BLOB NOT NULL,
            fingerprint TEXT NOT NULL,
            vector BLOB NOT NULL,
            seal INTEGER NOT NULL,
            UNIQUE (hash, fingerprint)
        )""",
        """CREATE VIRTUAL TABLE chunk_words USING fts5 (
            title, text, tokenize = 'porter unicode61 remove_diacritics 2'
        )""",
    ),
    (
        """CREATE TABLE generation (
            current INTEGER PRIMARY KEY CHECK (current = 1),
            name TEXT NOT NULL,
            last_chunk INTEGER NOT NULL,
            count INTEGER NOT NULL,
            fingerprint TEXT NOT NULL,
            chromadb TEXT NOT NULL,
            manifest TEXT NOT NULL
        )""",
        "DELETE FROM facts WHERE name IN ('generation', 'generations', 'last_chunk', 'count')",
        "INSERT INTO facts VALUES ('incarnation', hex(randomblob(8)))",
        reindex_words,
    ),
    (
        "ALTER TABLE articles ADD COLUMN head_seal INTEGER NOT NULL DEFAULT 0",
        "DELETE FROM generation",
        "ALTER TABLE generation ADD COLUMN seal INTEGER NOT NULL DEFAULT 0",
        _reseal,
    ),
    (
        "ALTER TABLE articles ADD COLUMN tags TEXT NOT NULL DEFAULT '[]'",
        "ALTER TABLE articles ADD COLUMN supersedes TEXT",
        "ALTER TABLE articles ADD COLUMN version INTEGER NOT NULL DEFAULT 1",
        "ALTER TABLE articles ADD COLUMN story TEXT",
        "CREATE INDEX articles_by_day ON articles (published)",
        "CREATE INDEX articles_by_story ON articles (story)",
        "CREATE INDEX articles_by_text ON articles (sha256)",
        """CREATE TABLE facets (
            kind TEXT NOT NULL,
            value TEXT NOT NULL,
            article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
            PRIMARY KEY (kind, value, article)
        ) WITHOUT ROWID""",
        "CREATE INDEX facets_by_article ON facets (article)",
        # Texts that are no longer asked: what an article said before, or what another article corrects.
        """CREATE TABLE versions (
            id TEXT NOT NULL,
            number INTEGER NOT NULL,
            title TEXT NOT NULL,
            text TEXT NOT NULL,
            sha256 TEXT NOT NULL,
            source TEXT NOT NULL,
            published TEXT,
            byline TEXT,
            publisher TEXT,
            tags TEXT NOT NULL,
            supersedes TEXT,
            added TEXT NOT NULL,
            replaced TEXT NOT NULL,
            superseded_by TEXT,
            seal INTEGER NOT NULL,
            PRIMARY KEY (id, number)
        )""",
        # Sketches by which reprints are found: each band is a hash of some of a text's MinHash values.
        """CREATE TABLE bands (
            band INTEGER NOT NULL,
            article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
            PRIMARY KEY (band, article)
        ) WITHOUT ROWID""",
        "CREATE INDEX bands_by_article ON bands (article)",
        """CREATE TABLE feeds (
            address TEXT PRIMARY KEY,
            etag TEXT NOT NULL,
            modified TEXT NOT NULL
        ) WITHOUT ROWID""",
        """CREATE TABLE feed_entries (
            address TEXT NOT NULL,
            entry TEXT NOT NULL,
            mark TEXT NOT NULL,
            PRIMARY KEY (address, entry)
        ) WITHOUT ROWID""",
        _name_facets,
    ),
)
"""Step ``n`` brings a library of version ``n`` to version ``n + 1``."""

NEWEST = len(STEPS)


def schema_version(connection: sqlite3.Connection) -> int:
    """Return the version of the library's tables, 0 for an empty file; raises LibraryTooNew."""
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > NEWEST:
        raise LibraryTooNew(
            f"This library has format {version}, and this Citewire reads up to {NEWEST}: upgrade Citewire to open it."
        )
    return version


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the tables to the newest version, one transaction for each step; raises LibraryTooNew."""
    for version in range(schema_version(connection), NEWEST):
        connection.execute("BEGIN IMMEDIATE")
        for action in STEPS[version]:
            if isinstance(action, str):
                connection.execute(action)
            else:
                action(connection)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {version + 1}")
        connection.execute("COMMIT")
