"""The records of a report: figures with their uncertainty, and every case with its scores. All are frozen."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from evals.schema import Scored

REPORT_SCHEMA = "citewire.report/1"
"""Name and version of the JSON that :meth:`Report.to_dict` returns; the version rises when a key changes."""

Unit = Literal["share", "number"]
"""A ``share`` lies in [0, 1]; a ``number`` is a count, an area or a time."""


@dataclass(frozen=True, slots=True)
class Metric:
    """One figure of a report with its uncertainty."""

    value: float | None
    """None when nothing could be counted."""
    n: int
    """Number of cases counted."""
    low: float | None
    high: float | None
    """Bounds of the 95% interval; None where there is none."""
    interval: str
    """How the interval was made."""
    not_applicable: int = 0
    """Cases of which this figure says nothing."""
    unit: Unit = "share"

    def to_dict(self) -> dict[str, Any]:
        """Return the figure as a value of the report's ``metrics``."""
        return {
            "value": self.value,
            "n": self.n,
            "low": self.low,
            "high": self.high,
            "interval": self.interval,
            "not_applicable": self.not_applicable,
            "unit": self.unit,
        }


@dataclass(frozen=True, slots=True)
class RefusalReason:
    """Refusals for one reason."""

    reason: str
    """Without what differs from question to question: names, numbers and quoted words are ``…``."""
    n: int
    rightly: int
    """How many of the questions are unanswerable."""

    def to_dict(self) -> dict[str, Any]:
        """Return the reason as an item of the report's ``refusals``."""
        return {"reason": self.reason, "n": self.n, "rightly": self.rightly}


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that one run found."""

    suite: str
    system: str
    metrics: Mapping[str, Metric]
    cases: tuple[Scored, ...]
    notes: tuple[str, ...] = ()
    """What the reader of the figures must know."""
    settings: Mapping[str, Any] = field(default_factory=dict)
    """What was chosen for the run: sample, seed, options of the system."""
    refusals: tuple[RefusalReason, ...] = ()
    """Why the system refused, the most frequent reason first."""

    @property
    def n(self) -> int:
        """Number of cases, failed ones included."""
        return len(self.cases)

    @property
    def failed(self) -> int:
        """Number of cases in which the system crashed or ran out of time."""
        return sum(scored.failed for scored in self.cases)

    def to_dict(self, *, timing: bool = False) -> dict[str, Any]:
        """Return the public JSON form.

        Without ``timing`` two runs of a deterministic system give the same bytes; with it, ``timing`` holds
        the median and the 95th percentile of the seconds per case and to the first sentence, and the seconds
        of each case.
        """
        body: dict[str, Any] = {
            "schema": REPORT_SCHEMA,
            "suite": self.suite,
            "system": self.system,
            "n": self.n,
            "failed": self.failed,
            "notes": list(self.notes),
            "settings": dict(self.settings),
            "metrics": {name: metric.to_dict() for name, metric in self.metrics.items()},
            "refusals": [reason.to_dict() for reason in self.refusals],
            "cases": [scored.to_dict() for scored in self.cases],
        }
        if timing:
            seconds = {scored.case.id: round(scored.seconds, 4) for scored in self.cases}
            body["timing"] = {
                "p50": self.latency(0.5),
                "p95": self.latency(0.95),
                "first_sentence_p50": nearest_rank(self.first_seconds, 0.5),
                "first_sentence_p95": nearest_rank(self.first_seconds, 0.95),
                "seconds": seconds,
            }
        return body

    @property
    def first_seconds(self) -> tuple[float, ...]:
        """Seconds to the first sentence, of the cases in which the system says so."""
        stated = (one.response.first_seconds for one in self.cases if one.response)
        return tuple(seconds for seconds in stated if seconds is not None)

    def latency(self, share: float) -> float | None:
        """Return the seconds within which this ``share`` of the cases were done; None without any."""
        return nearest_rank([one.seconds for one in self.cases if not one.failed], share)


def nearest_rank(values: Sequence[float], share: float) -> float | None:
    """Return the percentile of ``values`` by the nearest-rank method, rounded to 1e-4; None without values."""
    ordered = sorted(values)
    return round(ordered[max(0, math.ceil(share * len(ordered)) - 1)], 4) if ordered else None
