"""Which chunks are asked, where only some articles are: their keys from indexes, and their chunks from memory.

Names and tags are kept folded, for an index to find.
"""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from rag.adapters.library.reading import read_fact
from rag.adapters.library.vectors import Ids

if TYPE_CHECKING:
    import sqlite3

    from rag.filters import Filters
    from rag.schema import Article


@dataclass(frozen=True, slots=True)
class Query:
    """SQL with the values of its question marks."""

    sql: str
    values: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which articles are asked; everything that is set must hold."""

    articles: frozenset[str] | None = None
    filters: Filters | None = None

    @property
    def whole(self) -> bool:
        """Whether no article is left out."""
        return self.articles is None and not self.filters

    def queries(self) -> list[Query]:
        """Return queries for keys of articles: what all of them give is asked. Each reads one index and no article."""
        found: list[Query] = []
        if self.articles is not None:
            names = json.dumps(sorted(self.articles))
            found.append(Query("SELECT key FROM articles WHERE id IN (SELECT value FROM json_each(?))", (names,)))
        if self.filters:
            found += _filter_queries(self.filters)
        return found


def _filter_queries(filters: Filters) -> list[Query]:
    found: list[Query] = []
    if filters.since or filters.until:
        days = (filters.since or "", filters.until or "9999-12-31")
        found.append(Query("SELECT key FROM articles WHERE published BETWEEN ? AND ?", days))
    for kind, names in (("publisher", filters.publishers), ("tag", filters.tags)):
        if names:
            folded = json.dumps(sorted(name.casefold() for name in names))
            sql = "SELECT article FROM facets WHERE kind = ? AND value IN (SELECT value FROM json_each(?))"
            found.append(Query(sql, (kind, folded)))
    return found


def read_asked(connection: sqlite3.Connection, asked: Asked) -> tuple[str, ...]:
    """Return the ids of the asked articles, in order."""
    queries = asked.queries()
    condition = " AND ".join(f"key IN ({query.sql})" for query in queries) or "1"
    values = [value for query in queries for value in query.values]
    rows = connection.execute(f"SELECT id FROM articles WHERE {condition} ORDER BY id", values)  # noqa: S608 - bound
    return tuple(row[0] for row in rows)


@dataclass(frozen=True, slots=True)
class Choice:
    """The chunks of the asked articles, in one snapshot."""

    mask: npt.NDArray[np.bool_]
    """Whether the chunk of each id is among them, for all ids of the snapshot."""

    def among(self, chunks: Ids) -> Ids:
        """Return the places of those that are among ``chunks``, whose ids ascend."""
        known = chunks[: np.searchsorted(chunks, len(self.mask))]
        return np.flatnonzero(self.mask[known])


@dataclass(slots=True)
class Origins:
    """Keeps in memory which article each chunk is of, and reads only what came since. Safe for several threads.

    A key is never given twice, and a chunk lives as long as its article: so what was removed, and what is newer
    than a snapshot, is of articles that are not among that snapshot's.
    """

    _incarnation: str = ""
    _chunks: Ids = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    _articles: Ids = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    _mutex: threading.Lock = field(default_factory=threading.Lock)

    def choice(self, connection: sqlite3.Connection, asked: Asked) -> Choice | None:
        """Return the chunks of the asked articles, None where all are asked."""
        if asked.whole:
            return None
        chunks, articles = self._current(connection, str(read_fact(connection, "incarnation")))
        wanted = _flags(_keys(connection, asked), int(articles.max(initial=0)))
        return Choice(_flags(chunks[wanted[articles]], int(chunks.max(initial=0))))

    def _current(self, connection: sqlite3.Connection, incarnation: str) -> tuple[Ids, Ids]:
        with self._mutex:
            if self._incarnation != incarnation:
                self._incarnation = incarnation
                self._chunks = self._articles = np.zeros(0, dtype=np.int64)
            last = int(self._chunks[-1]) if len(self._chunks) else 0
            rows = connection.execute("SELECT id, article FROM chunks WHERE id > ? ORDER BY id", (last,)).fetchall()
            if rows:
                more = np.array(rows, dtype=np.int64)
                self._chunks = np.concatenate((self._chunks, more[:, 0]))
                self._articles = np.concatenate((self._articles, more[:, 1]))
            return self._chunks, self._articles


def _keys(connection: sqlite3.Connection, asked: Asked) -> Ids:
    """Return the keys of the asked articles."""
    found: Ids | None = None
    for query in asked.queries():
        rows = connection.execute(query.sql, query.values).fetchall()
        keys = np.unique(np.array(rows, dtype=np.int64).reshape(-1))
        found = keys if found is None else np.intersect1d(found, keys, assume_unique=True)
    return np.zeros(0, dtype=np.int64) if found is None else found


def _flags(places: Ids, last: int) -> npt.NDArray[np.bool_]:
    """Return true at the places up to ``last``, false elsewhere."""
    flags = np.zeros(last + 1, dtype=np.bool_)
    flags[places[places <= last]] = True
    return flags


def write_facets(connection: sqlite3.Connection, key: int, article: Article) -> None:
    """Store under which names an article is found."""
    rows = [("tag", tag.casefold(), key) for tag in article.tags]
    if article.publisher:
        rows.append(("publisher", article.publisher.casefold(), key))
    connection.executemany("INSERT OR IGNORE INTO facets VALUES (?, ?, ?)", rows)
