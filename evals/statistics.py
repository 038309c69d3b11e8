"""Uncertainty of figures: intervals and comparisons. Seeded, so the same cases give the same bounds.

Cases about one document are not independent, so intervals of many-document suites resample documents, not
cases.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

Z95 = 1.959963984540054
"""Two-sided 95% quantile of the standard normal distribution."""

RESAMPLES = 2000

FEW_DOCUMENTS = 8
"""With fewer documents, resampling them says little: A. C. Cameron, J. B. Gelbach and D. L. Miller,
"Bootstrap-based improvements for inference with clustered errors", Review of Economics and Statistics 90
(2008).
"""

Floats = npt.NDArray[np.float64]
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Interval:
    """A 95% interval."""

    low: float
    high: float
    method: str
    """``wilson``, ``bootstrap over N documents`` or what else made it."""


@dataclass(frozen=True, slots=True)
class Difference:
    """How two systems differ on the same cases."""

    value: float
    """Mean of new minus old."""
    n: int
    low: float
    high: float
    p: float
    """Two-sided p-value: twice the smaller share of resampled differences on one side of 0, at most 1."""


def wilson(successes: int, n: int) -> Interval:
    """Return the Wilson score interval of a share.

    Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22
    (1927). Raises ValueError unless 0 <= successes <= n and n > 0.
    """
    if not 0 <= successes <= n or n == 0:
        raise ValueError(f"no share: {successes} of {n}")
    share, z2 = successes / n, Z95 * Z95
    centre = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = Z95 / (1 + z2 / n) * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    low = 0.0 if successes == 0 else max(0.0, centre - half)
    high = 1.0 if successes == n else min(1.0, centre + half)
    return Interval(low, high, "wilson")


def mean_interval(
    values: Sequence[float], groups: Sequence[Hashable], *, seed: int = 0, share: bool = True
) -> Interval:
    """Return the interval of the mean of ``values``; ``groups`` names the document of each.

    Documents are resampled, or cases where there are fewer than ``FEW_DOCUMENTS`` documents, which ``method``
    says. A share (all values 0 or 1) that is counted by case gets Wilson's interval; one on which all
    documents agree, so that resampling sees no spread, gets Wilson's for as many cases as there are
    documents.
    """
    if not values:
        raise ValueError("no values, no interval")
    unit = _unit(groups)
    binary = share and all(value in (0.0, 1.0) for value in values)
    if binary and unit.by_case:
        bounds = wilson(round(sum(values)), len(values))
        return Interval(bounds.low, bounds.high, f"wilson{unit.caution}")
    if binary and len(set(values)) == 1:
        bounds = wilson(round(values[0] * unit.n), unit.n)
        return Interval(bounds.low, bounds.high, f"wilson over {unit.n} documents")
    means = resampled_means(values, unit.names, seed=seed)
    low, high = np.quantile(means, [0.025, 0.975])
    return Interval(float(low), float(high), unit.method)


@dataclass(frozen=True, slots=True)
class _Unit:
    """What is drawn: documents, or cases."""

    names: Sequence[Hashable]
    n: int
    by_case: bool
    caution: str
    """Added where documents should be drawn and are too few."""

    @property
    def method(self) -> str:
        return f"bootstrap over {self.n} {'cases' if self.by_case else 'documents'}{self.caution}"


def _unit(groups: Sequence[Hashable]) -> _Unit:
    documents = len(set(groups))
    if documents == len(groups):
        return _Unit(range(len(groups)), len(groups), by_case=True, caution="")
    if documents < FEW_DOCUMENTS:
        few = f", {documents} documents being too few" if documents > 1 else ""
        return _Unit(range(len(groups)), len(groups), by_case=True, caution=few)
    return _Unit(groups, documents, by_case=False, caution="")


def resampled_means(values: Sequence[float], groups: Sequence[Hashable], *, seed: int = 0) -> Floats:
    """Return ``RESAMPLES`` means of ``values``, each from as many documents drawn with replacement.

    Source: cluster bootstrap, A. C. Davison and D. V. Hinkley, "Bootstrap methods and their application"
    (1997), 3.8.
    """
    members = _codes(groups)
    sums = np.bincount(members, weights=np.asarray(values, dtype=np.float64))
    sizes = np.bincount(members).astype(np.float64)
    drawn = np.random.default_rng(seed).integers(0, len(sizes), size=(RESAMPLES, len(sizes)))
    means: Floats = sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1)
    return means


def statistic_interval(
    statistic: Callable[[Sequence[Item]], float],
    items: Sequence[Item],
    groups: Sequence[Hashable],
    *,
    seed: int = 0,
    resamples: int = 500,
) -> Interval | None:
    """Return the interval of any ``statistic`` of ``items`` by resampling documents.

    With few documents items are resampled. Draws of which ``statistic`` returns NaN do not determine it and
    are left out; None when fewer than half of them do.
    """
    unit = _unit(groups)
    members = _codes(unit.names)
    of_group = [np.flatnonzero(members == code).tolist() for code in range(int(members.max(initial=-1)) + 1)]
    random = np.random.default_rng(seed)
    draws = (random.integers(0, len(of_group), size=len(of_group)) for _ in range(resamples if of_group else 0))
    figures = np.array([statistic([items[i] for code in draw for i in of_group[code]]) for draw in draws])
    figures = figures[~np.isnan(figures)]
    if len(figures) < resamples / 2:
        return None
    low, high = np.quantile(figures, [0.025, 0.975])
    return Interval(float(low), float(high), unit.method)


def paired_difference(
    old: Sequence[float], new: Sequence[float], groups: Sequence[Hashable], *, seed: int = 0
) -> Difference:
    """Return how ``new`` differs from ``old`` on the same cases in the same order, by paired cluster
    bootstrap.

    Raises ValueError for sequences of different lengths or without cases.
    """
    if not len(old) == len(new) == len(groups) or not old:
        raise ValueError("a paired comparison needs the same cases, and at least one")
    deltas = [b - a for a, b in zip(old, new, strict=True)]
    means = resampled_means(deltas, _unit(groups).names, seed=seed)
    low, high = np.quantile(means, [0.025, 0.975])
    p = 2 * min(float((means <= 0).mean()), float((means >= 0).mean()))
    return Difference(sum(deltas) / len(deltas), len(deltas), float(low), float(high), min(1.0, p))


def _codes(groups: Sequence[Hashable]) -> npt.NDArray[np.int64]:
    """Return the groups as numbers from 0, in order of first appearance."""
    seen: dict[Hashable, int] = {}
    return np.array([seen.setdefault(group, len(seen)) for group in groups], dtype=np.int64)
