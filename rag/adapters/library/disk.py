"""The library on disk."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from rag.adapters.library.copying import put_in_place, write_backup
from rag.adapters.library.database import Database
from rag.adapters.library.examining import find_problems
from rag.adapters.library.faults import plain_faults
from rag.adapters.library.feeds import read_feed, write_feed
from rag.adapters.library.filtering import Asked, Choices, read_asked
from rag.adapters.library.history import erase_versions, read_numbered, read_versions
from rag.adapters.library.index import IndexSuperseded, VectorIndex
from rag.adapters.library.indexing import refresh_index
from rag.adapters.library.ingesting import store_drafts
from rag.adapters.library.mending import derive_anew, embed_missing, salvage
from rag.adapters.library.opening import ready_file
from rag.adapters.library.owner import is_owned, ownership
from rag.adapters.library.reading import (
    find_words,
    read_fact,
    read_hits,
    read_listing,
)
from rag.adapters.library.records import CheckReport, Problem
from rag.adapters.library.reporting import read_status
from rag.adapters.library.searching import VectorSearch
from rag.adapters.library.served import ServedIndex
from rag.adapters.library.session import writing_session
from rag.adapters.library.soundness import staged_file
from rag.adapters.library.stories import read_story
from rag.adapters.library.versions import all_ids, read_version, unknown_article
from rag.adapters.library.writing import (
    erase_article,
    erase_unused_vectors,
    forget_erased_words,
    reindex_words,
    write_fact,
)
from rag.errors import LibraryBroken, LibraryMismatch

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path
    from typing import Self

    from rag.adapters.library.records import Status
    from rag.filters import Filters
    from rag.protocols import ArticleInfo, Draft, Embedder, FeedState, Floats, Ingested, Progress, VersionInfo
    from rag.schema import Article, Hit, Sentence


def open_library(folder: Path, *, embedder: Embedder, create: bool = True, chroma: str | None = None) -> DiskLibrary:
    """Open the library in ``folder``, making one where there is none; raises LibraryError.

    Only the embedder's fingerprint is asked for until something has to be embedded. ``chroma`` is the address of a
    Chroma server that searches vectors in place of the library's own files; raises BadInput for what is none.
    """
    return DiskLibrary(ready_file(folder, create=create), embedder, chroma)


class DiskLibrary:
    """Articles in one SQLite file, with a Chroma index derived from it; see :class:`rag.protocols.Library`.

    Any number of threads and processes may read while one writes. Each writing method raises LibraryBusy when
    another process, or another thread of this one, is writing.
    """

    def __init__(self, file: Path, embedder: Embedder, chroma: str | None = None) -> None:
        self.folder = file.parent
        self._embedder = embedder
        self._database = Database(file)
        self._index = VectorIndex(file) if chroma is None else ServedIndex(file, chroma)
        self._vectors = VectorSearch(self._index, lambda: is_owned(self.folder))
        self._choices = Choices()

    def listing(self) -> tuple[ArticleInfo, ...]:
        """Return all articles in order of their ids."""
        with self._database.reading() as connection:
            return read_listing(connection)

    def article(self, article_id: str) -> Article:
        """Return one article; raises UnknownArticle."""
        with self._database.reading() as connection:
            return read_version(connection, article_id).article

    def sentences(self, article_id: str) -> tuple[Sentence, ...]:
        """Return the article's sentences in order; raises UnknownArticle."""
        with self._database.reading() as connection:
            return read_version(connection, article_id).sentences

    def versions(self, article_id: str) -> tuple[VersionInfo, ...]:
        """Return all versions of an article, oldest first, also of one that was superseded; raises UnknownArticle."""
        with self._database.reading() as connection:
            return read_versions(connection, article_id)

    def version(self, article_id: str, number: int) -> Article:
        """Return what one version of an article said; raises UnknownArticle."""
        with self._database.reading() as connection:
            return read_numbered(connection, article_id, number)

    def chosen(self, filters: Filters) -> tuple[str, ...]:
        """Return the ids of the articles that filters let through, in order."""
        with self._database.reading() as connection:
            return read_asked(connection, filters)

    def stories(self, article_ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Return, for each of these articles, the ids of all articles of its story: reprints of one text."""
        with self._database.reading() as connection:
            return {name: read_story(connection, name) for name in article_ids}

    def feed(self, address: str) -> FeedState:
        """Return what is known of a feed; nothing of one that was never read."""
        with self._database.reading() as connection:
            return read_feed(connection, address)

    def remember_feed(self, address: str, state: FeedState) -> None:
        """Keep what is known of a feed, once its articles are stored; raises LibraryBusy."""
        with writing_session(self._database) as connection, self._database.transaction(connection):
            write_feed(connection, address, state)

    def search_words(
        self, words: Sequence[str], k: int, *, articles: frozenset[str] | None = None, filters: Filters | None = None
    ) -> list[Hit]:
        """Return the ``k`` best chunks by BM25 for any of the words, best first. Words are plain text."""
        with self._database.reading() as connection:
            choice = self._choices.choice(connection, Asked(articles, filters))
            return read_hits(connection, find_words(connection, words, k, choice))

    def search_vectors(
        self, vector: Floats, k: int, *, articles: frozenset[str] | None = None, filters: Filters | None = None
    ) -> list[Hit]:
        """Return the ``k`` nearest chunks by cosine similarity, best first; raises LibraryMismatch.

        Scores are exact. Which chunks of a large library are found is approximate, as the index is.
        """
        query = np.asarray(vector, dtype=np.float32).reshape(-1)
        while True:
            try:
                with self._database.reading() as connection:
                    if read_fact(connection, "fingerprint") is None:
                        return []
                    self._refuse_other_model(connection)
                    choice = self._choices.choice(connection, Asked(articles, filters))
                    found = self._vectors.search(connection, self._embedder.fingerprint, query, k, choice)
                    return read_hits(connection, found)
            except IndexSuperseded:
                continue  # with a snapshot that names the newer index

    def ingest(self, drafts: Iterable[Draft]) -> Iterator[Ingested]:
        """Store articles, yielding each acknowledgement once it would survive a power cut.

        The library is owned from the first to the last; an article that is the same as stored is left alone.
        Raises LibraryBusy and LibraryMismatch.
        """
        with writing_session(self._database) as connection:
            with self._database.transaction(connection):
                self._refuse_other_model(connection)
                write_fact(connection, "fingerprint", self._embedder.fingerprint)
            yield from store_drafts(self._database, connection, drafts, self._embedder)
            refresh_index(self._database, connection)

    def remove(self, article_id: str) -> None:
        """Remove an article with all its versions; raises UnknownArticle."""
        with writing_session(self._database) as connection:
            with self._database.transaction(connection):
                kept = erase_versions(connection, article_id)
                if article_id not in all_ids(connection) and not kept:
                    raise unknown_article(connection, article_id)
                erase_unused_vectors(connection, erase_article(connection, article_id))
                forget_erased_words(connection)
            refresh_index(self._database, connection)

    def status(self) -> Status:
        """Return counts, models, size and health."""
        with self._database.reading() as connection:
            return read_status(self._database.file, connection, embedder=self._embedder.fingerprint)

    def check(self, *, repair: bool) -> CheckReport:
        """Verify everything; with ``repair``, mend what is derived and say which problems are left."""
        problems = self._problems()
        if problems and repair:
            self._mend(problems)
            left = {problem.what for problem in self._problems()}
            problems = [replace(problem, repaired=problem.what not in left) for problem in problems]
        return CheckReport(tuple(problems))

    def rebuild(self, *, progress: Progress | None = None) -> int:
        """Make words, vectors and index anew, by this process's embedding model.

        Returns how many texts were embedded: none where all their vectors are kept from before.
        """
        with writing_session(self._database) as connection:
            return derive_anew(self._database, connection, self._embedder, progress)

    def backup(self, target: Path) -> None:
        """Copy the library into a new or empty folder while others read and write it; raises BadInput."""
        with self._database.reading() as connection:
            write_backup(connection, target)

    def close(self) -> None:
        """Release files and locks; the library cannot be used afterwards."""
        self._index.close()
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _refuse_other_model(self, connection: sqlite3.Connection) -> None:
        kept = read_fact(connection, "fingerprint")
        if kept not in {None, self._embedder.fingerprint}:
            raise LibraryMismatch(
                f"The library at {self.folder} was embedded by {kept!r}, and this Citewire embeds with "
                f"{self._embedder.fingerprint!r}: run `citewire rebuild` to embed it again."
            )

    def _problems(self) -> list[Problem]:
        try:
            with self._database.reading(examined=False) as connection:
                return find_problems(self._database.file, connection)
        except LibraryBroken as exc:
            return [Problem("file", str(exc))]

    def _mend(self, problems: Sequence[Problem]) -> None:
        parts = {problem.part for problem in problems}
        if "file" in parts and not self._mend_file():
            return
        with writing_session(self._database, examined=False) as connection:
            self._refuse_other_model(connection)
            embed_missing(self._database, connection, self._embedder)
            if "words" in parts:
                with self._database.transaction(connection):
                    reindex_words(connection)
            refresh_index(self._database, connection, anew=True)

    def _mend_file(self) -> bool:
        """Replace a damaged file by what could be read of it, if that is all there was."""
        with ownership(self.folder), plain_faults(self.folder), staged_file(self.folder) as staged:
            if salvage(self._database.file, staged):
                return False
            self._database.forget()
            put_in_place(staged, self._database.file)
        return True
