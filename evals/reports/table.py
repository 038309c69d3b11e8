"""A report as plain text for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from evals.report_schema import Metric, Report

HEADINGS = ("metric", "value", "95% interval", "n")
SECONDS = {"seconds p50": 0.5, "seconds p95": 0.95}
"""Times of a case that are told: of the median one, and what 95% of the cases kept within."""
MOST_REASONS = 8
"""Reasons of refusing that a table shows."""


def table_rows(report: Report) -> list[tuple[str, str, str, str]]:
    """Return a row for each figure: name, value, interval, number of cases."""
    return [
        (name.replace("_", " "), shown(metric.value, metric), shown_interval(metric), str(metric.n))
        for name, metric in report.metrics.items()
    ]


def text_table(report: Report) -> str:
    """Return the report's figures as an aligned table, with the failures and notes under it."""
    rows = [HEADINGS, *table_rows(report)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    lines = [
        f"{report.suite}: {report.n} cases, system {report.system}",
        *(_line(row, widths) for row in rows),
    ]
    lines.append(f"failed: {report.failed} of {report.n}" if report.failed else "no case failed")
    return "\n".join([*lines, *report.notes, *_refusals(report)])


def _refusals(report: Report) -> Iterator[str]:
    """Yield the most frequent reasons of refusing, and how often each was right."""
    if report.refusals:
        yield "refused, how often rightly, and why:"
    for reason in report.refusals[:MOST_REASONS]:
        yield f"{reason.n:5}  {reason.rightly:5}  {reason.reason}"
    left = report.refusals[MOST_REASONS:]
    if left:
        yield f"{sum(one.n for one in left):5}  {sum(one.rightly for one in left):5}  for {len(left)} other reasons"


def side_by_side(reports: Sequence[Report]) -> str:
    """Return the figures of several reports of one suite as an aligned table, a column for each system."""
    names = list(dict.fromkeys(name for report in reports for name in report.metrics))
    rows = [("metric", *(report.system for report in reports))]
    rows += [(name.replace("_", " "), *(_cell(report, name) for report in reports)) for name in names]
    rows += [(name, *(_seconds(report, share) for report in reports)) for name, share in SECONDS.items()]
    rows.append(("failed", *(str(report.failed) for report in reports)))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(_line(row, widths) for row in rows)


def _cell(report: Report, name: str) -> str:
    metric = report.metrics.get(name)
    if metric is None or metric.value is None:
        return "n/a"
    interval = shown_interval(metric)
    return f"{shown(metric.value, metric)} ({interval})" if interval else shown(metric.value, metric)


def _seconds(report: Report, share: float) -> str:
    seconds = report.latency(share)
    return "n/a" if seconds is None else f"{seconds:.2f}"


def shown(value: float | None, metric: Metric) -> str:
    """Return a figure as text: a share with three decimals, a number with two, ``n/a`` for none."""
    if value is None:
        return "n/a"
    return f"{value:.3f}" if metric.unit == "share" else f"{value:.2f}"


def shown_interval(metric: Metric) -> str:
    """Return the bounds of a figure as text; empty where there are none."""
    if metric.low is None or metric.high is None:
        return ""
    return f"{shown(metric.low, metric)} to {shown(metric.high, metric)}"


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
    return "  ".join([first, *others]).rstrip()
