"""``citewire ingest``: files, folders, web pages and feeds go into the library."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ui.cli.exits import Exit
from ui.cli.group import shared_options

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rag.api import Pipeline
    from rag.archiving import Web
    from rag.protocols import FeedRead, Ingested, Progress, Rejected

    Record = Ingested | Rejected | FeedRead

STDIN = "-"


@click.command("ingest")
@click.argument("sources", nargs=-1, required=True, metavar="[feed] SOURCE...")
@click.option("--name", default="article", show_default=True, help="What standard input is called, with its suffix.")
@click.option("--allow-private", is_flag=True, help="Fetch from this machine and its network too.")
@click.option("--ignore-robots", is_flag=True, help="Fetch pages that robots.txt keeps robots from.")
@shared_options
def command(
    sources: tuple[str, ...],
    name: str,
    allow_private: bool,
    ignore_robots: bool,
    library: Path | None,
    as_json: bool,
) -> int:
    """Store the articles of SOURCE: a file, a folder, a pattern, a web address, or - for standard input.

    Text, Markdown, web pages, PDF, Word, RSS and Atom feeds and JSON lines are read. `feed URL` reads a feed and the
    pages of its new entries. Each article is reported once it is safe on disk. What cannot be read is reported too,
    the others go in, and the exit code is 2.
    """
    from rag.api import Pipeline
    from rag.archiving import Web
    from rag.protocols import Rejected
    from ui.cli.output import write_error
    from ui.cli.progress import progress_bar

    feeds, named = _told_apart(sources)
    code = Exit.DONE
    web = Web(private=allow_private, robots=not ignore_robots)
    with Pipeline(library=library) as pipeline, progress_bar("Reading", hidden=as_json) as progress:
        for record in _records(named, pipeline, name=name, feeds=feeds, web=web, progress=progress):
            if isinstance(record, Rejected):
                code = Exit.BAD_INPUT
                write_error(record.reason)
            else:
                _write(record, as_json=as_json)
    return code


def _told_apart(sources: tuple[str, ...]) -> tuple[bool, list[str]]:
    """Return whether the sources are feeds, and the sources: ``feed`` before addresses is a word, else a file."""
    from rag.archiving import is_address

    first, *rest = sources
    feeds = first == "feed" and bool(rest) and all(map(is_address, rest))
    return feeds, rest if feeds else list(sources)


def _records(
    sources: list[str], pipeline: Pipeline, *, name: str, feeds: bool, web: Web, progress: Progress | None
) -> Iterator[Record]:
    import sys

    from rag.archiving import ingest_data, ingest_sources
    from rag.stages.reading import MAX_BYTES

    if STDIN in sources:
        data = sys.stdin.buffer.read(MAX_BYTES + 1)
        yield from ingest_data(data, source=f"stdin:{name}", shelf=pipeline)
    rest = [source for source in sources if source != STDIN]
    if rest:
        yield from ingest_sources(rest, shelf=pipeline, feeds=feeds, web=web, progress=progress)


def _write(record: Ingested | FeedRead, *, as_json: bool) -> None:
    from dataclasses import asdict

    from rag.protocols import FeedRead
    from ui.cli.output import write_json, write_line

    if as_json:
        write_json(asdict(record))
    elif isinstance(record, FeedRead):
        write_line(f"feed       {record.address}  {record.new} of {record.entries} entries are new")
    else:
        write_line(f"{record.status:10} {record.article_id}  {record.title}")
