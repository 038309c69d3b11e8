"""``citewire ingest``: files and folders go into the library."""

from __future__ import annotations

from pathlib import Path

import click

from ui.cli.exits import Exit
from ui.cli.group import PATH, shared_options


@click.command("ingest")
@click.argument("paths", nargs=-1, required=True, type=PATH, metavar="PATH...")
@shared_options
def command(paths: tuple[Path, ...], library: Path | None, as_json: bool) -> int:
    """Store the text and Markdown files at PATH; folders are searched.

    Each article is reported once it is safe on disk. A file that cannot be read is reported too, the others
    go in, and the exit code is 2.
    """
    from dataclasses import asdict

    from rag.api import Pipeline
    from rag.protocols import Rejected
    from ui.cli.output import write_error, write_json, write_line
    from ui.cli.progress import progress_bar

    code = Exit.DONE
    with Pipeline(library=library) as pipeline, progress_bar("Reading", hidden=as_json) as progress:
        for record in pipeline.ingest(paths, progress=progress):
            if isinstance(record, Rejected):
                code = Exit.BAD_INPUT
                write_error(record.reason)
            elif as_json:
                write_json(asdict(record))
            else:
                write_line(f"{record.status:9}  {record.article_id}  {record.title}")
    return code
