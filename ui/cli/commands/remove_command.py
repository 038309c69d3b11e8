"""``citewire remove``: an article leaves the library."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ui.cli.group import shared_options

if TYPE_CHECKING:
    from pathlib import Path


@click.command("remove")
@click.argument("article_ids", nargs=-1, required=True, metavar="ARTICLE...")
@shared_options
def command(article_ids: tuple[str, ...], library: Path | None, as_json: bool) -> None:
    """Remove the articles ARTICLE from the library; their files stay where they are."""
    from rag.api import Pipeline
    from ui.cli.output import write_json, write_line

    with Pipeline(library=library) as pipeline:
        for article_id in article_ids:
            pipeline.library.remove(article_id)
            if as_json:
                write_json({"article_id": article_id, "status": "removed"})
            else:
                write_line(f"removed  {article_id}")
