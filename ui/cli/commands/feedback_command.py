"""``citewire feedback``: what readers said of answers."""

from __future__ import annotations

from pathlib import Path

import click

from ui.cli.group import PATH, shared_options


@click.group("feedback")
def command() -> None:
    """Use what readers said of answers on the page."""


@command.command("export")
@click.argument("file", type=PATH)
@shared_options
def export_command(file: Path, library: Path | None, as_json: bool) -> None:
    """Add readers' verdicts to the facts file FILE as cases.

    FILE is made where there is none; the articles that the cases are about are put beside it.
    """
    from rag.api import Pipeline
    from ui.cli.output import write_json, write_line
    from ui.web.feedback_cases import export_feedback

    with Pipeline(library=library) as pipeline:
        exported = export_feedback(pipeline.library, file)
    if as_json:
        counts = {"cases": exported.cases, "known": exported.known, "left_out": exported.left_out}
        write_json({"facts": str(exported.file), **counts})
        return
    write_line(f"{exported.cases} cases were added to {exported.file}; it asked {exported.known} already.")
    if exported.left_out:
        write_line(f"{exported.left_out} were left out: their articles have changed or are gone.")
