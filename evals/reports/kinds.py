"""Scores by kind of question: how many cases of each went well, with an interval."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from evals.reports.faults import went_wrong
from evals.statistics import Interval, mean_interval

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evals.report_schema import Report
    from evals.schema import Scored

LEFT, WIDE, ROW, RIGHT = 150, 220, 22, 50
"""Pixels of the names, of the scale, of a row, and of the numbers."""
LONGEST = 24
"""Characters of a name that fit."""


@dataclass(frozen=True, slots=True)
class Kind:
    """The cases of one kind."""

    name: str
    n: int
    """Cases in which the system did not crash."""
    well: int
    failed: int
    interval: Interval | None
    """Of the share that went well; None where nothing was counted."""

    @property
    def share(self) -> float | None:
        """The share that went well."""
        return self.well / self.n if self.n else None


def kinds_of(report: Report) -> tuple[Kind, ...]:
    """Return the kinds of a report in alphabetical order."""
    names = sorted({scored.case.kind for scored in report.cases})
    return tuple(_kind(name, [one for one in report.cases if one.case.kind == name]) for name in names)


def _kind(name: str, cases: Sequence[Scored]) -> Kind:
    sound = [scored for scored in cases if not scored.failed]
    values = [float(not went_wrong(scored)) for scored in sound]
    interval = mean_interval(values, [scored.case.group for scored in sound]) if sound else None
    return Kind(name, len(sound), round(sum(values)), len(cases) - len(sound), interval)


def kinds_picture(kinds: Sequence[Kind]) -> str:
    """Return an SVG picture with a row for each kind: its share on a scale from 0 to 1, and the interval."""
    height = ROW * (len(kinds) + 1) + 6
    told = "; ".join(f"{kind.name} {kind.well} of {kind.n}" for kind in kinds)
    rows = "".join(_row(kind, place) for place, kind in enumerate(kinds))
    return (
        f'<svg role="img" viewBox="0 0 {LEFT + WIDE + RIGHT} {height}" '
        f'aria-label="{escape(f"By kind of question, how many went well: {told}", quote=True)}">'
        f"{_scale(height)}{rows}</svg>"
    )


def _row(kind: Kind, place: int) -> str:
    middle = ROW * place + ROW / 2 + 2
    name = kind.name if len(kind.name) <= LONGEST else f"{kind.name[: LONGEST - 1]}…"
    parts = [f'<text x="{LEFT - 8}" y="{middle + 4}" text-anchor="end">{escape(name)}</text>']
    if kind.share is not None and kind.interval is not None:
        low, high = (LEFT + WIDE * bound for bound in (kind.interval.low, kind.interval.high))
        parts.append(f'<path class="range" d="M{low:.1f} {middle}H{high:.1f}"/>')
        parts.append(f'<circle class="spot" cx="{LEFT + WIDE * kind.share:.1f}" cy="{middle}" r="5"/>')
    parts.append(f'<text x="{LEFT + WIDE + 8}" y="{middle + 4}">{kind.well}/{kind.n}</text>')
    return "".join(parts)


def _scale(height: int) -> str:
    floor = height - ROW + 2
    marks = "".join(
        f'<path class="grid" d="M{LEFT + WIDE * share} 2V{floor}"/>'
        f'<text x="{LEFT + WIDE * share}" y="{height - 6}" text-anchor="middle">{share:g}</text>'
        for share in (0, 0.25, 0.5, 0.75, 1)
    )
    return f'{marks}<path class="axis" d="M{LEFT} {floor}H{LEFT + WIDE}"/>'
