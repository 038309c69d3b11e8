"""Which sentences of other articles say what a chosen one says, so that one claim cites them all.

The verifier decides: a sentence is cited for a claim only where it bears the claim out by itself. So texts that share
their wording and differ in a figure or a name are never merged.
"""

from __future__ import annotations

from datetime import date

from rag.stages.language.calendar import read_published, resolve
from rag.stages.language.dates import DateMention, find_dates
from rag.stages.summarising.lines import Line
from rag.stages.verify import FactReader, verify_claim

NEAR = 0.78
"""Cosine similarity under which sentences are not even compared."""


def says_the_same(line: Line, other: Line, reader: FactReader) -> bool:
    """Tell whether a sentence of another article bears a line out, and both speak of the same days."""
    if line.sentence.article_id == other.sentence.article_id or not _on_same_days(line, other):
        return False
    return verify_claim(line.sentence.text, (other,), reader=reader).verified


def _on_same_days(line: Line, other: Line) -> bool:
    """``On Wednesday`` is another day in another week's article: it must resolve to one date in both."""
    first, second = (read_published(each.origin.article.published) for each in (line, other))
    floating = [mention for mention in find_dates(line.sentence.text) if not _is_whole(mention)]
    return all(_resolved(mention, first) == _resolved(mention, second) is not None for mention in floating)


def _is_whole(mention: DateMention) -> bool:
    return mention.year is not None


def _resolved(mention: DateMention, published: date | None) -> tuple[int | None, int | None, int | None] | None:
    if published is None:
        return None
    found = resolve(mention, published)
    return None if found.year is None else (found.year, found.month, found.day)
