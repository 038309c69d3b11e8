"""Articles as the tables hold them, with the seals that tell whether they are what was once written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.adapters.library.seals import chunk_seal, draft_seal, row_seal
from rag.errors import LibraryBroken, UnknownArticle
from rag.protocols import Draft
from rag.schema import Article, Chunk, Sentence

if TYPE_CHECKING:
    import sqlite3


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
        raise UnknownArticle(f"The library has no article {article_id!r}: `citewire list` shows what it has.")
    if not stored.whole:
        raise _altered(article_id)
    return stored.draft


def stored_version(connection: sqlite3.Connection, article_id: str) -> StoredVersion | None:
    """Return an article as it is stored, whole or not, None where there is none."""
    row = connection.execute(
        """SELECT key, seal, added, head_seal, id, title, text, sha256, source, published, byline, publisher
        FROM articles WHERE id = ?""",
        (article_id,),
    ).fetchone()
    if row is None:
        return None
    key, seal, added, head_seal, *fields = row
    article = Article(*fields)
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
