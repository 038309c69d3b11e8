"""``citewire chat``: the page in a browser."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import click

from ui.cli.group import PATH, shared_options


@click.command("chat")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=7860, show_default=True, help="0 takes a free one.")
@click.option("--corpus", type=PATH, help="Answer from this file or folder instead.")
@click.option("--model", help="What writes the answers; the default quotes and needs no key.")
@click.option("--min-confidence", type=click.FloatRange(0, 1), help="Refuse below this probability.")
@shared_options
def command(
    host: str,
    port: int,
    corpus: Path | None,
    model: str | None,
    min_confidence: float | None,
    library: Path | None,
    as_json: bool,
) -> None:
    """Serve a page to ask on, with each answer beside its article, until Ctrl-C."""
    from ui.cli.output import write_json, write_line
    from ui.web import serve

    def announce(url: str) -> None:
        if as_json:
            write_json({"url": url})
        else:
            write_line(f"Citewire is at {url} (Ctrl-C stops it)")

    with suppress(KeyboardInterrupt):  # the way to end it
        serve(
            host=host,
            port=port,
            library=library,
            corpus=corpus,
            model=model,
            min_confidence=min_confidence,
            announce=announce,
        )
