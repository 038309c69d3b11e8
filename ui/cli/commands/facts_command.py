"""``citewire facts``: what an article says, fact by fact, for a reader to check."""

from __future__ import annotations

from pathlib import Path

import click

from ui.cli.group import shared_options


@click.command("facts")
@click.argument("article", metavar="ARTICLE")
@shared_options
def command(article: str, library: Path | None, as_json: bool) -> None:
    """List who, where, when, figures and quotations of ARTICLE (a file, or an id as `citewire list` gives it)."""
    from rag.summarising import read_facts
    from ui.cli.output import write_json
    from ui.cli.summaries import write_facts

    facts = read_facts(article, library=library)
    if as_json:
        write_json(facts.to_dict())
    else:
        write_facts(facts)
