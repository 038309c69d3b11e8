"""Limits that a report must keep, such as ``right=0.9`` or ``made_up<=0.05``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rag.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evals.report_schema import Report

LOWER_IS_BETTER = frozenset(
    {
        "wrong",
        "over_refused",
        "made_up",
        "redundancy",
        "withheld",
        "sentences",
        "attack_success",
        "lie_repeated",
        "false_alarm",
        "risk_coverage_area",
        "calibration_error",
        "short_words",
        "words_median",
        "failed",
        "invalid_ids",
        "unsupported_by_verifier",
    }
)
"""Figures of which ``name=limit`` sets the most, not the least, that is allowed."""

_LIMIT = re.compile(r"\s*([a-z_0-9]+)\s*(>=|<=|=)\s*([0-9.]+)\s*")


@dataclass(frozen=True, slots=True)
class Limit:
    """One bound on one figure."""

    metric: str
    bound: Literal[">=", "<="]
    value: float


@dataclass(frozen=True, slots=True)
class Breach:
    """A limit that a report does not keep."""

    limit: Limit
    found: float | None
    """None when the figure could not be counted: what cannot be shown does not pass."""

    def __str__(self) -> str:
        found = "could not be counted" if self.found is None else f"is {self.found:.4g}"
        return f"{self.limit.metric} {found}; the limit is {self.limit.bound} {self.limit.value:g}"


def read_limit(text: str) -> Limit:
    """Return the limit that ``text`` names: ``NAME>=VALUE``, ``NAME<=VALUE``, or ``NAME=VALUE``.

    The last means "no worse than VALUE", whichever way is worse. Raises BadInput.
    """
    match = _LIMIT.fullmatch(text)
    try:
        name, sign, value = match.groups() if match else ("", "", "")
        number = float(value)
    except ValueError as exc:
        raise BadInput(f"{text!r} is no limit; write for example right=0.9 or made_up<=0.05.") from exc
    if sign == "=":
        return Limit(name, "<=" if name in LOWER_IS_BETTER else ">=", number)
    return Limit(name, "<=" if sign == "<=" else ">=", number)


def breaches(report: Report, limits: Sequence[Limit]) -> tuple[Breach, ...]:
    """Return the limits that ``report`` does not keep; raises BadInput for a figure that it does not have."""
    return tuple(Breach(limit, found) for limit in limits if not _kept(limit, found := _found(report, limit.metric)))


def _found(report: Report, name: str) -> float | None:
    if name == "failed":
        return float(report.failed)
    if name not in report.metrics:
        raise BadInput(f"The suite {report.suite!r} has no figure {name!r}; it has {', '.join(report.metrics)}.")
    return report.metrics[name].value


def _kept(limit: Limit, found: float | None) -> bool:
    if found is None:
        return False
    return found >= limit.value if limit.bound == ">=" else found <= limit.value
