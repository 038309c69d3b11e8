"""``citewire ask``: one question, one answer."""

from __future__ import annotations

from pathlib import Path

import click

from ui.cli.exits import Exit
from ui.cli.group import PATH, shared_options


@click.command("ask")
@click.argument("question")
@click.option("--corpus", type=PATH, help="Answer from this file or folder instead.")
@click.option("--article", "articles", multiple=True, help="Answer from this article only; may be repeated.")
@click.option("--model", help="What writes the answer; the default quotes and needs no key.")
@click.option("--min-confidence", type=click.FloatRange(0, 1), help="Refuse below this probability.")
@shared_options
def command(
    question: str,
    corpus: Path | None,
    articles: tuple[str, ...],
    model: str | None,
    min_confidence: float | None,
    library: Path | None,
    as_json: bool,
) -> int:
    """Answer QUESTION from the library's articles, or refuse with a reason."""
    from rag.api import Pipeline, checked_question
    from rag.schema import ClaimShown, Finished
    from ui.cli.answers import AnswerWriter
    from ui.cli.output import write_json

    checked_question(question)
    writer = AnswerWriter()
    with Pipeline(library=library, corpus=corpus, model=model, min_confidence=min_confidence) as pipeline:
        for event in pipeline.stream(question, articles=articles or None):
            if isinstance(event, ClaimShown) and not as_json:
                writer.write_claim(event.claim)
            elif isinstance(event, Finished):
                answer = event.answer
    if as_json:
        write_json(answer.to_dict())
    else:
        writer.write_rest(answer)
    return Exit.REFUSED if answer.abstained else Exit.DONE
