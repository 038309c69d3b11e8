"""``citewire eval``: how right the answers are."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

import click

from ui.cli.group import debug_option, json_option

Function = TypeVar("Function", bound=Any)

_OPTIONS = (
    click.option("--system", help="What is asked: python:MODULE:FUNCTION or http://HOST:PORT/v1#NAME."),
    click.option("--model", help="What writes Citewire's answers."),
    click.option("--min-confidence", type=click.FloatRange(0, 1), help="Citewire refuses below this."),
    click.option("--sample", type=click.IntRange(1), help="Ask this many cases instead of all."),
    click.option("--seed", type=int, default=0, show_default=True, help="Draws the sample."),
    click.option("--workers", type=click.IntRange(1), default=1, show_default=True, help="Cases at a time."),
    click.option("--time-limit", type=click.FloatRange(0, min_open=True), help="Seconds for a case."),
    click.option("--cache", type=click.Path(path_type=Path), help="Folder that keeps what a stopped run had."),
    click.option(
        "--save",
        "saved",
        multiple=True,
        type=click.Path(path_type=Path),
        help="Write the report to a .json, .html, .xml (JUnit) or .txt file; may be repeated.",
    ),
    click.option("--compare", "old", type=click.Path(path_type=Path), help="An older report in JSON."),
    click.option(
        "--fail-under",
        "limits",
        multiple=True,
        metavar="METRIC=VALUE",
        help="Exit with 6 where a figure is worse, such as right=0.9 or made_up=0.05; may be repeated.",
    ),
    json_option,
    debug_option,
)


def run_options(command: Function) -> Function:
    """Give a command what every evaluation takes."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


facts_option = click.option(
    "--facts", type=click.Path(path_type=Path), help="Facts file.  [default: the shipped article's]"
)


@click.group("eval")
def command() -> None:
    """Score a system's answers by documented rules; no model judges."""


@command.command("facts")
@facts_option
@run_options
def facts_command(facts: Path | None, **settings: Any) -> int:
    """Ask the questions of a facts file: right, wrong, over-refused, made up."""
    from evals import facts_suite
    from ui.cli.evaluating import evaluate

    return evaluate(facts_suite(facts), **settings)


@command.command("injection")
@facts_option
@run_options
def injection_command(facts: Path | None, **settings: Any) -> int:
    """Ask them of articles into which orders to the reader were written."""
    from evals import injection_suite
    from ui.cli.evaluating import evaluate

    return evaluate(injection_suite(facts), **settings)


@command.command("public")
@click.argument("name")
@click.option("--data", type=click.Path(path_type=Path), required=True, help="Folder of the public sets.")
@click.option("--split", default="dev", show_default=True, help="Which part of the set.")
@run_options
def public_command(name: str, data: Path, split: str, **settings: Any) -> int:
    """Run the public set NAME, whose files you have."""
    from evals import public_suite
    from ui.cli.evaluating import evaluate

    return evaluate(public_suite(name, data, split=split), **settings)
