"""What the library tells of itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

IndexState = Literal["ready", "absent", "damaged"]
"""``absent`` and ``damaged`` cost time, never answers: exact search takes the index's place."""

Part = Literal["file", "articles", "words", "vectors", "index"]
"""``words``, ``vectors`` and ``index`` are derived and can be mended; the others are the truth."""


@dataclass(frozen=True, slots=True)
class GenerationInfo:
    """The library's current generation of the vector index."""

    name: str
    """Its folder below ``index/``; no two generations ever share a name."""
    last_chunk: int
    """Highest chunk id when it was built; newer chunks are searched exactly."""
    count: int
    """Vectors in it, those of chunks that were removed since included."""
    fingerprint: str
    """The embedding model of its vectors."""
    chromadb: str
    """Version of Chroma that wrote it."""
    manifest: dict[str, str] = field(hash=False)
    """SHA-256 of each of its files; they are never changed after it was built."""


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """The health of the vector index."""

    state: IndexState
    generation: str | None
    held: int
    """Vectors in the current generation."""
    newer: int
    """Chunks that are searched exactly because they are newer than it."""
    removed: int
    """Vectors in it whose chunk is gone."""


@dataclass(frozen=True, slots=True)
class Status:
    """A library at one moment."""

    folder: str
    format: int
    """Version of the tables."""
    articles: int
    sentences: int
    chunks: int
    vectors: int
    fingerprint: str | None
    """The embedding model of the vectors; None while the library is empty."""
    embedder: str
    """The embedding model that this process uses; vectors of another need ``rebuild``."""
    disk_bytes: int
    index: IndexStatus
    writer: str | None
    """Who is writing now, in words; None when nobody is."""
    clean: bool
    """False when the last writer was killed and none has written since."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that a check found wrong."""

    part: Part
    what: str
    """One sentence for a person."""
    repaired: bool = False


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check found."""

    problems: tuple[Problem, ...]

    @property
    def sound(self) -> bool:
        """True when nothing is wrong any more."""
        return all(problem.repaired for problem in self.problems)
