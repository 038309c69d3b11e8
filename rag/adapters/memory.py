"""A library in memory: for texts that are asked once, as evals do. Nothing is written to disk."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Sequence

import numpy as np

from rag.errors import UnknownArticle
from rag.protocols import ArticleInfo, Draft, Embedder, Floats
from rag.schema import Article, Chunk, Hit, Sentence


class MemoryLibrary:
    """Holds drafts and searches them exactly. Vectors and the word index are made at the first search that ranks.

    A search for at least as many chunks as there are returns all of them in order, without ranking: every one will
    be read anyway.
    """

    def __init__(self, drafts: Sequence[Draft], *, embedder: Embedder) -> None:
        self._drafts = {draft.article.id: draft for draft in drafts}
        self._chunks = [chunk for draft in self._drafts.values() for chunk in draft.chunks]
        self._embedder = embedder
        self._lock = threading.Lock()
        self._vectors: Floats | None = None
        self._words: sqlite3.Connection | None = None

    def listing(self) -> tuple[ArticleInfo, ...]:
        """Return all articles in order of their ids."""
        return tuple(_info(self._drafts[key]) for key in sorted(self._drafts))

    def article(self, article_id: str) -> Article:
        """Return one article; raises UnknownArticle."""
        return self._draft(article_id).article

    def sentences(self, article_id: str) -> tuple[Sentence, ...]:
        """Return the article's sentences in order; raises UnknownArticle."""
        return self._draft(article_id).sentences

    def search_vectors(self, vector: Floats, k: int, *, articles: frozenset[str] | None = None) -> list[Hit]:
        """Return the ``k`` nearest chunks by cosine similarity."""
        allowed = self._allowed(articles)
        if len(allowed) <= k:
            return [self._hit(index, 0.0) for index in allowed]
        scores = self._ready_vectors()[allowed] @ vector
        best = np.argsort(-scores, kind="stable")[:k]
        return [self._hit(allowed[i], float(scores[i])) for i in best]

    def search_words(
        self, words: Sequence[str], k: int, *, articles: frozenset[str] | None = None
    ) -> list[Hit]:
        """Return the ``k`` best chunks by BM25 for any of the words."""
        allowed = self._allowed(articles)
        if len(allowed) <= k or not words:
            return []
        query = " OR ".join('"' + word.replace('"', '""') + '"' for word in words)
        with self._lock:
            rows = self._ready_words().execute(
                "SELECT rowid, -bm25(words) FROM words WHERE words MATCH ? ORDER BY bm25(words), rowid", (query,)
            )
            ranked = [(row, score) for row, score in rows if row in set(allowed)]
        return [self._hit(row, score) for row, score in ranked[:k]]

    def close(self) -> None:
        """Forget the word index."""
        with self._lock:
            if self._words is not None:
                self._words.close()
                self._words = None

    def _draft(self, article_id: str) -> Draft:
        try:
            return self._drafts[article_id]
        except KeyError:
            raise UnknownArticle(f"There is no article {article_id!r} among these texts.") from None

    def _allowed(self, articles: frozenset[str] | None) -> list[int]:
        return [
            index
            for index, chunk in enumerate(self._chunks)
            if articles is None or chunk.article_id in articles
        ]

    def _hit(self, index: int, score: float) -> Hit:
        chunk = self._chunks[index]
        return Hit(chunk, self._drafts[chunk.article_id].article.title, score)

    def _ready_vectors(self) -> Floats:
        with self._lock:
            if self._vectors is None:
                self._vectors = self._embedder.embed(_texts(self._chunks), kind="document")
            return self._vectors

    def _ready_words(self) -> sqlite3.Connection:
        """Return the word index; the caller holds the lock."""
        if self._words is None:
            self._words = sqlite3.connect(":memory:", check_same_thread=False)
            self._words.execute(
                "CREATE VIRTUAL TABLE words USING fts5(text, tokenize = 'porter unicode61 remove_diacritics 2')"
            )
            self._words.executemany(
                "INSERT INTO words (rowid, text) VALUES (?, ?)", enumerate(_texts(self._chunks))
            )
        return self._words


def _texts(chunks: Sequence[Chunk]) -> list[str]:
    return [chunk.text for chunk in chunks]


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
    )
