"""An evaluation as a command: run, show, save, compare, hold to limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evals import breaches, compare, read_limit, read_report, run, save_report, text_table
from ui.cli.exits import Exit
from ui.cli.output import write_error, write_json, write_line
from ui.cli.progress import progress_bar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from evals import Comparison, Report, Suite


def evaluate(
    suite: Suite,
    *,
    saved: Sequence[Path],
    old: Path | None,
    limits: Sequence[str],
    as_json: bool,
    min_confidence: float | None,
    **settings: Any,
) -> int:
    """Run a suite with the options of :func:`evals.run` and return the exit code."""
    held = [read_limit(limit) for limit in limits]
    before = None if old is None else read_report(old)
    options = {} if min_confidence is None else {"min_confidence": min_confidence}
    with progress_bar("Asking", hidden=as_json) as progress:
        report = run(suite=suite, options=options, progress=progress, **settings)
    for file in saved:
        save_report(report, file, timing=True)
    _show(report, None if before is None else compare(before, report), as_json=as_json)
    broken = breaches(report, held)
    for breach in broken:
        write_error(f"{breach}.")
    return Exit.BELOW if broken or report.failed else Exit.DONE


def _show(report: Report, comparison: Comparison | None, *, as_json: bool) -> None:
    if as_json:
        compared = {} if comparison is None else {"comparison": comparison.to_dict()}
        write_json({**report.to_dict(), **compared})
        return
    lines = text_table(report).splitlines()
    for line in lines if comparison is None else [*lines, "", *_compared(comparison)]:
        write_line(line)


def _compared(comparison: Comparison) -> Iterator[str]:
    yield f"beside {comparison.old_system}: mean difference, 95% interval, n of pairs"
    width = max(map(len, comparison.differences), default=0)
    for name, found in comparison.differences.items():
        interval = "" if found.low is None or found.high is None else f"{found.low:+.3f} to {found.high:+.3f}"
        yield f"{name.replace('_', ' '):{width}}  {found.value:+.3f}  {interval:16}  {found.n}".rstrip()
    gone, new = comparison.only_old, comparison.only_new
    yield f"{len(comparison.changed)} scores changed; {gone} cases gone, {new} new"
