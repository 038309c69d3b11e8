"""The support score: features of a claim and its sources on one scale, each with the same say.

Equal weights did better than fitted ones on articles that were not seen ("improper linear models": Dawes, American
Psychologist 34, 1979), so only the scales and the curve that makes a probability of their sum are fitted.
``score.json`` holds them with the data they come from; ``benchmarks/fit_support_score.py`` writes it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from rag.stages.support.features import Compared, support_features


@dataclass(frozen=True, slots=True)
class Scale:
    """How one feature is read."""

    mean: float
    scale: float
    sign: int
    """-1 where more of it speaks against the claim."""


@dataclass(frozen=True, slots=True)
class SupportModel:
    """The sum of standardised features, and a logistic curve over it."""

    scales: Mapping[str, Scale]
    slope: float
    intercept: float

    def score(self, compared: Compared) -> float:
        """Return the probability in [0, 1] that a reader would say the sources bear the claim out.

        Of claims of which half are borne out, as half of those were that it is fitted on.
        """
        return self.probability(support_features(compared))

    def probability(self, features: Mapping[str, float]) -> float:
        """Return the probability for features that are known."""
        total = sum(one.sign * (features[name] - one.mean) / one.scale for name, one in self.scales.items())
        return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, self.intercept + self.slope * total))))


@lru_cache(maxsize=1)
def fitted_support() -> SupportModel:
    """Return the model that ships with Citewire."""
    data = json.loads((resources.files("rag.stages.support") / "score.json").read_text("utf-8"))
    scales = {name: Scale(**part) for name, part in data["features"].items()}
    return SupportModel(scales, data["slope"], data["intercept"])
