"""The embedder and the reranker. Loaded at first use, shared by all threads of the process."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Literal

import numpy as np

from rag.adapters.onnx.network import Network, Pass
from rag.adapters.onnx.weights import BGE_SMALL, MINILM_RERANKER
from rag.adapters.surrogates import encodable
from rag.protocols import CloseReading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.protocols import Floats

_NINTH_LAYER = "/bert/encoder/layer.8/output/LayerNorm/Add_1_output_0"
_KEPT = 128
"""Pairs whose readings stay in memory (about 60 KB each): those of the questions that are being answered."""
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
    """ms-marco-MiniLM-L-12-v2 (Apache-2.0), int8: one logit for each pair, 512 tokens at most.

    The states are those after the ninth of its twelve layers, where the words of an answer still differ from those
    around them (measured: the last layers have already forgotten which word is which).
    """

    def __init__(self) -> None:
        self._network = Network(MINILM_RERANKER, max_tokens=512, inner=_NINTH_LAYER)
        self._lock = Lock()
        self._known: OrderedDict[tuple[str, str], CloseReading] = OrderedDict()

    @property
    def fingerprint(self) -> str:
        """Name and checksum of the model."""
        return MINILM_RERANKER.fingerprint

    def score(self, question: str, texts: Sequence[str]) -> Floats:
        """Return logits of shape (len(texts),)."""
        found = self._network.passes([(encodable(question), encodable(text)) for text in texts])
        with self._lock:
            for text, seen in zip(texts, found, strict=True):
                self._known[question, text] = _reading_of(seen)
            while len(self._known) > _KEPT:
                self._known.popitem(last=False)
        return np.array([seen.first for seen in found], dtype=np.float32)

    def read(self, question: str, texts: Sequence[str]) -> tuple[CloseReading, ...]:
        """Return one record for each text; those of the last few pairs that were scored are still at hand."""
        with self._lock:
            known = {text: self._known.get((question, text)) for text in texts}
        missing = [text for text, reading in known.items() if reading is None]
        found = self._network.passes([(encodable(question), encodable(text)) for text in missing])
        fresh = {text: _reading_of(seen) for text, seen in zip(missing, found, strict=True)}
        return tuple(known[text] or fresh[text] for text in texts)


def _reading_of(seen: Pass) -> CloseReading:
    tokens = seen.encoding
    own = [i for i, special in enumerate(tokens.special_tokens_mask) if not special]
    asked = [i for i in own if tokens.type_ids[i] == 0]
    told = [i for i in own if tokens.type_ids[i] == 1]
    width = seen.states.shape[1]
    mean = seen.states[asked].mean(axis=0) if asked else np.zeros(width, dtype=np.float32)
    return CloseReading(tuple(tokens.offsets[i] for i in told), seen.states[told], mean)
