"""Vectors as SQLite keeps them, and exact search over them."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from rag.protocols import Floats

STORED = np.dtype("<f4")


@dataclass(frozen=True, slots=True)
class Vectors:
    """Vectors of chunks: row ``i`` of ``matrix`` belongs to the chunk ``ids[i]``."""

    ids: Sequence[int]
    matrix: Floats


@dataclass(frozen=True, slots=True)
class Found:
    """A chunk's id with its cosine similarity to a query."""

    chunk: int
    score: float


def text_hash(text: str) -> bytes:
    """Return the key under which the vector of ``text`` is kept."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def stored_vector(vector: Floats) -> tuple[bytes, int]:
    """Return a vector's bytes and their checksum."""
    data = np.asarray(vector, dtype=STORED).tobytes()
    return data, zlib.crc32(data)


def nearest(vectors: Vectors, query: Floats, k: int) -> list[Found]:
    """Return the ``k`` nearest by exact cosine similarity, best first."""
    if not len(vectors.ids):
        return []
    scores = vectors.matrix @ query
    best = np.argsort(-scores, kind="stable")[:k]
    return [Found(int(vectors.ids[row]), float(scores[row])) for row in best]


def known_hashes(connection: sqlite3.Connection, hashes: Iterable[bytes], fingerprint: str) -> set[bytes]:
    """Return which of the hashes have a vector of this model."""
    found = (
        connection.execute(
            "SELECT hash FROM vectors WHERE hash = ? AND fingerprint = ?", (key, fingerprint)
        ).fetchone()
        for key in hashes
    )
    return {row[0] for row in found if row}
