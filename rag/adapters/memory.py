"""A library in memory: for texts that are asked once, as evals do. Nothing is written to disk."""

from __future__ import annotations

import sqlite3
import threading
from typing import TYPE_CHECKING

import numpy as np

from rag.adapters.surrogates import encodable
from rag.errors import UnknownArticle
from rag.protocols import ArticleInfo, Ingested, IngestStatus
from rag.schema import Hit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rag.filters import Filters
    from rag.protocols import Draft, Embedder, Floats
    from rag.schema import Article, Chunk, Sentence

FEW = 8
"""Chunks that need no ranking: a retriever passes on as many, so every one will be read."""


class MemoryLibrary:
    """Holds drafts and searches them exactly. What a search needs is made when first one has to rank.

    Where there are no more than ``FEW`` chunks, and no more than were asked for, all come in order, unranked.
    """

    def __init__(self, drafts: Sequence[Draft], *, embedder: Embedder) -> None:
        self._embedder = embedder
        self._lock = threading.Lock()
        self._drafts: dict[str, Draft] = {}
        self._chunks: list[Chunk] = []
        self._vectors: Floats | None = None
        self._words: sqlite3.Connection | None = None
        for _ in self.ingest(drafts):
            pass

    def listing(self) -> tuple[ArticleInfo, ...]:
        """Return all articles in order of their ids."""
        return tuple(_info(self._drafts[key]) for key in sorted(self._drafts))

    def article(self, article_id: str) -> Article:
        """Return one article; raises UnknownArticle."""
        return self._draft(article_id).article

    def sentences(self, article_id: str) -> tuple[Sentence, ...]:
        """Return the article's sentences in order; raises UnknownArticle."""
        return self._draft(article_id).sentences

    def search_vectors(
        self, vector: Floats, k: int, *, articles: frozenset[str] | None = None, filters: Filters | None = None
    ) -> list[Hit]:
        """Return the ``k`` nearest chunks by cosine similarity."""
        with self._lock:
            allowed = self._allowed(articles, filters)
            if len(allowed) <= min(k, FEW):
                return [self._hit(index, 0.0) for index in allowed]
            scores = self._ready_vectors()[allowed] @ vector
            best = np.argsort(-scores, kind="stable")[:k]
            return [self._hit(allowed[i], float(scores[i])) for i in best]

    def search_words(
        self, words: Sequence[str], k: int, *, articles: frozenset[str] | None = None, filters: Filters | None = None
    ) -> list[Hit]:
        """Return the ``k`` best chunks by BM25 for any of the words."""
        with self._lock:
            allowed = frozenset(self._allowed(articles, filters))
            if len(allowed) <= min(k, FEW) or not words:
                return []
            rows = self._ready_words().execute(
                "SELECT rowid, -bm25(words) FROM words WHERE words MATCH ? ORDER BY bm25(words), rowid",
                (" OR ".join(map(_phrase, words)),),
            )
            ranked = [(row, score) for row, score in rows if row in allowed]
            return [self._hit(row, score) for row, score in ranked[:k]]

    def stories(self, article_ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Return each article as a story of its own: no reprints are looked for among a few texts."""
        return {name: (name,) for name in article_ids}

    def ingest(self, drafts: Iterable[Draft]) -> Iterator[Ingested]:
        """Hold more articles, each in place of the one of its id."""
        for draft in drafts:
            with self._lock:
                status = self._hold(draft)
            yield Ingested(draft.article.id, draft.article.title, status)

    def close(self) -> None:
        """Forget the word index."""
        with self._lock:
            self._forget()

    def _hold(self, draft: Draft) -> IngestStatus:
        """Hold one article; the caller holds the lock."""
        held = self._drafts.get(draft.article.id)
        if held == draft:
            return "unchanged"
        self._drafts[draft.article.id] = draft
        self._chunks = [chunk for each in self._drafts.values() for chunk in each.chunks]
        self._forget()
        return "added" if held is None else "replaced"

    def _forget(self) -> None:
        """Drop what was made from the chunks; the caller holds the lock."""
        self._vectors = None
        if self._words is not None:
            self._words.close()
            self._words = None

    def _draft(self, article_id: str) -> Draft:
        try:
            return self._drafts[article_id]
        except KeyError:
            raise UnknownArticle(f"There is no article {article_id!r} among these texts.") from None

    def _allowed(self, articles: frozenset[str] | None, filters: Filters | None) -> list[int]:
        if filters:
            admitted = {name for name, draft in self._drafts.items() if filters.admits(draft.article)}
            articles = frozenset(admitted if articles is None else admitted & articles)
        return [index for index, chunk in enumerate(self._chunks) if articles is None or chunk.article_id in articles]

    def _hit(self, index: int, score: float) -> Hit:
        chunk = self._chunks[index]
        return Hit(chunk, self._drafts[chunk.article_id].article.title, score)

    def _ready_vectors(self) -> Floats:
        """Return the chunks' vectors; the caller holds the lock."""
        if self._vectors is None:
            self._vectors = self._embedder.embed([chunk.text for chunk in self._chunks], kind="document")
        return self._vectors

    def _ready_words(self) -> sqlite3.Connection:
        """Return the word index; the caller holds the lock."""
        if self._words is None:
            self._words = sqlite3.connect(":memory:", check_same_thread=False)
            self._words.execute(
                "CREATE VIRTUAL TABLE words USING fts5(text, tokenize = 'porter unicode61 remove_diacritics 2')"
            )
            rows = ((row, _storable(chunk.text)) for row, chunk in enumerate(self._chunks))
            self._words.executemany("INSERT INTO words (rowid, text) VALUES (?, ?)", rows)
        return self._words


def _phrase(word: str) -> str:
    """Return a word as FTS5's string, in which nothing is syntax."""
    return '"' + _storable(word).replace('"', '""') + '"'


def _storable(text: str) -> str:
    """Return ``text`` with ``?`` for each lone surrogate and a space for each NUL, at which SQLite stops."""
    return encodable(text).replace("\x00", " ")


def _info(draft: Draft) -> ArticleInfo:
    article = draft.article
    return ArticleInfo(
        article_id=article.id,
        title=article.title,
        source=article.source,
        sha256=article.sha256,
        published=article.published,
        sentences=len(draft.sentences),
        chunks=len(draft.chunks),
        added="",
        publisher=article.publisher,
        tags=article.tags,
        version=article.version,
        story=article.id,
    )
