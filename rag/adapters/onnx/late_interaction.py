"""Word-by-word comparison with answerai-colbert-small-v1 (Apache-2.0), int8."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np
import numpy.typing as npt

from rag.adapters.onnx.network import Network, in_parallel
from rag.adapters.onnx.weights import COLBERT_SMALL
from rag.adapters.surrogates import encodable
from rag.protocols import TokenMatch

_QUESTION_MARK, _TEXT_MARK = 1, 2
"""Ids of the marker tokens that tell the network a question from a text."""
_KEPT = 512
"""Texts whose token vectors stay in memory (about 50 KB each)."""


@dataclass(frozen=True, slots=True)
class _Tokens:
    vectors: npt.NDArray[np.float32]
    """Unit vectors, shape (tokens, 384)."""
    offsets: tuple[tuple[int, int], ...]


class OnnxTokenSimilarity:
    """Late interaction (Khattab and Zaharia, SIGIR 2020): the largest cosine for each token of a question.

    The carrier's export ends before ColBERT's last projection, so vectors have 384 dimensions; similarities are
    those of the network's last hidden state.
    """

    def __init__(self) -> None:
        self._network = Network(COLBERT_SMALL, max_tokens=256)
        self._lock = Lock()
        self._known: OrderedDict[str, _Tokens] = OrderedDict()

    def compare(self, question: str, texts: Sequence[str]) -> tuple[TokenMatch, ...]:
        """Return one record for each text, in order."""
        known = self._remembered(texts)
        missing = [(text, _TEXT_MARK) for text in dict.fromkeys(texts) if text not in known]
        asked, *fresh = in_parallel(
            self._encode, [(question, _QUESTION_MARK), *missing], size=lambda item: len(item[0])
        )
        found = {text: tokens for (text, _), tokens in zip(missing, fresh, strict=True)}
        self._remember(found)
        return tuple(_match(asked, known.get(text) or found[text]) for text in texts)

    def _remembered(self, texts: Sequence[str]) -> dict[str, _Tokens]:
        with self._lock:
            known = {text: self._known[text] for text in texts if text in self._known}
            for text in known:
                self._known.move_to_end(text)
        return known

    def _remember(self, found: Mapping[str, _Tokens]) -> None:
        with self._lock:
            self._known.update(found)
            while len(self._known) > _KEPT:
                self._known.popitem(last=False)

    def _encode(self, marked: tuple[str, int]) -> _Tokens:
        text, mark = marked
        encoding = self._network.encode(encodable(text))
        ids = [encoding.ids[0], mark, *encoding.ids[1:]]
        states = self._network.states(ids)
        states = np.delete(states, [0, 1, len(ids) - 1], axis=0)
        norms = np.maximum(np.linalg.norm(states, axis=1, keepdims=True), 1e-9)
        return _Tokens(states / norms, tuple(encoding.offsets[1:-1]))


def _match(asked: _Tokens, text: _Tokens) -> TokenMatch:
    if not len(asked.vectors) or not len(text.vectors):
        return TokenMatch(asked.offsets, (0.0,) * len(asked.offsets))
    best = (asked.vectors @ text.vectors.T).max(axis=1)
    return TokenMatch(asked.offsets, tuple(float(value) for value in best))
