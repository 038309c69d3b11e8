"""``citewire list``: what the library holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ui.cli.group import shared_options

if TYPE_CHECKING:
    from pathlib import Path


@click.command("list")
@shared_options
def command(library: Path | None, as_json: bool) -> None:
    """List the library's articles; with --json, one object for each."""
    from dataclasses import asdict

    from rag.api import Pipeline
    from ui.cli.output import write_json, write_line

    with Pipeline(library=library) as pipeline:
        articles = pipeline.library.listing()
    for info in articles:
        if as_json:
            write_json(asdict(info))
        else:
            told = [f"{info.sentences} sentences"]
            told += [f"version {info.version}"] if info.version > 1 else []
            told += [f"prints the text of {info.story}"] if info.story != info.article_id else []
            write_line(f"{info.article_id}  {info.title}  ({', '.join(told)})")
    if not articles and not as_json:
        write_line("The library is empty; `citewire ingest PATH` fills it.")
