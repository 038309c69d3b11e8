"""Where in a sentence the answer lies, by a linear head on the states of a cross-encoder.

A head gives each token a logit for being the answer's first token and one for being its last, as BERT's for SQuAD
does (Devlin et al., NAACL 2019, section 4.2). ``pointing.json`` holds its weights with the data they were fitted on;
``benchmarks/fit_pointing.py`` writes it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np
import numpy.typing as npt

from rag.protocols import CloseReading, Floats

LONGEST = 20
"""Tokens of the longest answer."""


@dataclass(frozen=True, slots=True)
class Pointer:
    """The weights of the head."""

    weights: Floats
    """Shape (2, width): for the first and for the last token."""
    certainty: float
    """The probability with which the shortest window is to hold the answer."""
    brief_certainty: float
    """The same where that window is too long to be called short."""


@dataclass(frozen=True, slots=True)
class Window:
    """A run of a text that is likely to hold the answer. Offsets as everywhere: ``text[start:end]``."""

    start: int
    end: int


@lru_cache(maxsize=1)
def fitted_pointer() -> Pointer:
    """Return the head that ships with Citewire."""
    data = json.loads((resources.files("rag.stages.asking") / "pointing.json").read_text("utf-8"))
    weights = np.array([data["first"], data["last"]], dtype=np.float32)
    return Pointer(weights, float(data["certainty"]), float(data["brief_certainty"]))


def point(pointer: Pointer, reading: CloseReading, certainty: float, allowed: Sequence[Window] = ()) -> Window | None:
    """Return the shortest window that holds the answer with this certainty.

    With ``allowed``, only spans that touch one of these windows count as answers. None for a text without tokens.
    """
    count = len(reading.offsets)
    if count == 0:
        return None
    likely = span_probabilities(pointer, reading)
    if allowed:
        likely = _touching(likely, reading, allowed)
    # held[i, j]: the probability of all spans inside i..j
    held = np.cumsum(np.cumsum(likely[::-1], axis=0)[::-1], axis=1)
    steps = np.arange(count)
    length = steps[None, :] - steps[:, None]
    # rounding must not leave the whole text a hair below a certainty of 1
    fits = (held >= min(certainty, held[0, -1])) & (length >= 0)
    first, last = np.unravel_index(np.where(fits, length - held, np.inf).argmin(), held.shape)
    return Window(reading.offsets[first][0], reading.offsets[last][1])


def span_probabilities(pointer: Pointer, reading: CloseReading) -> npt.NDArray[np.float64]:
    """Return P(the answer runs from token i to token j), shape (tokens, tokens)."""
    firsts, lasts = (reading.states @ pointer.weights.T).T.astype(np.float64)
    spans = np.triu(np.exp(firsts - firsts.max())[:, None] * np.exp(lasts - lasts.max())[None, :])
    spans = np.tril(spans, LONGEST - 1)
    # where the likely ends lie before the likely starts, nothing may be left: then all spans are alike
    spans += np.tril(np.triu(np.full_like(spans, 1e-12)), LONGEST - 1)
    return np.asarray(spans / spans.sum())


def _touching(
    likely: npt.NDArray[np.float64], reading: CloseReading, allowed: Sequence[Window]
) -> npt.NDArray[np.float64]:
    """Keep the spans that overlap an allowed window; all of them where none does."""
    starts = np.array([start for start, _ in reading.offsets])[:, None]
    ends = np.array([end for _, end in reading.offsets])[None, :]
    touching = np.zeros(likely.shape, dtype=bool)
    for window in allowed:
        touching |= (starts < window.end) & (ends > window.start)
    kept = np.where(touching, likely, 0.0)
    return np.asarray(kept / kept.sum()) if kept.sum() > 0 else likely
