"""``citewire show``: one article, sentence by sentence or as its stored text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ui.cli.group import shared_options

if TYPE_CHECKING:
    from pathlib import Path

    from rag.schema import Article, Sentence


@click.command("show")
@click.argument("article_id", metavar="ARTICLE")
@click.option("--text", "as_text", is_flag=True, help="Write the stored text, exactly: what offsets refer to.")
@click.option("--version", "number", type=click.IntRange(1), help="Show what this version said; `diff` lists them.")
@shared_options
def command(article_id: str, as_text: bool, number: int | None, library: Path | None, as_json: bool) -> None:
    """Show the article ARTICLE (its id, as `citewire list` gives it) as numbered sentences."""
    from dataclasses import asdict

    from rag.api import Pipeline
    from ui.cli.output import write_exactly, write_json

    with Pipeline(library=library) as pipeline:
        if number is None:
            article = pipeline.library.article(article_id)
            sentences = pipeline.library.sentences(article_id)
        else:
            article = pipeline.library.version(article_id, number)
            sentences = pipeline.draft(article).sentences
    if as_json:
        write_json({**asdict(article), "sentences": [asdict(sentence) for sentence in sentences]})
    elif as_text:
        write_exactly(article.text)
    else:
        _write_sentences(article, sentences)


def _write_sentences(article: Article, sentences: tuple[Sentence, ...]) -> None:
    from ui.cli.output import write_line

    write_line(article.title)
    known = (article.byline, article.publisher, article.published, article.source)
    write_line(" · ".join(part for part in known if part))
    write_line(f"sha256 {article.sha256}")
    if article.version > 1:
        write_line(f"version {article.version}")
    write_line()
    width = len(str(len(sentences)))
    for sentence in sentences:
        note = "" if sentence.kind == "body" else f" ({sentence.kind}, not evidence)"
        write_line(f"{sentence.index + 1:{width}}  {sentence.text}{note}")
