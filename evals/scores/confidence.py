"""Is a system surer when it is right? Scores of the confidences of a whole run.

Tied confidences count as tied: every figure is the same in whatever order the cases come.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from evals.schema import Score

if TYPE_CHECKING:
    from collections.abc import Sequence

BINS = 10


@dataclass(frozen=True, slots=True)
class Point:
    """What holds when everything of at least ``confidence`` is answered."""

    confidence: float
    coverage: float
    """Share of the cases that are answered."""
    risk: float
    """Share of the answered cases that are not right."""


@dataclass(frozen=True, slots=True)
class Bin:
    """One bar of a reliability diagram."""

    low: float
    high: float
    n: int
    confidence: float
    """Mean confidence of its cases."""
    accuracy: float
    """Share of its cases that are right."""


@dataclass(frozen=True, slots=True)
class _Tie:
    confidence: float
    n: int
    wrong: int


def auroc(confidences: Sequence[float], truths: Sequence[bool]) -> Score:
    """Score the chance that a true case has a higher confidence than a false one; a tie counts half.

    The area under the receiver operating characteristic by its rank form (Mann-Whitney U over n1 * n0).
    Source: J. A. Hanley and B. J. McNeil, Radiology 143 (1982). In [0, 1]; .5 is chance.
    """
    positives = sum(truths)
    negatives = len(truths) - positives
    if not positives or not negatives:
        return Score(None, "all cases are of one sort")
    wins, below = 0.0, 0
    for tie in reversed(_ties(confidences, truths)):
        wins += (tie.n - tie.wrong) * (below + tie.wrong / 2)
        below += tie.wrong
    return Score(wins / (positives * negatives), f"over {positives} true and {negatives} false cases")


def risk_coverage_curve(confidences: Sequence[float], rights: Sequence[bool]) -> tuple[Point, ...]:
    """Return a point for each distinct confidence, from the surest down.

    Source: R. El-Yaniv and Y. Wiener, "On the foundations of noise-free selective classification", JMLR 11
    (2010).
    """
    points, answered, wrong = [], 0, 0
    for tie in _ties(confidences, rights):
        answered, wrong = answered + tie.n, wrong + tie.wrong
        points.append(Point(tie.confidence, answered / len(rights), wrong / answered))
    return tuple(points)


def risk_coverage_area(confidences: Sequence[float], rights: Sequence[bool]) -> Score:
    """Score the mean risk over the coverages 1/n, 2/n, ... 1: lower is better, in [0, 1].

    Within a tie the order is random, so its expected number of mistakes is used.
    Source: Y. Geifman and R. El-Yaniv, "Selective classification for deep neural networks" (NeurIPS 2017).
    """
    if not rights:
        return Score(None, "no case has a confidence")
    total, answered, wrong = 0.0, 0, 0
    for tie in _ties(confidences, rights):
        total += sum((wrong + tie.wrong * i / tie.n) / (answered + i) for i in range(1, tie.n + 1))
        answered, wrong = answered + tie.n, wrong + tie.wrong
    return Score(total / len(rights), f"{wrong} of {answered} are not right at full coverage")


def coverage_at_accuracy(
    confidences: Sequence[float], rights: Sequence[bool], *, accuracy: float = 0.95, total: int | None = None
) -> Score:
    """Score the largest share of cases that can be answered with at least ``accuracy`` of the answers right.

    ``total`` is the number of cases, those without an answer included (default: those given). In [0, 1].
    """
    if not rights:
        return Score(None, "no case has a confidence")
    good = [point for point in risk_coverage_curve(confidences, rights) if 1 - point.risk >= accuracy - 1e-12]
    if not good:
        return Score(0.0, f"no threshold reaches an accuracy of {accuracy:.0%}")
    best = good[-1]
    share = best.coverage * len(rights) / (total or len(rights))
    return Score(share, f"by answering everything of a confidence of {best.confidence:.3f} or more")


def reliability(confidences: Sequence[float], rights: Sequence[bool], *, bins: int = BINS) -> tuple[Bin, ...]:
    """Return the non-empty bins of equal width over [0, 1]; raises ValueError for confidences outside."""
    if any(not 0 <= confidence <= 1 for confidence in confidences):
        raise ValueError("a calibrated confidence lies in [0, 1]")
    held: dict[int, list[tuple[float, bool]]] = {}
    for confidence, is_right in zip(confidences, rights, strict=True):
        held.setdefault(min(int(confidence * bins), bins - 1), []).append((confidence, is_right))
    return tuple(
        Bin(
            low=index / bins,
            high=(index + 1) / bins,
            n=len(cases),
            confidence=sum(confidence for confidence, _ in cases) / len(cases),
            accuracy=sum(is_right for _, is_right in cases) / len(cases),
        )
        for index, cases in sorted(held.items())
    )


def calibration_error(confidences: Sequence[float], rights: Sequence[bool], *, bins: int = BINS) -> Score:
    """Score the expected calibration error: the mean gap of confidence and accuracy over bins, by size, in
    [0, 1].

    ECE = sum_b n_b / n * |accuracy_b - confidence_b|, bins of equal width. Source: M. P. Naeini, G. F. Cooper
    and M. Hauskrecht (AAAI 2015). Not applicable to confidences outside [0, 1], which claim no probability.
    """
    if not rights:
        return Score(None, "no case has a confidence")
    if any(not 0 <= confidence <= 1 for confidence in confidences):
        return Score(None, "the confidences are not probabilities")
    gaps = [b.n * abs(b.accuracy - b.confidence) for b in reliability(confidences, rights, bins=bins)]
    return Score(sum(gaps) / len(rights), f"over {len(gaps)} bins that hold cases")


def _ties(confidences: Sequence[float], rights: Sequence[bool]) -> list[_Tie]:
    """Return the cases by confidence, the surest first, equal ones together."""
    ordered = sorted(zip(confidences, rights, strict=True), key=lambda pair: -pair[0])
    ties = []
    for confidence, members in groupby(ordered, key=lambda pair: pair[0]):
        flags = [is_right for _, is_right in members]
        ties.append(_Tie(confidence, len(flags), len(flags) - sum(flags)))
    return ties
