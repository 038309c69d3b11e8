"""Which chunks are asked, where only some articles are: told from memory, for SQLite would read thousands of rows.

Names and tags are kept folded, so that they are compared without case.
"""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from rag.adapters.library.vectors import Ids

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from rag.filters import Filters
    from rag.schema import Article

Flags = npt.NDArray[np.bool_]
KEPT = 16
"""Choices that are kept: both searches of a question have one, and whoever asks of a month asks of it again."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which articles are asked; everything that is set must hold."""

    articles: frozenset[str] | None = None
    filters: Filters | None = None

    @property
    def whole(self) -> bool:
        """Whether no article is left out."""
        return self.articles is None and not self.filters


@dataclass(frozen=True, slots=True)
class Choice:
    """The chunks of the asked articles, in one snapshot."""

    mask: Flags
    """Whether the chunk of each id is among them, for all ids of the snapshot."""

    def among(self, chunks: Ids) -> Ids:
        """Return the places of those that are among ``chunks``, whose ids ascend."""
        known = chunks[: np.searchsorted(chunks, len(self.mask))]
        return np.flatnonzero(self.mask[known])


def _none(kind: Any = np.int64) -> Any:
    return np.zeros(0, dtype=kind)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What filters look at, of all articles. None of it ever changes: a changed article has another key."""

    keys: Ids = field(default_factory=_none)
    """Keys of articles, ascending."""
    days: npt.NDArray[np.str_] = field(default_factory=lambda: _none("U10"))
    """Day of publication of each, empty where it is not known."""
    chunks: Ids = field(default_factory=_none)
    """Ids of chunks, ascending."""
    origins: Ids = field(default_factory=_none)
    """Key of the article of each chunk."""
    bearers: Ids = field(default_factory=_none)
    """Keys of articles that bear a name, a publisher's or a tag's."""
    borne: Ids = field(default_factory=_none)
    """Number of the name of each bearer."""
    names: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """Numbers of kinds and names."""

    def grown(self, connection: sqlite3.Connection) -> Catalogue:
        """Return it with the articles that are newer. Each query reads an index and no article's text."""
        last = (int(self.keys.max(initial=0)),)
        rows = connection.execute("SELECT key, coalesce(published, '') FROM articles WHERE +key > ?", last).fetchall()
        if not rows:
            return self
        rows.sort()
        parts = connection.execute("SELECT id, article FROM chunks WHERE article > ?", last).fetchall()
        parts.sort()
        names = dict(self.names)
        facets = connection.execute("SELECT article, kind, value FROM facets WHERE article > ?", last).fetchall()
        borne = [(key, names.setdefault((kind, value), len(names))) for key, kind, value in facets]
        more = (np.array(pairs, dtype=np.int64).reshape(-1, 2).T for pairs in (parts, borne))
        (chunks, origins), (bearers, numbers) = more
        return Catalogue(
            np.append(self.keys, np.array([row[0] for row in rows], dtype=np.int64)),
            np.append(self.days, np.array([row[1][:10] for row in rows], dtype="U10")),
            np.append(self.chunks, chunks),
            np.append(self.origins, origins),
            np.append(self.bearers, bearers),
            np.append(self.borne, numbers),
            names,
        )

    def without(self, living: Ids) -> Catalogue:
        """Return it with the living articles only."""
        there = flags_at(living, int(self.keys.max(initial=0)))
        articles, chunks, bearers = there[self.keys], there[self.origins], there[self.bearers]
        return replace(
            self,
            keys=self.keys[articles],
            days=self.days[articles],
            chunks=self.chunks[chunks],
            origins=self.origins[chunks],
            bearers=self.bearers[bearers],
            borne=self.borne[bearers],
        )

    def choose(self, filters: Filters | None, articles: Ids | None, *, up_to: int) -> Choice:
        """Return the chunks of those articles with keys ``up_to`` one that filters let through."""
        wanted = flags_at(self.keys[self.keys <= up_to], int(self.keys.max(initial=0)))
        if articles is not None:
            wanted &= flags_at(articles, len(wanted) - 1)
        if filters is not None:
            if filters.since or filters.until:
                within = (self.days != "") & (self.days >= (filters.since or ""))
                within &= self.days <= (filters.until or "9999")
                wanted &= flags_at(self.keys[within], len(wanted) - 1)
            for kind, named in (("publisher", filters.publishers), ("tag", filters.tags)):
                if named:
                    numbers = [self.names.get((kind, name.casefold()), -1) for name in named]
                    bearers = self.bearers[np.isin(self.borne, numbers)]
                    wanted &= flags_at(bearers, len(wanted) - 1)
        return Choice(flags_at(self.chunks[wanted[self.origins]], int(self.chunks.max(initial=0))))


class Choices:
    """Tells the chunks that are asked in a snapshot, and keeps the catalogue for it. Safe for several threads."""

    def __init__(self) -> None:
        self._catalogue = Catalogue()
        self._incarnation: object = None
        self._kept: OrderedDict[object, Choice] = OrderedDict()
        self._mutex = threading.Lock()

    def choice(self, connection: sqlite3.Connection, asked: Asked) -> Choice | None:
        """Return the chunks of the asked articles, None where all are asked."""
        if asked.whole:
            return None
        incarnation, count, last = connection.execute(
            """SELECT (SELECT value FROM facts WHERE name = 'incarnation'), (SELECT count(*) FROM articles),
            (SELECT coalesce(max(key), 0) FROM articles)"""
        ).fetchone()
        # Keys only grow, and are never given twice: articles with a greatest key and a count are always the same.
        state = (incarnation, count, last, asked)
        with self._mutex:
            found = self._kept.get(state)
            if found is None:
                catalogue = self._current(connection, incarnation, count, last)
                found = catalogue.choose(asked.filters, _keys(connection, asked.articles), up_to=last)
                self._kept[state] = found
            self._kept.move_to_end(state)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
            return found

    def _current(self, connection: sqlite3.Connection, incarnation: object, count: int, last: int) -> Catalogue:
        """Return a catalogue of the snapshot's articles, and perhaps of newer ones that another thread saw."""
        catalogue = self._catalogue if self._incarnation == incarnation else Catalogue()
        if last > catalogue.keys.max(initial=0):
            catalogue = catalogue.grown(connection)
        if np.searchsorted(catalogue.keys, last, side="right") > count:
            living = np.array(connection.execute("SELECT key FROM articles").fetchall(), dtype=np.int64).reshape(-1)
            catalogue = catalogue.without(np.append(living, catalogue.keys[catalogue.keys > last]))
        if np.searchsorted(catalogue.keys, last, side="right") != count:
            catalogue = Catalogue().grown(connection)
        self._catalogue, self._incarnation = catalogue, incarnation
        return catalogue


def _keys(connection: sqlite3.Connection, articles: frozenset[str] | None) -> Ids | None:
    """Return the keys of the articles of some ids."""
    if articles is None:
        return None
    sql = "SELECT key FROM articles WHERE id IN (SELECT value FROM json_each(?))"
    rows = connection.execute(sql, (json.dumps(sorted(articles)),)).fetchall()
    return np.array(rows, dtype=np.int64).reshape(-1)


def flags_at(places: Ids, last: int) -> Flags:
    """Return true at the places up to ``last``, false elsewhere."""
    flags = np.zeros(last + 1, dtype=np.bool_)
    flags[places[places <= last]] = True
    return flags


def read_asked(connection: sqlite3.Connection, filters: Filters) -> tuple[str, ...]:
    """Return the ids of the articles that filters let through, in order."""
    terms, values = ["1"], []
    if filters.since or filters.until:
        terms.append("published BETWEEN ? AND ?")
        values += [filters.since or "", filters.until or "9999"]
    for kind, names in (("publisher", filters.publishers), ("tag", filters.tags)):
        if names:
            named = "SELECT article FROM facets WHERE kind = ? AND value IN (SELECT value FROM json_each(?))"
            terms.append(f"key IN ({named})")
            values += [kind, json.dumps(sorted(name.casefold() for name in names))]
    sql = f"SELECT id FROM articles WHERE {' AND '.join(terms)} ORDER BY id"  # noqa: S608 - its values are bound
    return tuple(row[0] for row in connection.execute(sql, values))


def write_facets(connection: sqlite3.Connection, key: int, article: Article) -> None:
    """Store under which names an article is found."""
    rows = [("tag", tag.casefold(), key) for tag in article.tags]
    if article.publisher:
        rows.append(("publisher", article.publisher.casefold(), key))
    connection.executemany("INSERT OR IGNORE INTO facets VALUES (?, ?, ?)", rows)
