"""What is read from the tables, as records. Every function takes a connection inside a read transaction."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.adapters.library.records import GenerationInfo
from rag.adapters.library.seals import chunk_seal, draft_seal
from rag.adapters.library.vectors import Found, Selection
from rag.adapters.library.wording import match_any
from rag.errors import LibraryBroken, UnknownArticle
from rag.protocols import ArticleInfo, Draft
from rag.schema import Article, Chunk, Hit, Sentence

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

TITLE_WEIGHT = 1.0
"""Weight of a word in the title against one in the text, for BM25."""


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """An article as the tables hold it, whether or not its seal agrees."""

    draft: Draft
    chunk_ids: tuple[int, ...]
    seal: bytes
    chunk_seals: tuple[int, ...]

    @property
    def whole(self) -> bool:
        """True when it is what was once written."""
        text, chunks = self.draft.article.text, self.draft.chunks
        return (
            draft_seal(self.draft) == self.seal
            and tuple(map(chunk_seal, chunks)) == self.chunk_seals
            and all(text[chunk.start : chunk.end] == chunk.text for chunk in chunks)
        )


def read_fact(connection: sqlite3.Connection, name: str) -> str | int | None:
    """Return one of the library's facts about itself, None if it was never set."""
    row = connection.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
    return row[0] if row else None


def read_generation(connection: sqlite3.Connection) -> GenerationInfo | None:
    """Return the current generation of the index, None where there is none."""
    row = connection.execute(
        "SELECT name, last_chunk, count, fingerprint, chromadb, manifest FROM generation"
    ).fetchone()
    if row is None:
        return None
    name, last_chunk, count, fingerprint, version, manifest = row
    return GenerationInfo(name, last_chunk, count, fingerprint, version, json.loads(manifest))


def all_ids(connection: sqlite3.Connection) -> list[str]:
    """Return the ids of all articles in order."""
    return [row[0] for row in connection.execute("SELECT id FROM articles ORDER BY id")]


def read_listing(connection: sqlite3.Connection) -> tuple[ArticleInfo, ...]:
    """Return one row per article in order of ids."""
    rows = connection.execute(
        """SELECT id, title, source, sha256, published,
            (SELECT count(*) FROM sentences WHERE article = key),
            (SELECT count(*) FROM chunks WHERE article = key), added
        FROM articles ORDER BY id"""
    )
    return tuple(ArticleInfo(*row) for row in rows)


def read_version(connection: sqlite3.Connection, article_id: str) -> Draft:
    """Return an article with its sentences and chunks; raises UnknownArticle and LibraryBroken."""
    stored = stored_version(connection, article_id)
    if stored is None:
        raise UnknownArticle(f"The library has no article {article_id!r}: `citewire list` shows what it has.")
    if not stored.whole:
        raise LibraryBroken(
            f"The stored article {article_id!r} was altered on the disk: ingest its source again, "
            "or bring back a backup with `citewire restore`."
        )
    return stored.draft


def stored_version(connection: sqlite3.Connection, article_id: str) -> StoredVersion | None:
    """Return an article as it is stored, None where there is none."""
    row = connection.execute(
        """SELECT key, seal, id, title, text, sha256, source, published, byline, publisher
        FROM articles WHERE id = ?""",
        (article_id,),
    ).fetchone()
    if row is None:
        return None
    key, seal, *fields = row
    article = Article(*fields)
    sentences = _stored_sentences(connection, key, article)
    rows = connection.execute(
        """SELECT id, seal, number, first_sentence, last_sentence, starts, ends, text FROM chunks
        WHERE article = ? ORDER BY number""",
        (key,),
    ).fetchall()
    draft = Draft(article, sentences, tuple(Chunk(article.id, *row[2:]) for row in rows))
    return StoredVersion(draft, tuple(row[0] for row in rows), seal, tuple(row[1] for row in rows))


def _stored_sentences(connection: sqlite3.Connection, key: int, article: Article) -> tuple[Sentence, ...]:
    rows = connection.execute(
        "SELECT number, starts, ends, kind FROM sentences WHERE article = ? ORDER BY number", (key,)
    )
    return tuple(
        Sentence(article.id, number, start, end, article.text[start:end], kind)
        for number, start, end, kind in rows
    )


def read_hits(connection: sqlite3.Connection, found: Sequence[Found]) -> list[Hit]:
    """Return the found chunks that still exist, in the order given; raises LibraryBroken."""
    hits = []
    for item in found:
        row = connection.execute(
            """SELECT chunks.seal, title,
                articles.id, number, first_sentence, last_sentence, starts, ends, chunks.text
            FROM chunks JOIN articles ON articles.key = chunks.article WHERE chunks.id = ?""",
            (item.chunk,),
        ).fetchone()
        if row:
            seal, title, *fields = row
            hits.append(Hit(_sealed_chunk(Chunk(*fields), seal), title, item.score))
    return hits


def _sealed_chunk(chunk: Chunk, seal: int) -> Chunk:
    if chunk_seal(chunk) != seal:
        raise LibraryBroken(
            f"A stored passage of {chunk.article_id!r} was altered on the disk: run `citewire check`, "
            "then ingest its source again or bring back a backup."
        )
    return chunk


def count_chunks(connection: sqlite3.Connection, selection: Selection) -> int:
    """Return how many chunks are selected."""
    condition, values = selection.condition()
    sql = f"SELECT count(*) FROM chunks WHERE {condition}"  # noqa: S608 - its values are bound
    return int(connection.execute(sql, values).fetchone()[0])


def living(
    connection: sqlite3.Connection, found: Sequence[Found], articles: frozenset[str] | None
) -> list[Found]:
    """Return those whose chunk still exists, in these articles or in any."""
    condition, values = Selection(ids=[item.chunk for item in found], articles=articles).condition()
    sql = f"SELECT id FROM chunks WHERE {condition}"  # noqa: S608 - its values are bound
    there = {row[0] for row in connection.execute(sql, values)}
    return [item for item in found if item.chunk in there]


def find_words(
    connection: sqlite3.Connection, words: Sequence[str], k: int, articles: frozenset[str] | None
) -> list[Found]:
    """Return the ``k`` best chunks by BM25 that hold any of the words, best first."""
    query = match_any(words)
    if not query:
        return []
    condition, values = Selection(articles=articles).condition()
    allowed = "" if articles is None else f"AND rowid IN (SELECT chunks.id FROM chunks WHERE {condition})"  # noqa: S608
    rows = connection.execute(
        f"""SELECT rowid, -bm25(chunk_words, {TITLE_WEIGHT}, 1.0) AS score FROM chunk_words
        WHERE chunk_words MATCH ? {allowed} ORDER BY score DESC, rowid LIMIT ?""",  # noqa: S608
        [query, *([] if articles is None else values), k],
    )
    return [Found(*row) for row in rows]
