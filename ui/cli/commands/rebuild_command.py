"""``citewire rebuild``: what is derived from the articles is made again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ui.cli.group import shared_options

if TYPE_CHECKING:
    from pathlib import Path


@click.command("rebuild")
@shared_options
def command(library: Path | None, as_json: bool) -> None:
    """Make the library's index anew; vectors that are kept are not computed again."""
    from rag.api import Pipeline
    from ui.cli.output import write_json, write_line
    from ui.cli.progress import progress_bar

    with Pipeline(library=library) as pipeline, progress_bar("Embedding", hidden=as_json) as progress:
        embedded = pipeline.library.rebuild(progress=progress)
    if as_json:
        write_json({"embedded": embedded})
    else:
        write_line(f"The index is rebuilt; {embedded} texts were embedded again.")
