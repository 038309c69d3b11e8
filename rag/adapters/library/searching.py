"""Nearest chunks by meaning: the index for what it holds, exact comparison for the rest."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rag.adapters.library.chroma import IndexUnusable
from rag.adapters.library.index import IndexSuperseded
from rag.adapters.library.reading import expected_chunks, living, max_chunk, read_fact, read_generation, read_hits
from rag.adapters.library.session import UNCLEAN
from rag.adapters.library.vectors import ChosenVectors, NewerVectors, Selection, nearest, ranked, read_vectors

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from rag.adapters.library.index import VectorIndex
    from rag.adapters.library.records import GenerationInfo
    from rag.adapters.library.served import ServedIndex
    from rag.adapters.library.vectors import Found
    from rag.protocols import Floats
    from rag.schema import Hit

FEW = 5_000
"""Up to this many chunks are all compared where the index cannot be asked at once: when only some articles
are wanted, or when the writer was killed and the index would have to be tried in a child process first."""


class VectorSearch:
    """Searches snapshots of one library. Safe to use from several threads."""

    def __init__(self, index: VectorIndex | ServedIndex, is_owned: Callable[[], bool]) -> None:
        self._index = index
        self._is_owned = is_owned
        self._newer = NewerVectors()
        self._chosen = ChosenVectors()

    def search(
        self,
        connection: sqlite3.Connection,
        fingerprint: str,
        query: Floats,
        k: int,
        chosen: Selection,
    ) -> list[Hit]:
        """Return the ``k`` nearest chunks, best first; raises LibraryBroken and IndexSuperseded."""
        depth = k
        if not chosen.whole:
            few = expected_chunks(connection, chosen)
            # So deep must the index be searched for k of those that are chosen, and some more to be safe.
            depth = 3 * k * max_chunk(connection) // max(1, few)
            if few <= FEW:
                return read_hits(connection, nearest(self._chosen.get(connection, fingerprint, chosen), query, k))
        return read_hits(connection, self._search_all(connection, fingerprint, query, k, chosen, depth))

    def _search_all(
        self,
        connection: sqlite3.Connection,
        fingerprint: str,
        query: Floats,
        k: int,
        chosen: Selection,
        depth: int,
    ) -> list[Found]:
        info = read_generation(connection)
        found: list[Found] = []
        after = 0
        if info is not None and info.fingerprint == fingerprint:
            try:
                found, after = self._indexed(connection, info, query, k, chosen, depth), info.last_chunk
            except IndexSuperseded:
                raise
            except IndexUnusable:
                pass  # every vector is compared instead
        incarnation = str(read_fact(connection, "incarnation"))
        newer = self._newer.get(connection, incarnation, fingerprint, after)
        found += deepen(
            lambda deep: living(connection, nearest(newer, query, deep), chosen), len(newer.ids), k, start=depth
        )
        return ranked(found)[:k]

    def _indexed(
        self,
        connection: sqlite3.Connection,
        info: GenerationInfo,
        query: Floats,
        k: int,
        chosen: Selection,
        depth: int,
    ) -> list[Found]:
        """Take candidates from the index and their scores from the truth, which drops removed chunks."""
        doubtful = read_fact(connection, UNCLEAN) is not None and not self._is_owned()
        if doubtful and info.count <= FEW:
            raise IndexUnusable("its writer was killed, and comparing every vector is faster than to try it")

        def fetch(deep: int) -> list[Found]:
            ids = self._index.nearest(info, query, deep, doubtful=doubtful)
            return nearest(read_vectors(connection, info.fingerprint, replace(chosen, ids=ids)), query, deep)

        return deepen(fetch, info.count, k, start=depth)


def deepen(fetch: Callable[[int], list[Found]], size: int, k: int, *, start: int) -> list[Found]:
    """Fetch deeper from ``start`` until ``k`` of what was found may be returned, or all ``size`` were seen."""
    depth = min(max(k, start), size)
    while depth:
        found = fetch(depth)
        if len(found) >= k or depth >= size:
            return found[:k]
        depth = min(4 * depth, size)
    return []
