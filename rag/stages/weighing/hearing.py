"""How far a question was met by a sentence, by a linear head on the states that a cross-encoder has of the question.

The reranker's own logit says how relevant a sentence is; whether it answers shows better in the states of the
question's words. ``hearing.json`` holds the weights; ``benchmarks/fit_confidence.py`` writes it with the confidence
that uses it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np

from rag.protocols import CloseReading, Floats


@dataclass(frozen=True, slots=True)
class HearingHead:
    """Weights over the mean state of the question's tokens."""

    weights: Floats
    """Shape (width,)."""
    intercept: float

    def score(self, reading: CloseReading) -> float:
        """Return the log odds that the sentence answers the question."""
        return float(reading.asked @ self.weights) + self.intercept


@lru_cache(maxsize=1)
def fitted_head() -> HearingHead:
    """Return the head that ships with Citewire."""
    data = json.loads((resources.files("rag.stages.weighing") / "hearing.json").read_text("utf-8"))
    return HearingHead(np.array(data["weights"], dtype=np.float32), float(data["intercept"]))
