"""What is written to the tables. Every function takes the owner's connection inside a transaction."""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rag.adapters.library.vectors import stored_vector, text_hash

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from rag.protocols import Draft, Floats


def write_fact(connection: sqlite3.Connection, name: str, value: str | int) -> None:
    """Set one of the library's facts about itself."""
    connection.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))


def draft_seal(draft: Draft) -> bytes:
    """Return the hash of everything an article is stored with."""
    record = [
        asdict(draft.article),
        [(s.start, s.end, s.kind) for s in draft.sentences],
        [(c.first, c.last, c.start, c.end) for c in draft.chunks],
    ]
    return hashlib.sha256(json.dumps(record, sort_keys=True).encode()).digest()


def stored_seal(connection: sqlite3.Connection, article_id: str) -> bytes | None:
    """Return the seal of the stored version of an article, None when there is none."""
    row = connection.execute("SELECT seal FROM articles WHERE id = ?", (article_id,)).fetchone()
    return row[0] if row else None


def write_vectors(connection: sqlite3.Connection, vectors: Mapping[bytes, Floats], fingerprint: str) -> None:
    """Keep vectors by the hash of their text; one that is known stays."""
    connection.executemany(
        "INSERT OR IGNORE INTO vectors (hash, fingerprint, vector, seal) VALUES (?, ?, ?, ?)",
        [(key, fingerprint, *stored_vector(vector)) for key, vector in vectors.items()],
    )


def write_article(connection: sqlite3.Connection, draft: Draft) -> None:
    """Store an article that is not there yet."""
    article = draft.article
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    key = connection.execute(
        "INSERT INTO articles VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            article.id, article.title, article.text, article.sha256, article.source,
            article.published, article.byline, article.publisher, now, draft_seal(draft),
        ),
    ).lastrowid  # fmt: skip
    connection.executemany(
        "INSERT INTO sentences VALUES (?, ?, ?, ?, ?)",
        [(key, s.index, s.start, s.end, s.kind) for s in draft.sentences],
    )
    for chunk in draft.chunks:
        row = (chunk.index, chunk.first, chunk.last, chunk.start, chunk.end, chunk.text)
        rowid = connection.execute(
            "INSERT INTO chunks VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (key, *row, text_hash(chunk.text), zlib.crc32(repr((article.id, *row)).encode())),
        ).lastrowid
        connection.execute(
            "INSERT INTO chunk_words (rowid, title, text) VALUES (?, ?, ?)",
            (rowid, article.title, chunk.text),
        )


def erase_article(connection: sqlite3.Connection, article_id: str) -> list[bytes]:
    """Remove an article and return the hashes of its chunks, whose vectors may now be unused."""
    ids = connection.execute(
        """SELECT chunks.id, hash FROM chunks JOIN articles ON articles.key = chunks.article
        WHERE articles.id = ?""",
        (article_id,),
    ).fetchall()
    connection.executemany("DELETE FROM chunk_words WHERE rowid = ?", [(row[0],) for row in ids])
    connection.execute("DELETE FROM articles WHERE id = ?", (article_id,))
    return [row[1] for row in ids]


def erase_unused_vectors(connection: sqlite3.Connection, hashes: list[bytes]) -> None:
    """Remove the vectors of these texts where no chunk holds the text any more."""
    connection.executemany(
        "DELETE FROM vectors WHERE hash = ?1 AND NOT EXISTS (SELECT 1 FROM chunks WHERE hash = ?1)",
        [(key,) for key in hashes],
    )
