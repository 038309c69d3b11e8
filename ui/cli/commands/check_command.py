"""``citewire check``: whether everything in the library is sound."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ui.cli.exits import Exit
from ui.cli.group import shared_options

if TYPE_CHECKING:
    from pathlib import Path

NOT_SOUND = "The library is not sound: `citewire check --repair` mends what can be made again from the articles."
NOT_MENDED = (
    "What is wrong cannot be mended: bring back a backup with `citewire restore`, "
    "or ingest the sources again into another --library."
)


@click.command("check")
@click.option("--repair", is_flag=True, help="Mend what can be made again from the articles.")
@shared_options
def command(repair: bool, library: Path | None, as_json: bool) -> int:
    """Verify all that the library holds; exit with 3 where something is wrong."""
    from dataclasses import asdict

    from rag.api import Pipeline
    from ui.cli.output import write_json, write_line

    with Pipeline(library=library) as pipeline:
        report = pipeline.library.check(repair=repair)
    if as_json:
        write_json({"sound": report.sound, "problems": [asdict(problem) for problem in report.problems]})
    else:
        for problem in report.problems:
            write_line(f"{'mended' if problem.repaired else 'wrong'}  {problem.what}")
        write_line("The library is sound." if report.sound else NOT_MENDED if repair else NOT_SOUND)
    return Exit.DONE if report.sound else Exit.LIBRARY
