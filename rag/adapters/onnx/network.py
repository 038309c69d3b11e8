"""One ONNX network with its tokenizer.

Every text is run by itself. The int8 networks choose the scale of their activations per batch, so that in a
batch a text's vector would depend on its neighbours (measured: up to 0.8 in a reranker's logit). Alone, and
each on one thread, 16 pairs take no more processor time than padded batches of four did.
"""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from rag.adapters.onnx.silence import quiet_onnxruntime
from rag.adapters.onnx.weights import Weights, locate
from rag.errors import ModelBroken

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import numpy.typing as npt
    import onnxruntime
    import tokenizers

    from rag.protocols import Floats

Item = TypeVar("Item")
Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Pass:
    """One pair of texts as the network saw it."""

    encoding: tokenizers.Encoding
    first: float
    """The first output's only number."""
    states: Floats
    """Shape (tokens, width)."""


class Network:
    """A tokenizer and an ONNX session, opened at first use."""

    def __init__(self, weights: Weights, *, max_tokens: int, inner: str | None = None) -> None:
        self._weights = weights
        self._max_tokens = max_tokens
        self._inner = inner
        self._lock = threading.Lock()
        self._loaded: tuple[tokenizers.Tokenizer, onnxruntime.InferenceSession] | None = None

    def run(self, texts: Sequence[str | tuple[str, str]]) -> list[Floats]:
        """Return for each text, or pair of texts, the network's first output at the first token."""
        tokenizer, session = self._open()
        encodings = list(tokenizer.encode_batch(list(texts)))
        return in_parallel(lambda encoding: _forward(session, encoding), encodings, size=_length)

    def passes(self, pairs: Sequence[tuple[str, str]]) -> list[Pass]:
        """Return for each pair its tokens, the first output and the state of each token at the inner value."""
        tokenizer, session = self._open()
        encodings = list(tokenizer.encode_batch(list(pairs)))
        return in_parallel(lambda encoding: _pass(session, encoding), encodings, size=_length)

    def encode(self, text: str) -> tokenizers.Encoding:
        """Return the tokens of one text."""
        return self._open()[0].encode(text)

    def states(self, ids: Sequence[int]) -> Floats:
        """Return the last hidden state of each token, shape (len(ids), width)."""
        row = np.array([ids], dtype=np.int64)
        feed = {"input_ids": row, "attention_mask": np.ones_like(row), "token_type_ids": np.zeros_like(row)}
        session = self._open()[1]
        known = {node.name for node in session.get_inputs()}
        output = session.run(None, {name: value for name, value in feed.items() if name in known})
        return np.array(output[0][0], dtype=np.float32)

    def _open(self) -> tuple[tokenizers.Tokenizer, onnxruntime.InferenceSession]:
        if self._loaded is None:
            with self._lock:
                if self._loaded is None:
                    self._loaded = self._load(locate(self._weights))
        return self._loaded

    def _load(self, folder: Path) -> tuple[tokenizers.Tokenizer, onnxruntime.InferenceSession]:
        from tokenizers import Tokenizer

        onnxruntime = quiet_onnxruntime()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        try:
            tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            model = folder / "model.onnx"
            network = str(model) if self._inner is None else model.read_bytes() + shown_value(self._inner)
            session = onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])
        except Exception as exc:  # onnxruntime raises classes of its native module, tokenizers bare Exception
            raise ModelBroken(
                f"The embedded model {self._weights.name!r} does not load; install Citewire again."
            ) from exc
        tokenizer.no_padding()
        tokenizer.enable_truncation(self._max_tokens)
        return tokenizer, session


def _forward(session: onnxruntime.InferenceSession, encoding: tokenizers.Encoding) -> Floats:
    # a copy, which lets the rest go
    return np.array(session.run(None, _feed(encoding))[0][0, 0], dtype=np.float32)


def _pass(session: onnxruntime.InferenceSession, encoding: tokenizers.Encoding) -> Pass:
    first, inner = session.run(None, _feed(encoding))
    return Pass(encoding, float(first[0, 0]), np.array(inner[0], dtype=np.float32))


def _feed(encoding: tokenizers.Encoding) -> dict[str, npt.NDArray[np.int64]]:
    return {
        "input_ids": np.array([encoding.ids], dtype=np.int64),
        "attention_mask": np.array([encoding.attention_mask], dtype=np.int64),
        "token_type_ids": np.array([encoding.type_ids], dtype=np.int64),
    }


def shown_value(name: str) -> bytes:
    """Return what makes an inner value of an ONNX file an output of it, to be put at the file's end.

    A protobuf message may hold a field in pieces, which its readers merge: this is one more piece of the model's
    graph (field 7) with one more output (field 12) of that name (field 1). The file itself stays as it was checked.
    """
    return _field(7, _field(12, _field(1, name.encode())))


def _field(number: int, content: bytes) -> bytes:
    """Return a length-delimited protobuf field."""
    if len(content) > 127:
        raise ValueError("the name of an inner value is too long")
    return bytes([number << 3 | 2, len(content)]) + content


def _length(encoding: tokenizers.Encoding) -> int:
    return len(encoding.ids)


def in_parallel(work: Callable[[Item], Done], items: Sequence[Item], *, size: Callable[[Item], int]) -> list[Done]:
    """Return what ``work`` makes of each item, in order; the longest are begun first, one on each processor."""
    if len(items) < 2:
        return [work(item) for item in items]
    longest_first = sorted(range(len(items)), key=lambda index: -size(items[index]))
    outputs = _workers().map(lambda index: work(items[index]), longest_first)
    found = dict(zip(longest_first, outputs, strict=True))
    return [found[index] for index in range(len(items))]


@lru_cache(maxsize=1)
def _workers() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(min(4, os.cpu_count() or 1), thread_name_prefix="citewire-model")
