"""An evaluation as a command: run, show, save, compare, hold to limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evals import (
    breaches,
    compare,
    cost_of,
    markdown_table,
    public_suite,
    read_limit,
    read_prices,
    read_report,
    run,
    save_reports,
)
from evals.reports.saving import check_target
from rag.errors import BadInput
from ui.cli.exits import Exit
from ui.cli.output import write_error, write_json, write_line
from ui.cli.progress import progress_bar
from ui.cli.scoreboard import report_lines, several_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from evals import Comparison, Cost, Price, Report, Suite


def evaluate(
    suite: Suite,
    *,
    saved: Sequence[Path],
    old: Path | None,
    limits: Sequence[str],
    prices: Path | None,
    timing: bool,
    markdown: bool,
    as_json: bool,
    **settings: Any,
) -> int:
    """Run a suite with the options of :func:`evals.run`, of one system or several, and return the exit code."""
    contenders = list(_contenders(**settings))
    if old is not None and len(contenders) > 1:
        raise BadInput("An older report is compared with one run; name one system, or leave --compare out.")
    if markdown and as_json:
        raise BadInput("Choose --markdown or --json, not both.")
    for file in saved:
        check_target(file)
    held = [read_limit(limit) for limit in limits]
    before = None if old is None else read_report(old)
    priced = None if prices is None else read_prices(prices)
    reports = [_run(suite, contender, hidden=as_json) for contender in contenders]
    for file in saved:
        save_reports(reports, file, timing=timing)
    if markdown:
        for line in markdown_table([report.to_dict(timing=True) for report in reports]).splitlines():
            write_line(line)
    else:
        _show(reports, before, priced, as_json=as_json, timing=timing)
    broken = [(report, breach) for report in reports for breach in breaches(report, held)]
    for report, breach in broken:
        write_error(f"{breach}." if len(reports) == 1 else f"{report.system}: {breach}.")
    return Exit.BELOW if broken or any(report.failed for report in reports) else Exit.DONE


def chosen_base(facts: Path | None, data: Path | None, name: str, split: str, *, own: Callable[..., Suite]) -> Suite:
    """Return the suite of a public set where its folder is given, else what ``own`` makes of a facts file."""
    if facts is not None and data is not None:
        raise BadInput("Give either --facts or --data, not both.")
    return own(facts) if data is None else public_suite(name, data, split=split)


def _contenders(
    *,
    systems: Sequence[str],
    models: Sequence[str],
    rankings: Sequence[str],
    min_confidence: float | None,
    **settings: Any,
) -> Iterator[Mapping[str, Any]]:
    """Yield the arguments of each run: every ranking, model and system that was named, or Citewire as it is."""
    options = {} if min_confidence is None else {"min_confidence": min_confidence}
    named: list[dict[str, Any]] = [{"options": {**options, "ranking": ranking}} for ranking in rankings]
    named += [{"model": model, "options": options} for model in models]
    named += [{"system": system, "options": options} for system in systems]
    for contender in named or [{"options": options}]:
        yield {**settings, **contender}


def _run(suite: Suite, contender: Mapping[str, Any], *, hidden: bool) -> Report:
    name = contender.get("system") or contender.get("model") or contender["options"].get("ranking")
    with progress_bar(f"Asking {name}" if name else "Asking", hidden=hidden) as progress:
        return run(suite=suite, progress=progress, **contender)


def _show(
    reports: Sequence[Report],
    before: Mapping[str, Any] | None,
    prices: Mapping[str, Price] | None,
    *,
    as_json: bool,
    timing: bool,
) -> None:
    first, *others = reports
    compared = [compare(before, first)] if before is not None else [compare(first, other) for other in others]
    costs = [None if prices is None else cost_of(report, prices) for report in reports]
    if as_json:
        _show_json(reports, compared if before is not None else [None, *compared], costs, timing=timing)
        return
    lines = several_lines(reports, compared, costs) if others else report_lines(first, compared, costs[0])
    for line in lines:
        write_line(line)


def _show_json(
    reports: Sequence[Report],
    compared: Sequence[Comparison | None],
    costs: Sequence[Cost | None],
    *,
    timing: bool,
) -> None:
    """Write one object for each report."""
    for place, (report, cost) in enumerate(zip(reports, costs, strict=True)):
        comparison = compared[place] if place < len(compared) else None
        more = {"comparison": comparison, "cost": cost}
        write_json(
            {**report.to_dict(timing=timing), **{key: one.to_dict() for key, one in more.items() if one is not None}}
        )
