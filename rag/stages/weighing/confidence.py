"""A calibrated probability that the nearest sentence answers, from a logistic model that anyone can read.

``confidence.json`` holds its weights, means and scales with the data they were fitted on; it is written by
``benchmarks/fit_confidence.py`` and never by hand.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Weight:
    """One feature's part in the model."""

    mean: float
    scale: float
    weight: float


@dataclass(frozen=True, slots=True)
class ConfidenceModel:
    """Logistic regression over standardised features."""

    weights: Mapping[str, Weight]
    intercept: float
    threshold: float
    """The documented default: answers below it are refused."""

    def confidence(self, features: Mapping[str, float]) -> float:
        """Return the probability in [0, 1]; every feature of the model must be there."""
        total = self.intercept + sum(
            part.weight * (features[name] - part.mean) / part.scale for name, part in self.weights.items()
        )
        return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, total))))


@lru_cache(maxsize=1)
def fitted_model() -> ConfidenceModel:
    """Return the model that ships with Citewire."""
    data = json.loads((resources.files("rag.stages.weighing") / "confidence.json").read_text("utf-8"))
    weights = {name: Weight(**part) for name, part in data["features"].items()}
    return ConfidenceModel(weights, data["intercept"], data["threshold"])
