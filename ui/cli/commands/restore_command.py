"""``citewire restore``: the library becomes what a backup holds."""

from __future__ import annotations

from pathlib import Path

import click

from ui.cli.group import PATH, shared_options


@click.command("restore")
@click.argument("folder", type=PATH)
@shared_options
def command(folder: Path, library: Path | None, as_json: bool) -> None:
    """Replace what the library holds by the backup in FOLDER."""
    from rag.adapters.library import restore
    from rag.adapters.places import default_library
    from rag.api import Pipeline
    from ui.cli.output import write_json, write_line

    restore(folder, library or default_library())
    with Pipeline(library=library) as pipeline:
        articles = len(pipeline.library.listing())
    if as_json:
        write_json({"restored": str(folder), "articles": articles})
    else:
        write_line(f"The library holds {articles} articles, as the backup in {folder} does.")
