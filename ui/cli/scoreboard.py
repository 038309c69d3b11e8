"""Reports as lines for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evals import side_by_side, text_table
from evals.report_schema import nearest_rank

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from evals import Comparison, Cost, Report


def report_lines(report: Report, compared: Sequence[Comparison], cost: Cost | None) -> Iterator[str]:
    """Yield the lines of one report, beside an older one where there is any."""
    yield from text_table(report).splitlines()
    p50, p95 = report.latency(0.5), report.latency(0.95)
    if p50 is not None and p95 is not None:
        yield f"half of the cases took at most {p50:.3f} s, 95% at most {p95:.3f} s"
    yield from _spent(report, cost)
    for comparison in compared:
        yield from ("", *_difference(comparison))


def several_lines(
    reports: Sequence[Report], compared: Sequence[Comparison], costs: Sequence[Cost | None]
) -> Iterator[str]:
    """Yield the lines of several reports of one suite: a table, then how each differs from the first."""
    first = reports[0]
    yield f"{first.suite}: {first.n} cases"
    yield from side_by_side(reports).splitlines()
    yield from first.notes
    for report, cost in zip(reports, costs, strict=True):
        yield from (f"{report.system}: {line}" for line in _spent(report, cost))
    for comparison in compared:
        yield from ("", *_difference(comparison))


def _spent(report: Report, cost: Cost | None) -> Iterator[str]:
    """Say when first sentences came, and what a run cost where there is a price."""
    first50, first95 = (nearest_rank(report.first_seconds, share) for share in (0.5, 0.95))
    if first50 is not None and first95 is not None:
        yield f"the first sentence came within {first50:.3f} s in half of the answers, {first95:.3f} s in 95%"
    if cost is None:
        return
    amount = "no price for this system" if cost.amount is None else f"cost {cost.amount:.4f}"
    yield (
        f"{cost.input_tokens} tokens read, {cost.output_tokens} written, in {cost.stated} of {report.n} cases; {amount}"
    )


def _difference(comparison: Comparison) -> Iterator[str]:
    yield (
        f"{comparison.new_system} beside {comparison.old_system}: mean difference, 95% interval, n of pairs"
        if comparison.new_system != comparison.old_system
        else "beside the older run: mean difference, 95% interval, n of pairs"
    )
    width = max(map(len, comparison.differences), default=0)
    for name, found in comparison.differences.items():
        interval = f"{found.low:+.3f} to {found.high:+.3f}"
        yield f"{name.replace('_', ' '):{width}}  {found.value:+.3f}  {interval:16}  {found.n}".rstrip()
    yield f"{len(comparison.changed)} scores changed; {comparison.only_old} cases gone, {comparison.only_new} new"
