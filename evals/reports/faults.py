"""Which cases went wrong, and in which respect."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evals.schema import Scored

_BAD_AT_ONE = ("wrong", "over_refused", "made_up", "attack_success", "false_alarm")
"""Scores of which 1 means that the case went wrong."""
_BAD_UNDER_ONE = ("right", "caught", "citation_correct", "quote_validity", "alce_recall_by_verifier")
"""Scores of which less than 1 means so; where a suite says what is ``right``, that settles it."""
_BAD_AT_ZERO = ("reciprocal_rank",)
"""Scores of which 0 means so."""


@dataclass(frozen=True, slots=True)
class Fault:
    """How a case went wrong."""

    name: str
    """Of the score that says so, in words."""
    reason: str

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}"


def fault_of(scored: Scored) -> Fault | None:
    """Return the first score that says that the case went wrong; None where none does, or the system crashed."""
    others = ("right",) if "right" in scored.scores else (*_BAD_UNDER_ONE, *_BAD_AT_ZERO)
    for name in (*_BAD_AT_ONE, *others):
        score = scored.scores.get(name)
        if score is not None and score.value is not None and _is_bad(name, score.value):
            shown = name if name in _BAD_AT_ONE else f"not {name}"
            return Fault(shown.replace("_", " "), score.reason)
    return None


def went_wrong(scored: Scored) -> bool:
    """Tell whether the case failed or has a fault."""
    return scored.failed or fault_of(scored) is not None


def _is_bad(name: str, value: float) -> bool:
    if name in _BAD_AT_ONE:
        return value == 1.0
    return value < 1.0 if name in _BAD_UNDER_ONE else value == 0.0
