"""The library on disk."""

from __future__ import annotations

import logging
import shutil
import threading
from typing import TYPE_CHECKING

import numpy as np

from rag.adapters.library.database import FILE, Database, create_tables
from rag.adapters.library.faults import plain_faults
from rag.adapters.library.generation import Generation, GenerationInfo, IndexUnusable, build_generation
from rag.adapters.library.owner import ownership
from rag.adapters.library.reading import (
    find_words,
    read_article,
    read_fact,
    read_hits,
    read_listing,
    read_sentences,
    read_vectors,
)
from rag.adapters.library.vectors import Found, known_hashes, nearest, text_hash
from rag.adapters.library.writing import (
    draft_seal,
    erase_article,
    erase_unused_vectors,
    stored_seal,
    write_article,
    write_fact,
    write_vectors,
)
from rag.errors import LibraryBroken, LibraryMismatch, UnknownArticle
from rag.protocols import Ingested

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from rag.protocols import ArticleInfo, Draft, Embedder, Floats, IngestStatus
    from rag.schema import Article, Hit, Sentence

EMBED_TOGETHER = 128
"""Texts gathered over several articles before they are embedded as one batch."""
SMALL = 5_000
"""Up to this many chunks are searched exactly rather than through the index with a filter."""

log = logging.getLogger("citewire")


def open_library(folder: Path, *, embedder: Embedder, create: bool = True) -> DiskLibrary:
    """Open the library in ``folder``, making it where there is none; raises LibraryError."""
    file = folder / FILE
    if not file.exists():
        if not create:
            raise LibraryBroken(f"There is no library at {folder}: `citewire ingest` makes one.")
        with plain_faults(folder):
            folder.mkdir(parents=True, exist_ok=True)
        with ownership(folder), plain_faults(file):
            create_tables(file)
    return DiskLibrary(folder, embedder)


class DiskLibrary:
    """Articles in one SQLite file, with a Chroma index derived from it; see ``rag.protocols.Library``."""

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        self.folder = folder
        self._embedder = embedder
        self._database = Database(folder / FILE)
        self._mutex = threading.Lock()
        self._open: tuple[int, Generation] | None = None

    def listing(self) -> tuple[ArticleInfo, ...]:
        """Return all articles in order of their ids."""
        with self._database.reading() as connection:
            return read_listing(connection)

    def article(self, article_id: str) -> Article:
        """Return one article; raises UnknownArticle."""
        with self._database.reading() as connection:
            return read_article(connection, article_id)

    def sentences(self, article_id: str) -> tuple[Sentence, ...]:
        """Return the article's sentences in order; raises UnknownArticle."""
        with self._database.reading() as connection:
            return read_sentences(connection, read_article(connection, article_id))

    def search_words(
        self, words: Sequence[str], k: int, *, articles: frozenset[str] | None = None
    ) -> list[Hit]:
        """Return the ``k`` best chunks by BM25 for any of the words, best first."""
        with self._database.reading() as connection:
            return read_hits(connection, find_words(connection, words, k, articles))

    def search_vectors(self, vector: Floats, k: int, *, articles: frozenset[str] | None = None) -> list[Hit]:
        """Return the ``k`` nearest chunks by cosine similarity, best first; raises LibraryMismatch."""
        query = np.asarray(vector, dtype=np.float32).reshape(-1)
        with self._database.reading() as connection:
            self._same_model(connection)
            if articles is not None:
                subset = read_vectors(connection, articles=articles)
                return read_hits(connection, nearest(subset, query, k))
            return self._search_all(connection, query, k)

    def ingest(self, drafts: Iterable[Draft]) -> Iterator[Ingested]:
        """Store articles, yielding each acknowledgement after its commit; raises LibraryBusy."""
        with ownership(self.folder), self._database.writing() as connection:
            self._claim(connection)
            for batch in _batches(drafts):
                vectors = self._embed_new(connection, batch)
                for draft in batch:
                    yield self._store(connection, draft, vectors)
            self._refresh_index(connection)

    def remove(self, article_id: str) -> None:
        """Remove an article; raises UnknownArticle and LibraryBusy."""
        with ownership(self.folder), self._database.writing() as connection:
            with self._database.transaction(connection):
                if stored_seal(connection, article_id) is None:
                    raise UnknownArticle(
                        f"The library has no article {article_id!r}: `citewire list` shows them."
                    )
                erase_unused_vectors(connection, erase_article(connection, article_id))
            self._refresh_index(connection)

    def close(self) -> None:
        """Release files and locks; the library cannot be used afterwards."""
        with self._mutex:
            if self._open:
                self._open[1].close()
                self._open = None
        self._database.close()

    def _same_model(self, connection: sqlite3.Connection) -> None:
        kept = read_fact(connection, "fingerprint")
        if kept is not None and kept != self._embedder.fingerprint:
            raise LibraryMismatch(
                f"The library at {self.folder} was embedded by {kept!r} and this Citewire embeds with "
                f"{self._embedder.fingerprint!r}: run `citewire rebuild` to embed it again."
            )

    def _claim(self, connection: sqlite3.Connection) -> None:
        with self._database.transaction(connection):
            self._same_model(connection)
            write_fact(connection, "fingerprint", self._embedder.fingerprint)

    def _embed_new(self, connection: sqlite3.Connection, drafts: Sequence[Draft]) -> dict[bytes, Floats]:
        texts = {text_hash(chunk.text): chunk.text for draft in drafts for chunk in draft.chunks}
        with plain_faults(self.folder):
            known = known_hashes(connection, texts, self._embedder.fingerprint)
        missing = {key: text for key, text in texts.items() if key not in known}
        if not missing:
            return {}
        return dict(zip(missing, self._embedder.embed(list(missing.values()), kind="document"), strict=True))

    def _store(self, connection: sqlite3.Connection, draft: Draft, vectors: dict[bytes, Floats]) -> Ingested:
        article = draft.article
        status: IngestStatus = "added"
        with self._database.transaction(connection):
            seal = stored_seal(connection, article.id)
            if seal == draft_seal(draft):
                return Ingested(article.id, article.title, "unchanged")
            freed: list[bytes] = []
            if seal is not None:
                status, freed = "replaced", erase_article(connection, article.id)
            own = {text_hash(chunk.text) for chunk in draft.chunks}
            new = {key: vector for key, vector in vectors.items() if key in own}
            write_vectors(connection, new, self._embedder.fingerprint)
            write_article(connection, draft)
            erase_unused_vectors(connection, freed)
        return Ingested(article.id, article.title, status)

    def _search_all(self, connection: sqlite3.Connection, query: Floats, k: int) -> list[Hit]:
        current = _current_generation(connection)
        wanted = k
        while True:
            found: list[Found] = []
            after = 0
            if current:
                try:
                    found = self._generation(current).search(query, min(wanted, current.count))
                    after = current.last_chunk
                except IndexUnusable as exc:
                    log.warning("The index cannot be used, searching exactly: %s", exc)
            found += nearest(read_vectors(connection, after=after), query, wanted)
            found.sort(key=lambda item: -item.score)
            hits = read_hits(connection, found)
            if len(hits) >= k or len(found) < wanted:
                return hits[:k]
            wanted *= 4

    def _generation(self, info: GenerationInfo) -> Generation:
        with self._mutex:
            if self._open is None or self._open[0] != info.number:
                self._open = (info.number, Generation(self._index_folder(info.number)))
            return self._open[1]

    def _refresh_index(self, connection: sqlite3.Connection) -> None:
        vectors = read_vectors(connection)
        number = int(read_fact(connection, "generations") or 0) + 1
        with self._database.transaction(connection):
            write_fact(connection, "generations", number)
        folder = self._index_folder(number)
        shutil.rmtree(folder, ignore_errors=True)
        if len(vectors.ids):
            build_generation(folder, vectors, fingerprint=self._embedder.fingerprint)
        with self._database.transaction(connection):
            for name, value in (
                ("generation", number), ("last_chunk", max(vectors.ids, default=0)), ("count", len(vectors.ids)),
            ):  # fmt: skip
                write_fact(connection, name, value)

    def _index_folder(self, number: int) -> Path:
        return self.folder / "index" / str(number)


def _current_generation(connection: sqlite3.Connection) -> GenerationInfo | None:
    values = [read_fact(connection, name) for name in ("generation", "last_chunk", "count")]
    if None in values or not values[2]:
        return None
    return GenerationInfo(*(int(value or 0) for value in values))


def _batches(drafts: Iterable[Draft]) -> Iterator[list[Draft]]:
    batch: list[Draft] = []
    for draft in drafts:
        batch.append(draft)
        if sum(len(item.chunks) for item in batch) >= EMBED_TOGETHER:
            yield batch
            batch = []
    if batch:
        yield batch
