"""Reports of one suite side by side in Markdown, as a document has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evals.reports.table import SECONDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

TO_CHOOSE_BY = (
    "right",
    "wrong",
    "made_up",
    "over_refused",
    "own_words",
    "withheld",
    "tokens",
    "tokens_written",
)
"""What tells which model to take, where answers are scored; the times stand under it."""


def markdown_table(reports: Sequence[Mapping[str, Any]], figures: Sequence[str] | None = None) -> str:
    """Return a table of reports in their JSON form: a row for each figure, a column for each system.

    By default it has what one chooses by where answers are scored, else every figure. Reports made with ``timing``
    have their seconds too.
    """
    return "\n".join(_lines(reports, default_figures(reports) if figures is None else figures))


def default_figures(reports: Sequence[Mapping[str, Any]]) -> Sequence[str]:
    """Return what one chooses by, where answers are scored, else the names of all figures."""
    names = list(dict.fromkeys(name for report in reports for name in report["metrics"]))
    return [name for name in TO_CHOOSE_BY if name in names] if "made_up" in names else names


def _lines(reports: Sequence[Mapping[str, Any]], figures: Sequence[str]) -> Iterator[str]:
    yield f"| figure | {' | '.join(_plain(report['system']) for report in reports)} |"
    yield f"|---|{'---|' * len(reports)}"
    for name in figures:
        cells = [report["metrics"].get(name) for report in reports]
        yield _row(title_of(name, cells), map(figure_cell, cells))
    for name, times in seconds_cells(reports):
        yield _row(name, times)


def figure_cell(metric: Mapping[str, Any] | None) -> str:
    """Return a figure with its interval and number of cases."""
    if metric is None or metric["value"] is None:
        return "n/a"
    digits = 3 if metric["unit"] == "share" else 2 if abs(metric["value"]) < 100 else 0
    if metric["low"] is None:
        return f"{metric['value']:,.{digits}f} (n = {metric['n']})"
    bounds = f"{metric['low']:,.{digits}f} to {metric['high']:,.{digits}f}"
    return f"{metric['value']:,.{digits}f} ({bounds}, n = {metric['n']})"


def title_of(name: str, cells: Sequence[Mapping[str, Any] | None]) -> str:
    """Return a figure's name in words."""
    counted = any(cell is not None and cell["unit"] == "number" for cell in cells)
    return f"{name.replace('_', ' ')} a question" if counted and name in TO_CHOOSE_BY else name.replace("_", " ")


def seconds_cells(reports: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, list[str]]]:
    """Yield the rows of times; none where a report was made without."""
    if all("timing" in report for report in reports):
        for name in SECONDS:
            yield f"seconds a question, {name.split()[-1]}", [_seconds(report, name.split()[-1]) for report in reports]


def _seconds(report: Mapping[str, Any], key: str) -> str:
    seconds = report["timing"][key]
    counted = report["n"] - report["failed"]
    return "n/a" if seconds is None else f"{seconds:.2f} (n = {counted})"


def _row(name: str, cells: Iterable[str]) -> str:
    return f"| {' | '.join((name, *cells))} |"


def _plain(text: str) -> str:
    """Return a system's name so that it stays in its cell."""
    return " ".join(text.replace("|", "\\|").split())
