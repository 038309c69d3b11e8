"""The frozen threshold of the support check; ``benchmarks/fit_support.py`` fits and writes it, with its provenance."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import resources


@dataclass(frozen=True, slots=True)
class Threshold:
    """How much of a claim may be new."""

    missing_share: float
    """Largest share of its content words that the source need not have."""


def load_threshold() -> Threshold:
    """Return the threshold that ships with the package."""
    frozen = json.loads(resources.files("rag.stages.verify").joinpath("support.json").read_text(encoding="utf-8"))
    return Threshold(float(frozen["missing_share"]))


SUPPORT = load_threshold()
