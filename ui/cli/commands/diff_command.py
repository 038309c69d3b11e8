"""``citewire diff``: what changed between two versions of an article."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ui.cli.group import shared_options

if TYPE_CHECKING:
    from pathlib import Path

    from rag.api import Pipeline


@click.command("diff")
@click.argument("article_id", metavar="ARTICLE")
@click.option("--from", "old", type=click.IntRange(1), help="The older version.  [default: the one before]")
@click.option("--to", "new", type=click.IntRange(1), help="The newer version.  [default: the newest]")
@shared_options
def command(article_id: str, old: int | None, new: int | None, library: Path | None, as_json: bool) -> None:
    """Show which sentences of ARTICLE were removed (-) and added (+) between two of its versions."""
    from dataclasses import asdict

    from rag.api import Pipeline
    from rag.stages.differences import changed_sentences
    from ui.cli.output import write_json, write_line

    with Pipeline(library=library) as pipeline:
        versions = pipeline.library.versions(article_id)
        later = new or versions[-1].number
        earlier = old or max(1, later - 1)
        changes = changed_sentences(*(_sentences(pipeline, article_id, number) for number in (earlier, later)))
    if as_json:
        found = [asdict(change) for change in changes]
        kept = [asdict(version) for version in versions]
        write_json({"article_id": article_id, "from": earlier, "to": later, "changes": found, "versions": kept})
        return
    for version in versions:
        gone = f", superseded by {version.superseded_by}" if version.superseded_by else ""
        write_line(f"version {version.number}  {version.added}  {version.title}{gone}")
    write_line()
    for change in changes:
        write_line(f"{'-' if change.change == 'removed' else '+'} {change.text}")
    if not changes:
        write_line(f"Versions {earlier} and {later} have the same sentences.")


def _sentences(pipeline: Pipeline, article_id: str, number: int) -> list[str]:
    draft = pipeline.draft(pipeline.library.version(article_id, number))
    return [sentence.text for sentence in draft.sentences]
