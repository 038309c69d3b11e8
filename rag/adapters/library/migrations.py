"""The library's tables, in small numbered steps. A step that was released is never edited; add another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.errors import LibraryTooNew

if TYPE_CHECKING:
    import sqlite3

APPLICATION_ID = 0x43495445
"""``CITE`` in ASCII; SQLite keeps it in the file's header, so that a foreign database is told apart."""

STEPS: tuple[tuple[str, ...], ...] = (
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
)
"""Step ``n`` brings a library of version ``n`` to version ``n + 1``."""

NEWEST = len(STEPS)


def schema_version(connection: sqlite3.Connection) -> int:
    """Return the version of the library's tables, 0 for an empty file; raises LibraryTooNew."""
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > NEWEST:
        raise LibraryTooNew(
            f"This library has format {version}, and this Citewire reads up to {NEWEST}: "
            "upgrade Citewire to open it."
        )
    return version


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the tables to the newest version, one transaction for each step; raises LibraryTooNew."""
    for version in range(schema_version(connection), NEWEST):
        connection.execute("BEGIN IMMEDIATE")
        for statement in STEPS[version]:
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {version + 1}")
        connection.execute("COMMIT")
