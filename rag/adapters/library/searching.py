"""Nearest chunks by meaning: the index for what it holds, exact comparison for the rest."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import numpy as np

from rag.adapters.library.chroma import IndexUnusable
from rag.adapters.library.index import IndexSuperseded
from rag.adapters.library.reading import living, read_fact, read_generation
from rag.adapters.library.session import UNCLEAN
from rag.adapters.library.vectors import NewerVectors, Selection, Vectors, nearest, ranked, read_vectors

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence

    from rag.adapters.library.filtering import Choice
    from rag.adapters.library.index import VectorIndex
    from rag.adapters.library.records import GenerationInfo
    from rag.adapters.library.served import ServedIndex
    from rag.adapters.library.vectors import Found
    from rag.protocols import Floats

FEW = 5_000
"""Up to this many chunks are all compared where the writer was killed, and the index would have to be tried in a
child process first."""
SCANNED = 50_000
"""Up to this many chosen chunks are all compared, roughly; of more, the index finds the nearest in less time."""
DEEPER = 3
"""So many times the wanted chunks are candidates, so that neither roughness nor the index's own misses cost one."""


class VectorSearch:
    """Searches snapshots of one library. Safe to use from several threads."""

    def __init__(
        self, index: VectorIndex | ServedIndex, is_owned: Callable[[], bool], *, scanned: int = SCANNED
    ) -> None:
        self._index = index
        self._is_owned = is_owned
        self._scanned = scanned
        self._newer = NewerVectors()

    def search(
        self, connection: sqlite3.Connection, fingerprint: str, query: Floats, k: int, choice: Choice | None
    ) -> list[Found]:
        """Return the ``k`` nearest chunks, of the chosen where some are; raises LibraryBroken and IndexSuperseded."""
        info = read_generation(connection)
        found: list[Found] = []
        after = 0
        if info is not None and info.fingerprint == fingerprint:
            try:
                if choice is None:
                    found = self._indexed(connection, info, query, k)
                else:
                    found = self._chosen(connection, info, query, k, choice)
                after = info.last_chunk
            except IndexSuperseded:
                raise
            except IndexUnusable:
                pass  # every vector is compared instead
        newer = self._newer.get(connection, str(read_fact(connection, "incarnation")), fingerprint, after)
        if choice is None:
            found += deepen(lambda deep: living(connection, nearest(newer, query, deep)), len(newer.ids), k)
        else:
            rows = choice.among(newer.ids)
            found += nearest(Vectors(newer.ids[rows], newer.matrix[rows]), query, k)
        return ranked(found)[:k]

    def _indexed(self, connection: sqlite3.Connection, info: GenerationInfo, query: Floats, k: int) -> list[Found]:
        """Take candidates from the index and their scores from the truth, which drops removed chunks."""

        def fetch(deep: int) -> list[Found]:
            return _scored(connection, info, self._candidates(connection, info, query, deep), query, deep)

        return deepen(fetch, info.count, k)

    def _chosen(
        self, connection: sqlite3.Connection, info: GenerationInfo, query: Floats, k: int, choice: Choice
    ) -> list[Found]:
        """Take candidates from the rough copy of the chosen vectors, or from the index where those are many."""
        rough = self._index.rough(info)
        rows = choice.among(rough.chunks)
        ids: Sequence[int] = ()
        if len(rows) > self._scanned:
            deep = min(DEEPER * k * len(rough.chunks) // len(rows), info.count)
            with suppress(IndexUnusable):
                near = np.sort(np.array(self._candidates(connection, info, query, deep), dtype=np.int64))
                ids = near[choice.among(near)].tolist()
        if len(ids) < k:  # few are chosen, or what lies near the question is not
            ids = rough.nearest(rows, query, min(2 * k, len(rows)))
        return _scored(connection, info, ids, query, k)

    def _candidates(self, connection: sqlite3.Connection, info: GenerationInfo, query: Floats, k: int) -> list[int]:
        """Ask the index; raises IndexUnusable."""
        doubtful = read_fact(connection, UNCLEAN) is not None and not self._is_owned()
        if doubtful and info.count <= FEW:
            raise IndexUnusable("its writer was killed, and comparing every vector is faster than to try it")
        return self._index.nearest(info, query, k, doubtful=doubtful)


def _scored(
    connection: sqlite3.Connection, info: GenerationInfo, ids: Sequence[int], query: Floats, k: int
) -> list[Found]:
    return nearest(read_vectors(connection, info.fingerprint, Selection(ids=ids)), query, k)


def deepen(fetch: Callable[[int], list[Found]], size: int, k: int) -> list[Found]:
    """Fetch deeper until ``k`` of what was found may be returned, or all ``size`` were seen."""
    depth = min(k, size)
    while depth:
        found = fetch(depth)
        if len(found) >= k or depth >= size:
            return found[:k]
        depth = min(4 * depth, size)
    return []
