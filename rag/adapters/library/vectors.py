"""Vectors as SQLite keeps them, and exact search over them."""

from __future__ import annotations

import json
import threading
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from rag.errors import LibraryBroken

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from rag.protocols import Floats

STORED = np.dtype("<f4")
Ids = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Vectors:
    """Vectors of chunks: row ``i`` of ``matrix`` belongs to the chunk ``ids[i]``."""

    ids: Ids
    matrix: Floats


@dataclass(frozen=True, slots=True)
class Found:
    """A chunk's id with its score; higher is better."""

    chunk: int
    score: float


@dataclass(frozen=True, slots=True)
class Selection:
    """Which chunks are meant; everything that is set must hold."""

    after: int = 0
    """Only chunks with a greater id."""
    up_to: int | None = None
    """Only chunks with this id or a smaller one."""
    ids: Sequence[int] | None = None

    def condition(self) -> tuple[str, list[object]]:
        """Return SQL on the table ``chunks`` and its values."""
        terms: list[str] = ["chunks.id > ?"]
        values: list[object] = [self.after]
        if self.up_to is not None:
            terms.append("chunks.id <= ?")
            values.append(self.up_to)
        if self.ids is not None:
            terms.append("chunks.id IN (SELECT value FROM json_each(?))")
            values.append(json.dumps([int(chunk) for chunk in self.ids]))
        return " AND ".join(terms), values


def nearest(vectors: Vectors, query: Floats, k: int) -> list[Found]:
    """Return the ``k`` nearest by exact cosine similarity, best first, older chunks first among equals.

    The scores are those of double precision, rounded: in single precision they depend on how many vectors are
    compared at once, and an answer must not depend on whether the index is whole.
    """
    if not len(vectors.ids):
        return []
    rough = vectors.matrix @ query
    best = np.argsort(-rough, kind="stable")[:k]
    scores = vectors.matrix[best].astype(np.float64) @ query.astype(np.float64)
    found = [Found(int(vectors.ids[row]), round(float(score), 6)) for row, score in zip(best, scores, strict=True)]
    return ranked(found)


def ranked(found: Iterable[Found]) -> list[Found]:
    """Return the best first, older chunks first among equals."""
    return sorted(found, key=lambda item: (-item.score, item.chunk))


def read_vectors(connection: sqlite3.Connection, fingerprint: str, selection: Selection) -> Vectors:
    """Return the vectors of the selected chunks, oldest first; raises LibraryBroken."""
    condition, values = selection.condition()
    rows = connection.execute(
        f"""SELECT chunks.id, vectors.vector, vectors.seal FROM chunks
        LEFT JOIN vectors ON vectors.hash = chunks.hash AND vectors.fingerprint = ?
        WHERE {condition} ORDER BY chunks.id""",  # noqa: S608 - the condition is ours, its values are bound
        [fingerprint, *values],
    ).fetchall()
    if not all(is_whole(row[1], row[2]) for row in rows):
        raise LibraryBroken(
            "A vector of the library is missing or damaged: run `citewire check --repair` to embed it again."
        )
    return Vectors(np.array([row[0] for row in rows], dtype=np.int64), _matrix([row[1] for row in rows]))


def is_whole(data: object, seal: object) -> bool:
    """Return whether a stored vector is what was written."""
    return isinstance(data, bytes) and zlib.crc32(data) == seal


def known_hashes(connection: sqlite3.Connection, hashes: Iterable[bytes], fingerprint: str) -> set[bytes]:
    """Return which of the texts have a whole vector of this model."""
    known = set()
    for key in hashes:
        row = connection.execute(
            "SELECT vector, seal FROM vectors WHERE hash = ? AND fingerprint = ?", (key, fingerprint)
        ).fetchone()
        if row and is_whole(*row):
            known.add(key)
    return known


def write_vectors(connection: sqlite3.Connection, vectors: Mapping[bytes, Floats], fingerprint: str) -> None:
    """Keep vectors by the hash of their text, in place of damaged ones."""
    rows = []
    for key, vector in vectors.items():
        data = np.asarray(vector, dtype=STORED).tobytes()
        rows.append((key, fingerprint, data, zlib.crc32(data)))
    connection.executemany("INSERT OR REPLACE INTO vectors (hash, fingerprint, vector, seal) VALUES (?, ?, ?, ?)", rows)


def _matrix(blobs: Sequence[bytes]) -> Floats:
    if not blobs:
        return np.zeros((0, 0), dtype=np.float32)
    return np.frombuffer(b"".join(blobs), dtype=STORED).reshape(len(blobs), -1).astype(np.float32, copy=False)


@dataclass(slots=True)
class NewerVectors:
    """Keeps in memory the vectors that the index does not hold, and reads only what came since.

    Rows are only ever added to the arrays, so that a view given to one thread stays true while another
    thread's call adds to them. Chunks removed since stay in; whoever searches drops them.
    """

    _key: tuple[str, str, int] | None = None
    _count: int = 0
    _ids: Ids = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    _matrix: Floats = field(default_factory=lambda: np.zeros((0, 0), dtype=np.float32))
    _mutex: threading.Lock = field(default_factory=threading.Lock)

    def get(self, connection: sqlite3.Connection, incarnation: str, fingerprint: str, after: int) -> Vectors:
        """Return the vectors of all chunks newer than ``after``; some may be newer than the snapshot."""
        with self._mutex:
            if self._key != (incarnation, fingerprint, after):
                self._key, self._count = (incarnation, fingerprint, after), 0
                self._ids, self._matrix = np.zeros(0, dtype=np.int64), np.zeros((0, 0), dtype=np.float32)
            last = int(self._ids[self._count - 1]) if self._count else after
            self._extend(read_vectors(connection, fingerprint, Selection(after=last)))
            return Vectors(self._ids[: self._count], self._matrix[: self._count])

    def _extend(self, more: Vectors) -> None:
        total = self._count + len(more.ids)
        if not len(more.ids):
            return
        if total > len(self._ids):
            room = max(total, 2 * len(self._ids))
            ids, matrix = np.zeros(room, np.int64), np.zeros((room, more.matrix.shape[1]), np.float32)
            if self._count:
                ids[: self._count] = self._ids[: self._count]
                matrix[: self._count] = self._matrix[: self._count]
            self._ids, self._matrix = ids, matrix
        self._ids[self._count : total] = more.ids
        self._matrix[self._count : total] = more.matrix
        self._count = total
