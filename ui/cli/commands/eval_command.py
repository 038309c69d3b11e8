"""``citewire eval``: how right the answers are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ui.cli.group import debug_option, json_option


@click.group("eval")
def command() -> None:
    """Score a system's answers by documented rules; no model judges."""


@command.command("facts")
@click.option(
    "--facts", type=click.Path(path_type=Path), help="Facts file.  [default: the shipped article's]"
)
@click.option("--system", help="What is asked: python:MODULE:FUNCTION or http://HOST:PORT/v1#NAME.")
@click.option("--model", help="What writes Citewire's answers.")
@click.option("--min-confidence", type=click.FloatRange(0, 1), help="Citewire refuses below this.")
@click.option("--sample", type=click.IntRange(1), help="Ask this many cases instead of all.")
@click.option("--seed", type=int, default=0, show_default=True, help="Draws the sample.")
@click.option("--workers", type=click.IntRange(1), default=1, show_default=True, help="Cases at a time.")
@click.option("--time-limit", type=click.FloatRange(0, min_open=True), help="Seconds for a case.")
@click.option(
    "--cache", type=click.Path(path_type=Path), help="Folder that keeps responses of a stopped run."
)
@json_option
@debug_option
def facts_command(*, as_json: bool, min_confidence: float | None, **settings: Any) -> None:
    """Ask every question of a facts file: right, wrong, over-refused, made up, citations correct."""
    from evals import run, text_table
    from ui.cli.output import write_json, write_line
    from ui.cli.progress import progress_bar

    options = {} if min_confidence is None else {"min_confidence": min_confidence}
    with progress_bar("Asking", hidden=as_json) as progress:
        report = run(**settings, options=options, progress=progress)
    if as_json:
        write_json(report.to_dict())
        return
    for line in text_table(report).splitlines():
        write_line(line)
