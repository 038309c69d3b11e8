"""Articles as the tables hold them, with the seals that tell whether they are what was once written."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from rag.adapters.library.seals import chunk_seal, draft_seal, row_seal
from rag.errors import LibraryBroken, UnknownArticle
from rag.protocols import Draft
from rag.schema import Article, Chunk, Sentence

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

FIRST = "id, title, text, sha256, source, published, byline, publisher"
LATER = "tags, supersedes, version"


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """An article as the tables hold it, whether or not its seal agrees."""

    draft: Draft
    seal: bytes
    added: str
    head_seal: int
    chunk_ids: tuple[int, ...]
    chunk_seals: tuple[int, ...]

    @property
    def whole(self) -> bool:
        """True when it is what was once written."""
        article, chunks = self.draft.article, self.draft.chunks
        text = article.text
        head = (article.id, article.title, article.source, article.sha256, article.published, self.added)
        sealed = (
            draft_seal(self.draft) == self.seal
            and row_seal(*head) == self.head_seal
            and tuple(map(chunk_seal, chunks)) == self.chunk_seals
        )
        return sealed and all(text[chunk.start : chunk.end] == chunk.text for chunk in chunks)


def all_ids(connection: sqlite3.Connection) -> list[str]:
    """Return the ids of all articles in order."""
    return [row[0] for row in connection.execute("SELECT id FROM articles ORDER BY id")]


def read_version(connection: sqlite3.Connection, article_id: str) -> Draft:
    """Return an article with its sentences and chunks; raises UnknownArticle and LibraryBroken."""
    stored = stored_version(connection, article_id)
    if stored is None:
        raise unknown_article(connection, article_id)
    if not stored.whole:
        raise _altered(article_id)
    return stored.draft


def unknown_article(connection: sqlite3.Connection, article_id: str) -> UnknownArticle:
    """Return the error for an id that is not there, which tells where an article went that was superseded."""
    row = connection.execute(
        "SELECT superseded_by FROM versions WHERE id = ? ORDER BY number DESC LIMIT 1", (article_id,)
    ).fetchone()
    if row and row[0]:
        return UnknownArticle(
            f"The article {article_id!r} was superseded by {row[0]!r}: "
            f"`citewire show {article_id} --version 1` shows what it said."
        )
    return UnknownArticle(f"The library has no article {article_id!r}: `citewire list` shows what it has.")


def stored_version(
    connection: sqlite3.Connection, article_id: str, *, columns: str = f"{FIRST}, {LATER}"
) -> StoredVersion | None:
    """Return an article as it is stored, whole or not, None where there is none.

    ``columns`` is ``FIRST`` while a library of an older format is brought up to date.
    """
    row = connection.execute(
        f"SELECT key, seal, added, head_seal, {columns} FROM articles WHERE id = ?",  # noqa: S608 - names of columns
        (article_id,),
    ).fetchone()
    if row is None:
        return None
    key, seal, added, head_seal, *fields = row
    article = article_of_row(fields)
    rows = connection.execute(
        """SELECT id, seal, number, first_sentence, last_sentence, starts, ends, text FROM chunks
        WHERE article = ? ORDER BY number""",
        (key,),
    ).fetchall()
    try:
        sentences = _stored_sentences(connection, key, article)
    except TypeError:  # damage left something else where an offset stood; then the seal does not agree
        sentences = ()
    return StoredVersion(
        draft=Draft(article, sentences, tuple(Chunk(article.id, *row[2:]) for row in rows)),
        seal=seal,
        added=added,
        head_seal=head_seal,
        chunk_ids=tuple(row[0] for row in rows),
        chunk_seals=tuple(row[1] for row in rows),
    )


def article_of_row(fields: Sequence[Any]) -> Article:
    """Return the article that the columns ``FIRST``, and ``LATER`` if they are there, hold."""
    name, title, text, sha256, source, published, byline, publisher, *later = fields
    article = Article(name, title, text, sha256, source, published, byline, publisher)
    if not later:
        return article
    tags, supersedes, version = later
    try:
        known = tuple(json.loads(tags))
    except (TypeError, ValueError):  # damage left something else; then the seal does not agree
        known = ("",)
    return replace(article, tags=known, supersedes=supersedes, version=version)


def _altered(article_id: str) -> LibraryBroken:
    return LibraryBroken(
        f"The stored article {article_id!r} was altered on the disk: ingest its source again, "
        "or bring back a backup with `citewire restore`."
    )


def _stored_sentences(connection: sqlite3.Connection, key: int, article: Article) -> tuple[Sentence, ...]:
    rows = connection.execute(
        "SELECT number, starts, ends, kind FROM sentences WHERE article = ? ORDER BY number", (key,)
    )
    return tuple(
        Sentence(article.id, number, start, end, article.text[start:end], kind) for number, start, end, kind in rows
    )
