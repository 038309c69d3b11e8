"""What is written to the tables. Every function takes the owner's connection inside a transaction."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rag.adapters.library.filtering import write_facets
from rag.adapters.library.seals import chunk_seal, draft_seal, row_seal, text_hash
from rag.adapters.library.wording import indexed_text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from rag.adapters.library.records import GenerationInfo
    from rag.protocols import Draft

WORDS = """CREATE VIRTUAL TABLE chunk_words USING fts5 (
    title, text, tokenize = 'porter unicode61 remove_diacritics 2'
)"""
"""The word index. A changed definition needs a migration that calls :func:`reindex_words`."""


def write_fact(connection: sqlite3.Connection, name: str, value: str | int) -> None:
    """Set one of the library's facts about itself."""
    connection.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))


def erase_fact(connection: sqlite3.Connection, name: str) -> None:
    """Forget one of the library's facts about itself."""
    connection.execute("DELETE FROM facts WHERE name = ?", (name,))


def write_generation(connection: sqlite3.Connection, info: GenerationInfo) -> None:
    """Make a generation of the index the current one."""
    manifest = json.dumps(info.manifest)
    row = (info.name, info.last_chunk, info.count, info.fingerprint, info.chromadb, manifest)
    connection.execute("INSERT OR REPLACE INTO generation VALUES (1, ?, ?, ?, ?, ?, ?, ?)", (*row, row_seal(*row)))


def erase_generation(connection: sqlite3.Connection) -> None:
    """Leave the library without an index; exact search takes its place."""
    connection.execute("DELETE FROM generation")


def write_article(connection: sqlite3.Connection, draft: Draft, *, version: int = 1) -> int:
    """Store an article that is not there yet, and return its key."""
    article = draft.article
    now = now_in_utc()
    key = connection.execute(
        """INSERT INTO articles (id, title, text, sha256, source, published, byline, publisher, added, seal, head_seal,
            tags, supersedes, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            article.id, article.title, article.text, article.sha256, article.source,
            article.published, article.byline, article.publisher, now, draft_seal(draft),
            row_seal(article.id, article.title, article.source, article.sha256, article.published, now),
            json.dumps(article.tags), article.supersedes, version,
        ),
    ).lastrowid  # fmt: skip
    write_facets(connection, int(key or 0), article)
    connection.executemany(
        "INSERT INTO sentences VALUES (?, ?, ?, ?, ?)",
        [(key, s.index, s.start, s.end, s.kind) for s in draft.sentences],
    )
    for chunk in draft.chunks:
        place = (chunk.index, chunk.first, chunk.last, chunk.start, chunk.end)
        rowid = connection.execute(
            "INSERT INTO chunks VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (key, *place, chunk.text, text_hash(chunk.text), chunk_seal(chunk)),
        ).lastrowid
        _write_words(connection, rowid, article.title, chunk.text)
    return int(key or 0)


def now_in_utc() -> str:
    """Return the time as it is stored, with seconds."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def erase_article(connection: sqlite3.Connection, article_id: str) -> set[bytes]:
    """Remove an article and return the hashes of its chunks, whose vectors may now be unused."""
    chunks = connection.execute(
        """SELECT chunks.id, hash FROM chunks JOIN articles ON articles.key = chunks.article
        WHERE articles.id = ?""",
        (article_id,),
    ).fetchall()
    connection.executemany("DELETE FROM chunk_words WHERE rowid = ?", [(row[0],) for row in chunks])
    connection.execute("DELETE FROM articles WHERE id = ?", (article_id,))
    return {row[1] for row in chunks}


def erase_unused_vectors(connection: sqlite3.Connection, hashes: Iterable[bytes]) -> None:
    """Remove the vectors of these texts where no chunk holds the text any more."""
    connection.executemany(
        "DELETE FROM vectors WHERE hash = ?1 AND NOT EXISTS (SELECT 1 FROM chunks WHERE chunks.hash = ?1)",
        [(key,) for key in hashes],
    )


def forget_erased_words(connection: sqlite3.Connection) -> None:
    """Merge the word index, which keeps the words of erased articles until it is merged."""
    connection.execute("INSERT INTO chunk_words (chunk_words) VALUES ('optimize')")


def reindex_words(connection: sqlite3.Connection) -> None:
    """Fill the word index anew from the chunks."""
    connection.execute("DROP TABLE IF EXISTS chunk_words")
    connection.execute(WORDS)
    rows = connection.execute(
        "SELECT chunks.id, title, chunks.text FROM chunks JOIN articles ON articles.key = chunks.article"
    )
    for row in rows.fetchall():
        _write_words(connection, *row)


def _write_words(connection: sqlite3.Connection, rowid: int | None, title: str, text: str) -> None:
    connection.execute(
        "INSERT INTO chunk_words (rowid, title, text) VALUES (?, ?, ?)",
        (rowid, indexed_text(title), indexed_text(text)),
    )
