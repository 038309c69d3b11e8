"""What is read from the tables, as records. Every function takes a connection inside a read transaction."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np

from rag.adapters.library.vectors import STORED, Found, Vectors
from rag.errors import UnknownArticle
from rag.protocols import ArticleInfo
from rag.schema import Article, Chunk, Hit, Sentence

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

TITLE_WEIGHT = 1.0
"""Weight of a word in the title against one in the text, for BM25."""


def read_fact(connection: sqlite3.Connection, name: str) -> str | int | None:
    """Return one of the library's facts about itself, None if it was never set."""
    row = connection.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
    return row[0] if row else None


def read_listing(connection: sqlite3.Connection) -> tuple[ArticleInfo, ...]:
    """Return one row per article in order of ids."""
    rows = connection.execute(
        """SELECT id, title, source, sha256, published,
            (SELECT count(*) FROM sentences WHERE article = key),
            (SELECT count(*) FROM chunks WHERE article = key), added
        FROM articles ORDER BY id"""
    )
    return tuple(ArticleInfo(*row) for row in rows)


def read_article(connection: sqlite3.Connection, article_id: str) -> Article:
    """Return an article; raises UnknownArticle."""
    row = connection.execute(
        "SELECT id, title, text, sha256, source, published, byline, publisher FROM articles WHERE id = ?",
        (article_id,),
    ).fetchone()
    if row is None:
        raise UnknownArticle(f"The library has no article {article_id!r}: `citewire list` shows what it has.")
    return Article(*row)


def read_sentences(connection: sqlite3.Connection, article: Article) -> tuple[Sentence, ...]:
    """Return an article's sentences in order."""
    rows = connection.execute(
        """SELECT number, sentences.starts, sentences.ends, kind FROM sentences
        JOIN articles ON articles.key = sentences.article WHERE articles.id = ? ORDER BY number""",
        (article.id,),
    )
    return tuple(
        Sentence(article.id, number, start, end, article.text[start:end], kind)
        for number, start, end, kind in rows
    )


def read_hits(connection: sqlite3.Connection, found: Sequence[Found]) -> list[Hit]:
    """Return the found chunks that still exist, in the order given."""
    hits = []
    for item in found:
        row = connection.execute(
            """SELECT articles.id, number, first_sentence, last_sentence, starts, ends, chunks.text, title
            FROM chunks JOIN articles ON articles.key = chunks.article WHERE chunks.id = ?""",
            (item.chunk,),
        ).fetchone()
        if row:
            *chunk, title = row
            hits.append(Hit(Chunk(*chunk), title, item.score))
    return hits


def read_vectors(
    connection: sqlite3.Connection, *, after: int = 0, articles: frozenset[str] | None = None
) -> Vectors:
    """Return the vectors of all chunks newer than ``after``, of these articles or of all."""
    sql = """SELECT chunks.id, vector FROM chunks
        JOIN vectors ON vectors.hash = chunks.hash AND vectors.fingerprint = ?
        WHERE chunks.id > ?"""
    values: list[object] = [read_fact(connection, "fingerprint"), after]
    if articles is not None:
        sql += (
            " AND chunks.article IN (SELECT key FROM articles WHERE id IN (SELECT value FROM json_each(?)))"
        )
        values.append(json.dumps(sorted(articles)))
    rows = connection.execute(f"{sql} ORDER BY chunks.id", values).fetchall()
    data = b"".join(row[1] for row in rows)
    matrix = np.frombuffer(data, dtype=STORED).reshape(len(rows), -1) if rows else np.zeros((0, 0), STORED)
    return Vectors([row[0] for row in rows], matrix)


def find_words(
    connection: sqlite3.Connection, words: Sequence[str], k: int, articles: frozenset[str] | None
) -> list[Found]:
    """Return the ``k`` best chunks by BM25 that hold any of the words, best first."""
    query = match_any(words)
    if not query:
        return []
    sql = f"SELECT rowid, -bm25(chunk_words, {TITLE_WEIGHT}, 1.0) AS score FROM chunk_words WHERE chunk_words MATCH ?"
    values: list[object] = [query]
    if articles is not None:
        sql += """ AND rowid IN (SELECT chunks.id FROM chunks JOIN articles ON articles.key = chunks.article
            WHERE articles.id IN (SELECT value FROM json_each(?)))"""
        values.append(json.dumps(sorted(articles)))
    rows = connection.execute(f"{sql} ORDER BY score DESC, rowid LIMIT ?", [*values, k])
    return [Found(*row) for row in rows]


def match_any(words: Sequence[str]) -> str:
    """Return an FTS5 query for any of the words; whatever they hold is text, never syntax."""
    plain = dict.fromkeys(word.replace("\0", " ").replace('"', " ").strip() for word in words)
    return " OR ".join(f'"{word}"' for word in plain if word)
