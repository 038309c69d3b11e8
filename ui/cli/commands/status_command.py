"""``citewire status``: what state the library is in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ui.cli.group import shared_options

if TYPE_CHECKING:
    from pathlib import Path


@click.command("status")
@shared_options
def command(library: Path | None, as_json: bool) -> None:
    """Show counts, models, size and the health of the index."""
    from dataclasses import asdict

    from rag.api import Pipeline
    from ui.cli.output import write_json, write_line

    with Pipeline(library=library) as pipeline:
        status = pipeline.library.status()
    if as_json:
        write_json(asdict(status))
        return
    index = status.index
    write_line(f"folder     {status.folder} (format {status.format}, {status.disk_bytes / 1e6:.1f} MB)")
    write_line(f"holds      {status.articles} articles, {status.sentences} sentences, {status.chunks} chunks")
    write_line(f"vectors    {status.vectors}, made by {status.fingerprint or 'no model yet'}")
    write_line(f"embedder   {status.embedder}")
    write_line(f"index      {index.state}: {index.held} held, {index.newer} newer, {index.removed} removed")
    write_line(f"writer     {status.writer or 'nobody'}")
    if not status.clean:
        write_line("The last writer was stopped in the middle; the next one, or `citewire check`, looks after it.")
