"""Stand-ins that run anywhere in microseconds and record what they were asked."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.protocols import Floats


class FakeEmbedder:
    """Sums one fixed pseudo-random vector per word: texts that share words are near each other."""

    def __init__(self, *, name: str = "fake", dimension: int = 64) -> None:
        self.fingerprint = f"{name}:{dimension}"
        self.dimension = dimension
        self.calls: list[tuple[str, ...]] = []
        """The texts of each call of :meth:`embed`, in order."""
        self._words: dict[str, Floats] = {}

    def embed(self, texts: Sequence[str], *, kind: Literal["query", "document"]) -> Floats:  # noqa: ARG002
        """Return unit vectors of shape (len(texts), dimension); queries and documents are alike."""
        self.calls.append(tuple(texts))
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in re.findall(r"\w+", text.lower()) or [""]:
                vectors[row] += self._word(word)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors

    def _word(self, word: str) -> Floats:
        if word not in self._words:
            digest = hashlib.sha256(f"{self.fingerprint}\n{word}".encode()).digest()
            random = np.random.default_rng(int.from_bytes(digest[:8], "big"))
            self._words[word] = random.standard_normal(self.dimension).astype(np.float32)
        return self._words[word]
