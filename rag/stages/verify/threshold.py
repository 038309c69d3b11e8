"""The frozen threshold of the support check."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Threshold:
    """How much of a claim may be new."""

    missing_share: float
    """Largest share of its content words that the source need not have."""


SUPPORT = Threshold(0.0)
