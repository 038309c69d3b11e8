"""``citewire ask``: one question, one answer; without a question, a conversation."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from ui.cli.exits import Exit
from ui.cli.filtering import chosen_filters, filter_options
from ui.cli.group import PATH, shared_options


@click.command("ask")
@click.argument("question", required=False)
@click.option("--corpus", type=PATH, help="Answer from this file or folder instead.")
@click.option("--article", "articles", multiple=True, help="Answer from this article only; may be repeated.")
@click.option("--after", multiple=True, type=PATH, help="A saved answer that QUESTION follows up; may be repeated.")
@click.option("--model", help="What writes the answer; the default quotes and needs no key.")
@click.option("--min-confidence", type=click.FloatRange(0, 1), help="Refuse below this probability.")
@click.option("--wording", help="What may bear out other words than the source's: rules, a least score, or a judge.")
@filter_options
@shared_options
def command(
    question: str | None,
    corpus: Path | None,
    articles: tuple[str, ...],
    after: tuple[Path, ...],
    model: str | None,
    min_confidence: float | None,
    library: Path | None,
    as_json: bool,
    **chosen: Any,
) -> int:
    """Answer QUESTION from the library's articles, or refuse with a reason.

    Without QUESTION, on a terminal, asks for one after the other; each may follow up those before it.
    """
    from rag.api import Pipeline, checked_question
    from ui.cli.asking import converse, saved_turn, typed_questions, write_answer

    if question is None and not sys.stdin.isatty():
        raise click.UsageError("Missing argument 'QUESTION'; without it, a conversation needs a terminal.")
    if question is not None:
        checked_question(question)
    history = [saved_turn(file) for file in after]
    wording = chosen.pop("wording")
    asked: dict[str, Any] = {"articles": articles or None, "filters": chosen_filters(**chosen)}
    with Pipeline(
        library=library, corpus=corpus, model=model, min_confidence=min_confidence, wording=wording
    ) as pipeline:
        if question is None:
            converse(pipeline, typed_questions(), history=history, as_json=as_json, **asked)
            return Exit.DONE
        answer = write_answer(pipeline, question, history=history, as_json=as_json, **asked)
    return Exit.REFUSED if answer.abstained else Exit.DONE
