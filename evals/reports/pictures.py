"""The pictures of a report: risk against coverage, reliability, and time."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from evals.reports.drawing import Frame, Spot, bars, line, picture, spots
from evals.reports.kinds import kinds_of, kinds_picture
from evals.scores.confidence import reliability, risk_coverage_curve
from evals.suites.figures import confidences, refused, rights, stating

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evals.report_schema import Report
    from evals.schema import Scored

TIME_BARS = 20
FIFTHS = 5
"""An axis has five steps; a count is a whole number at each."""
MOST_KINDS = 24
"""Rows of a picture; the table of a report has them all."""


def pictures_of(report: Report) -> Iterator[str]:
    """Yield the SVG pictures that the report's cases allow, as figures with a caption."""
    given = [scored for scored in stating(report.cases) if not refused(scored)]
    scored = [one for one in given if "right" in one.scores]
    if scored:
        yield _captioned(_risk_coverage(report, scored), "Answering only the surest: how many are not right")
    if scored and all(0 <= number <= 1 for number in confidences(scored)):
        yield _captioned(_reliability(scored), "Stated confidence against the share that is right")
    kinds = kinds_of(report)
    if len(kinds) > 1:
        yield _captioned(kinds_picture(kinds[:MOST_KINDS]), "By kind of question: the share that went well")
    seconds = [one.seconds for one in report.cases if not one.failed]
    if seconds:
        yield _captioned(_times(seconds), "Seconds per case; the last bar holds all that took longer")


def _captioned(drawn: str, caption: str) -> str:
    return f"<figure>{drawn}<figcaption>{caption}</figcaption></figure>"


def _risk_coverage(report: Report, given: list[Scored]) -> str:
    frame = Frame("Risk against coverage", "share of all cases answered", "share of answers not right")
    share = len(given) / report.n
    curve = risk_coverage_curve(confidences(given), rights(given))
    points = [
        Spot(
            point.coverage * share,
            point.risk,
            f"confidence {point.confidence:.3f}: risk {point.risk:.3f}",
            0.0,
        )
        for point in curve
    ]
    return picture(frame, line(frame, points), spots(frame, points), told=points)


def _reliability(given: list[Scored]) -> str:
    frame = Frame("Reliability", "stated confidence", "share right")
    points = [
        Spot(
            b.confidence,
            b.accuracy,
            f"{b.n} answers: said {b.confidence:.2f}, was {b.accuracy:.2f}",
            b.n / len(given),
        )
        for b in reliability(confidences(given), rights(given))
    ]
    diagonal = line(frame, [Spot(0, 0), Spot(1, 1)], style="guide")
    return picture(frame, diagonal, spots(frame, points), told=points)


def _times(seconds: list[float]) -> str:
    usual = sorted(seconds)[max(0, round(0.95 * len(seconds)) - 1)]
    longest = max(min(max(seconds), 1.5 * usual), 1e-3)  # the first case also loads the models
    width = longest / TIME_BARS
    counts = Counter(min(int(second / width), TIME_BARS - 1) for second in seconds)
    frame = Frame("Time per case", "seconds", "cases", longest, -(-max(counts.values()) // FIFTHS) * FIFTHS)
    points = [
        Spot(index * width, count, f"{count} cases from {index * width:.3g} s{' on' * (index == TIME_BARS - 1)}")
        for index, count in sorted(counts.items())
    ]
    return picture(frame, bars(frame, points, width=width), told=points)
