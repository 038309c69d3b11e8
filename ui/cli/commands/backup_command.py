"""``citewire backup``: a copy of the library, also while it is in use."""

from __future__ import annotations

from pathlib import Path

import click

from ui.cli.group import PATH, shared_options


@click.command("backup")
@click.argument("folder", type=PATH)
@shared_options
def command(folder: Path, library: Path | None, as_json: bool) -> None:
    """Copy the library into FOLDER, which must be new or empty."""
    from rag.api import Pipeline
    from ui.cli.output import write_json, write_line

    with Pipeline(library=library) as pipeline:
        pipeline.library.backup(folder)
    if as_json:
        write_json({"backup": str(folder)})
    else:
        write_line(f"The library is copied to {folder}; `citewire restore {folder}` brings it back.")
