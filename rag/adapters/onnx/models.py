"""The embedder and the reranker. Loaded at first use, shared by all threads of the process."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from rag.adapters.onnx.weights import BGE_SMALL, MINILM_RERANKER, Weights, locate
from rag.errors import ModelBroken
from rag.protocols import Floats

if TYPE_CHECKING:
    import onnxruntime
    import tokenizers

_QUERY_PREFIX = "Represent this sentence for searching relevant passages: "
_EMBED_BATCH = 16
_RERANK_BATCH = 4
"""Small batches of like length waste the least padding: 16 pairs took half the time of one padded batch."""


class _Network:
    """A tokenizer and an ONNX session, opened at first use."""

    def __init__(self, weights: Weights, *, max_tokens: int) -> None:
        self._weights = weights
        self._max_tokens = max_tokens
        self._lock = threading.Lock()
        self._loaded: tuple[tokenizers.Tokenizer, onnxruntime.InferenceSession] | None = None

    def encode(self, texts: Sequence[Any]) -> list[tokenizers.Encoding]:
        """Tokenise texts, or pairs of texts, without padding."""
        return list(self._open()[0].encode_batch(list(texts)))

    def run(self, encodings: Sequence[tokenizers.Encoding]) -> Floats:
        """Return the network's first output for one padded batch."""
        width = max(len(encoding.ids) for encoding in encodings)
        feed = {
            "input_ids": _padded([encoding.ids for encoding in encodings], width),
            "attention_mask": _padded([encoding.attention_mask for encoding in encodings], width),
            "token_type_ids": _padded([encoding.type_ids for encoding in encodings], width),
        }
        return np.asarray(self._open()[1].run(None, feed)[0], dtype=np.float32)

    def _open(self) -> tuple[tokenizers.Tokenizer, onnxruntime.InferenceSession]:
        if self._loaded is None:
            with self._lock:
                if self._loaded is None:
                    self._loaded = self._load(locate(self._weights))
        return self._loaded

    def _load(self, folder: Path) -> tuple[tokenizers.Tokenizer, onnxruntime.InferenceSession]:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = min(4, os.cpu_count() or 1)
        options.inter_op_num_threads = 1
        try:
            tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            session = onnxruntime.InferenceSession(
                str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
            )
        except Exception as exc:  # onnxruntime raises classes of its native module, tokenizers bare Exception
            raise ModelBroken(
                f"The embedded model {self._weights.name!r} does not load; install Citewire again."
            ) from exc
        tokenizer.no_padding()
        tokenizer.enable_truncation(self._max_tokens)
        return tokenizer, session


def _padded(rows: Sequence[Sequence[int]], width: int) -> np.ndarray[Any, np.dtype[np.int64]]:
    padded = np.zeros((len(rows), width), dtype=np.int64)
    for index, row in enumerate(rows):
        padded[index, : len(row)] = row
    return padded


class OnnxEmbedder:
    """bge-small-en-v1.5 (MIT), int8: 384 dimensions, CLS pooling, L2-normalised, 512 tokens at most."""

    dimension = 384

    def __init__(self) -> None:
        self._network = _Network(BGE_SMALL, max_tokens=512)

    @property
    def fingerprint(self) -> str:
        """Name and checksum of the model."""
        return BGE_SMALL.fingerprint

    def embed(self, texts: Sequence[str], *, kind: Literal["query", "document"]) -> Floats:
        """Return unit vectors of shape (len(texts), 384)."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        prefix = _QUERY_PREFIX if kind == "query" else ""
        encodings = self._network.encode([prefix + text for text in texts])
        out = np.empty((len(texts), self.dimension), dtype=np.float32)
        for batch in _by_length(encodings, _EMBED_BATCH):
            states = self._network.run([encodings[i] for i in batch])
            vectors = states[:, 0] if states.ndim == 3 else states
            out[batch] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return out


class OnnxReranker:
    """ms-marco-MiniLM-L-12-v2 (Apache-2.0), int8: one logit for each pair, 512 tokens at most."""

    def __init__(self) -> None:
        self._network = _Network(MINILM_RERANKER, max_tokens=512)

    @property
    def fingerprint(self) -> str:
        """Name and checksum of the model."""
        return MINILM_RERANKER.fingerprint

    def score(self, question: str, texts: Sequence[str]) -> Floats:
        """Return logits of shape (len(texts),)."""
        out = np.empty(len(texts), dtype=np.float32)
        if texts:
            encodings = self._network.encode([(question, text) for text in texts])
            for batch in _by_length(encodings, _RERANK_BATCH):
                out[batch] = self._network.run([encodings[i] for i in batch]).reshape(len(batch), -1)[:, 0]
        return out


def _by_length(encodings: Sequence[tokenizers.Encoding], size: int) -> list[list[int]]:
    """Return batches of indices in which the texts are of like length."""
    order = sorted(range(len(encodings)), key=lambda index: len(encodings[index].ids))
    return [order[start : start + size] for start in range(0, len(order), size)]
