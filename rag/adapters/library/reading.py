"""What is read from the tables, as records. Every function takes a connection inside a read transaction."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from rag.adapters.library.records import GenerationInfo
from rag.adapters.library.seals import chunk_seal, row_seal
from rag.adapters.library.vectors import Found, Selection
from rag.adapters.library.wording import match_any
from rag.errors import LibraryBroken
from rag.protocols import ArticleInfo
from rag.schema import Chunk, Hit

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from rag.adapters.library.filtering import Choice

TITLE_WEIGHT = 0.25
"""Weight of a word in the title against one in the text, for BM25. Measured on 600 questions of SQuAD 2.0, the
gold article is first as often (.81) and among five as often (.95) as with any other weight up to 1."""


HEAD = "articles.id, articles.title, articles.source, articles.sha256, articles.published, articles.added"
"""What is shown of an article without reading its text; sealed together."""


def read_fact(connection: sqlite3.Connection, name: str) -> str | int | None:
    """Return one of the library's facts about itself, None if it was never set."""
    row = connection.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
    return row[0] if row else None


def read_generation(connection: sqlite3.Connection) -> GenerationInfo | None:
    """Return the current generation of the index, None where there is none or its row was altered."""
    row = connection.execute(
        "SELECT name, last_chunk, count, fingerprint, chromadb, manifest, seal FROM generation"
    ).fetchone()
    if row is None or row_seal(*row[:-1]) != row[-1]:
        return None
    name, last_chunk, count, fingerprint, version, manifest, _ = row
    return GenerationInfo(name, last_chunk, count, fingerprint, version, json.loads(manifest))


def read_listing(connection: sqlite3.Connection) -> tuple[ArticleInfo, ...]:
    """Return one row per article in order of ids."""
    rows = connection.execute(
        f"""SELECT (SELECT count(*) FROM sentences WHERE article = key),
            (SELECT count(*) FROM chunks WHERE article = key),
            publisher, tags, version, coalesce(story, id), head_seal, {HEAD}
        FROM articles ORDER BY id"""  # noqa: S608 - names of columns
    )
    return tuple(_info(row) for row in rows)


def _info(row: Sequence[Any]) -> ArticleInfo:
    sentences, chunks, publisher, tags, version, story, seal, *head = row
    _check_head(seal, head)
    article_id, title, source, sha256, published, added = head
    counts = (sentences, chunks)
    return ArticleInfo(
        article_id, title, source, sha256, published, *counts, added, publisher, tuple(json.loads(tags)), version, story
    )


def _check_head(seal: int, head: Sequence[object]) -> None:
    if row_seal(*head) != seal:
        raise LibraryBroken(
            f"What is stored of the article {head[0]!r} was altered on the disk: ingest its source again, "
            "or bring back a backup with `citewire restore`."
        )


def read_hits(connection: sqlite3.Connection, found: Sequence[Found]) -> list[Hit]:
    """Return the found chunks that still exist, in the order given; raises LibraryBroken."""
    condition, values = Selection(ids=[item.chunk for item in found]).condition()
    rows = connection.execute(
        f"""SELECT chunks.id, chunks.seal, number, first_sentence, last_sentence, starts, ends, chunks.text,
            head_seal, {HEAD}
        FROM chunks JOIN articles ON articles.key = chunks.article WHERE {condition}""",  # noqa: S608
        values,
    )
    known = {row[0]: row[1:] for row in rows}
    return [_hit(known[item.chunk], item.score) for item in found if item.chunk in known]


def _hit(row: Sequence[Any], score: float) -> Hit:
    seal, place, head_seal, head = row[0], row[1:7], row[7], row[8:]
    _check_head(head_seal, head)
    return Hit(_sealed_chunk(Chunk(head[0], *place), seal), head[1], score)


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


def living(connection: sqlite3.Connection, found: Sequence[Found]) -> list[Found]:
    """Return those whose chunk still exists."""
    condition, values = Selection(ids=[item.chunk for item in found]).condition()
    sql = f"SELECT id FROM chunks WHERE {condition}"  # noqa: S608 - its values are bound
    there = {row[0] for row in connection.execute(sql, values)}
    return [item for item in found if item.chunk in there]


def find_words(connection: sqlite3.Connection, words: Sequence[str], k: int, choice: Choice | None) -> list[Found]:
    """Return the ``k`` best chunks by BM25 that hold any of the words, best first, of the chosen where some are."""
    query = match_any(words)
    if not query:
        return []
    allowed = ""
    if choice is not None:
        # A look into memory for each match: to give SQLite the ids takes it ten times as long as the search.
        connection.create_function("is_chosen", 1, choice.mask.tobytes().__getitem__, deterministic=True)
        allowed = "AND is_chosen(rowid)"
    rows = connection.execute(
        f"""SELECT rowid, -bm25(chunk_words, {TITLE_WEIGHT}, 1.0) AS score FROM chunk_words
        WHERE chunk_words MATCH ? {allowed} ORDER BY score DESC, rowid LIMIT ?""",  # noqa: S608
        (query, k),
    )
    return [Found(*row) for row in rows]
