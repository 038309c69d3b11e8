"""The embedder and the reranker. Loaded at first use, shared by all threads of the process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from rag.adapters.onnx.network import Network
from rag.adapters.onnx.weights import BGE_SMALL, MINILM_RERANKER
from rag.adapters.surrogates import encodable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.protocols import Floats

_QUERY_PREFIX = "Represent this sentence for searching relevant passages: "


class OnnxEmbedder:
    """bge-small-en-v1.5 (MIT), int8: 384 dimensions, CLS pooling, L2-normalised, 512 tokens at most."""

    dimension = 384

    def __init__(self) -> None:
        self._network = Network(BGE_SMALL, max_tokens=512)

    @property
    def fingerprint(self) -> str:
        """Name and checksum of the model."""
        return BGE_SMALL.fingerprint

    def embed(self, texts: Sequence[str], *, kind: Literal["query", "document"]) -> Floats:
        """Return unit vectors of shape (len(texts), 384)."""
        prefix = _QUERY_PREFIX if kind == "query" else ""
        out = np.empty((len(texts), self.dimension), dtype=np.float32)
        for row, vector in enumerate(self._network.run([prefix + encodable(text) for text in texts])):
            out[row] = vector / np.linalg.norm(vector)
        return out


class OnnxReranker:
    """ms-marco-MiniLM-L-12-v2 (Apache-2.0), int8: one logit for each pair, 512 tokens at most."""

    def __init__(self) -> None:
        self._network = Network(MINILM_RERANKER, max_tokens=512)

    @property
    def fingerprint(self) -> str:
        """Name and checksum of the model."""
        return MINILM_RERANKER.fingerprint

    def score(self, question: str, texts: Sequence[str]) -> Floats:
        """Return logits of shape (len(texts),)."""
        pairs = [(encodable(question), encodable(text)) for text in texts]
        return np.array(self._network.run(pairs), dtype=np.float32)
