"""``citewire chat``: the page in a browser, and the same for programs."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from ui.cli.group import PATH, shared_options
from ui.cli.serving import access_of, limits_of, server_options


@click.command("chat")
@server_options
@click.option("--corpus", type=PATH, help="Answer from this file or folder instead.")
@click.option("--model", help="What writes the answers; the default quotes and needs no key.")
@click.option("--min-confidence", type=click.FloatRange(0, 1), help="Refuse below this probability.")
@shared_options
def command(
    corpus: Path | None,
    model: str | None,
    min_confidence: float | None,
    library: Path | None,
    as_json: bool,
    **given: Any,
) -> None:
    """Serve a page to ask on, with each answer beside its article, and what programs call, until Ctrl-C."""
    from ui.cli.output import write_json, write_line
    from ui.serving.logs import write_logs
    from ui.web import serve

    def announce(url: str) -> None:
        if as_json:
            write_json({"url": url})
        else:
            write_line(f"Citewire is at {url} (Ctrl-C stops it)")

    access = access_of(given)
    write_logs(given["log_level"], secrets=access.secrets)
    with suppress(KeyboardInterrupt):  # the way to end it
        serve(
            port=given["port"],
            access=access,
            limits=limits_of(given),
            library=library,
            corpus=corpus,
            model=model,
            min_confidence=min_confidence,
            announce=announce,
        )
