"""A rough copy of the vectors, one byte for each number: those of any articles are compared within milliseconds.

It is written with each generation of the index, into the same folder. What it finds is scored by the vectors
themselves: an error of a thousandth decides at most which chunks beyond the wanted ones come near.
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


@dataclass(frozen=True, slots=True)
class RoughVectors:
    """The vectors of one generation: row ``i`` times its scale is about the vector of the chunk ``chunks[i]``."""

    chunks: Ids
    """Ascending."""
    scales: Floats
    rows: npt.NDArray[np.int8]

    def nearest(self, chosen: Ids, query: Floats, k: int) -> list[int]:
        """Return the chunks of about the ``k`` nearest of the rows ``chosen``, nearest first."""
        scores = np.empty(len(chosen), dtype=np.float32)
        block = np.empty((BLOCK, self.rows.shape[1]), dtype=np.float32)
        for start in range(0, len(chosen), BLOCK):
            part = self.rows[chosen[start : start + BLOCK]]
            block[: len(part)] = part
            np.dot(block[: len(part)], query, out=scores[start : start + len(part)])
        scores *= self.scales[chosen]
        best = np.argpartition(-scores, k)[:k] if k < len(scores) else np.arange(len(scores))
        best = best[np.argsort(-scores[best], kind="stable")]
        return [int(chunk) for chunk in self.chunks[chosen[best]]]


def write_rough(folder: Path, vectors: Vectors) -> None:
    """Write the rough copy of the vectors, oldest chunk first, into the folder of an index."""
    scales = np.abs(vectors.matrix).max(axis=1) / LEVELS
    scales[scales == 0] = 1
    rows = np.rint(vectors.matrix / scales[:, None]).astype(np.int8)
    np.savez(folder / FILE, chunks=vectors.ids, scales=scales.astype(np.float32), rows=rows)


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
            return RoughVectors(data["chunks"], data["scales"], data["rows"])
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as exc:
        raise IndexUnusable(f"its rough copy cannot be read: {exc}") from exc
