"""A rough copy of the vectors, one byte for each number: those of any articles are compared within milliseconds.

It is written with each generation of the index, into the same folder. Vectors are turned first, so that the numbers
in which they differ most come first (principal components); a first look at those leaves a few hundred candidates, of
which the rest is compared. What is found is scored by the vectors themselves.
"""

from __future__ import annotations

import threading
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from rag.adapters.library.chroma import IndexUnusable
from rag.adapters.library.manifest import file_digest
from rag.adapters.library.vectors import Ids

if TYPE_CHECKING:
    from pathlib import Path

    from rag.adapters.library.records import GenerationInfo
    from rag.adapters.library.vectors import Vectors
    from rag.protocols import Floats

FILE = "rough.npz"
LEVELS = 127
BLOCK = 512
"""Vectors that are compared at once: as many as a processor's cache holds."""
SHARE = 0.82
"""Share of the vectors' squared lengths in the numbers that are looked at first: of bge-small's 384 these are 128."""
ALIGNED = 32
FIRST = 600
"""Candidates that the first look leaves. Of 50,000 real and perturbed vectors it missed none of the ten nearest."""
WHOLE = 8_000
"""Up to this many vectors all numbers of all are looked at, which takes no longer than to choose among them."""
SAMPLE = 20_000
"""Vectors that tell in which directions all of them differ."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of numbers in one byte each: row ``i`` times its scale is about what was given."""

    values: npt.NDArray[np.int8]
    scales: Floats

    @classmethod
    def of(cls, matrix: Floats) -> Rows:
        """Return a rough copy of a matrix."""
        scales = np.abs(matrix).max(axis=1, initial=0) / LEVELS
        scales[scales == 0] = 1
        return cls(np.rint(matrix / scales[:, None]).astype(np.int8), scales.astype(np.float32))

    def scores(self, chosen: Ids, query: Floats) -> Floats:
        """Return the products of the query and each chosen row."""
        scores = np.empty(len(chosen), dtype=np.float32)
        block = np.empty((BLOCK, self.values.shape[1]), dtype=np.float32)
        for start in range(0, len(chosen), BLOCK):
            part = self.values[chosen[start : start + BLOCK]]
            block[: len(part)] = part
            np.dot(block[: len(part)], query, out=scores[start : start + len(part)])
        return np.asarray(scores * self.scales[chosen], dtype=np.float32)


@dataclass(frozen=True, slots=True)
class RoughVectors:
    """The vectors of one generation, each in a row of ``heads`` and one of ``tails``."""

    chunks: Ids
    """Ids of their chunks, ascending."""
    turn: Floats
    """Orthogonal matrix by which vectors were turned: products of two stay as they are."""
    heads: Rows
    tails: Rows

    def nearest(self, chosen: Ids, query: Floats, k: int) -> list[int]:
        """Return the chunks of about the ``k`` nearest of the rows ``chosen``, nearest first."""
        head, tail = np.split(query @ self.turn, [self.heads.values.shape[1]])
        scores = self.heads.scores(chosen, head)
        first = _greatest(scores, max(FIRST, k)) if len(chosen) > WHOLE else np.arange(len(chosen))
        scores = scores[first] + self.tails.scores(chosen[first], tail)
        best = _greatest(scores, k)
        best = best[np.argsort(-scores[best], kind="stable")]
        return [int(chunk) for chunk in self.chunks[chosen[first[best]]]]


def _greatest(scores: Floats, k: int) -> Ids:
    """Return the places of the ``k`` greatest, in no order."""
    return np.argpartition(-scores, k)[:k] if k < len(scores) else np.arange(len(scores))


def write_rough(folder: Path, vectors: Vectors) -> None:
    """Write the rough copy of the vectors, oldest chunk first, into the folder of an index."""
    matrix = vectors.matrix
    sample = matrix[:: max(1, len(matrix) // SAMPLE)].astype(np.float64)
    lengths, turn = np.linalg.eigh(sample.T @ sample)  # least first
    turn = np.ascontiguousarray(turn[:, ::-1], dtype=np.float32)
    reached = np.cumsum(lengths[::-1]) / max(lengths.sum(), np.finfo(float).tiny)
    width = min(ALIGNED * (int(np.searchsorted(reached, SHARE)) // ALIGNED + 1), matrix.shape[1])
    turned = matrix @ turn
    heads, tails = Rows.of(turned[:, :width]), Rows.of(turned[:, width:])
    np.savez(
        folder / FILE, chunks=vectors.ids, turn=turn,
        heads=heads.values, head_scales=heads.scales, tails=tails.values, tail_scales=tails.scales,
    )  # fmt: skip


class RoughIndex:
    """Keeps the rough copy of the generation that was asked last. Safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._mutex = threading.Lock()
        self._name: str | None = None
        self._kept: RoughVectors | None = None

    def get(self, info: GenerationInfo) -> RoughVectors:
        """Return the rough copy of a generation; raises IndexUnusable."""
        with self._mutex:
            if self._name != info.name:
                self._name, self._kept = info.name, None
                self._kept = _read(self._folder / info.name / FILE, info)
            if self._kept is None:
                raise IndexUnusable("its rough copy failed before")
            return self._kept


def _read(file: Path, info: GenerationInfo) -> RoughVectors:
    try:
        if file_digest(file) != info.manifest.get(FILE):
            raise IndexUnusable(f"its files were altered: {FILE}")
        with np.load(file) as data:
            heads, tails = (Rows(data[f"{part}s"], data[f"{part}_scales"]) for part in ("head", "tail"))
            return RoughVectors(data["chunks"], data["turn"], heads, tails)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as exc:
        raise IndexUnusable(f"its rough copy cannot be read: {exc}") from exc
