"""``citewire summarise``: a few verified sentences in place of an article or several."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ui.cli.exits import Exit
from ui.cli.filtering import chosen_filters, filter_options
from ui.cli.group import shared_options


@click.command("summarise")
@click.argument("articles", nargs=-1, metavar="ARTICLE...")
@click.option("--sentences", type=click.IntRange(1), default=3, show_default=True, help="Sentences at most.")
@click.option("--words", type=click.IntRange(1), help="Words at most, in place of sentences.")
@click.option(
    "--style", type=click.Choice(["paragraph", "bullets", "headline"]), default="paragraph", show_default=True
)
@click.option("--model", help="What writes the summary; the default quotes and needs no key.")
@filter_options
@shared_options
def command(
    articles: tuple[str, ...],
    sentences: int,
    words: int | None,
    style: str,
    model: str | None,
    library: Path | None,
    as_json: bool,
    **chosen: Any,
) -> int:
    """Tell what ARTICLE says (a file, a folder, or an id as `citewire list` gives it); several make one summary.

    Without ARTICLE, the library's articles of a time, publisher or tag are told.
    """
    from rag.schema import ClaimShown
    from rag.summarising import stream_summary
    from rag.summary import SummaryFinished
    from ui.cli.answers import AnswerWriter
    from ui.cli.output import write_json
    from ui.cli.summaries import write_rest

    filters = chosen_filters(**chosen)
    if not articles and filters is None:
        raise click.UsageError("Missing argument 'ARTICLE...'; or say of which time, publisher or tag.")
    writer = AnswerWriter(bulleted=style == "bullets")
    for event in stream_summary(
        articles,
        sentences=sentences,
        words=words,
        style=style,  # type: ignore[arg-type]  # click has checked it
        model=model,
        library=library,
        filters=filters,
    ):
        if isinstance(event, ClaimShown) and not as_json:
            writer.write_claim(event.claim)
        elif isinstance(event, SummaryFinished):
            summary = event.summary
    if as_json:
        write_json(summary.to_dict())
    else:
        write_rest(summary, writer)
    return Exit.DONE if summary.claims else Exit.REFUSED
