"""Where a claim copies its source but for a word or two: what was put in, left out or exchanged.

This looks at the words alone, so it also holds where the grammar of a sentence is misread.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rag.stages.verify.facts import Facts
from rag.stages.verify.runs import Runs

_LONGEST = 4
"""Words of an edit; more is no small change."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Words of the claim in the place of words of the source, between words that both share."""

    mine: tuple[int, ...]
    theirs: tuple[int, ...]


def find_edits(claim: Facts, source: Facts, runs: Runs) -> tuple[Edit, ...]:
    """Return the small changes between neighbouring runs, and a changed first or last word."""
    mine = [index for index, word in enumerate(claim.words) if word.pos != "PUNCT"]
    theirs = [index for index, word in enumerate(source.words) if word.pos != "PUNCT"]
    row = {index: place for place, index in enumerate(mine)}
    column = {index: place for place, index in enumerate(theirs)}
    spans = [
        _Span(row[run.pairs[0][0]], row[run.pairs[-1][0]], column[run.pairs[0][1]], column[run.pairs[-1][1]])
        for run in runs.found
    ]
    found = [*_between(spans, mine, theirs), *_at_ends(spans, mine, theirs)]
    return tuple(edit for edit in dict.fromkeys(found) if not _stands_elsewhere(edit, mine, row, runs))


def _stands_elsewhere(edit: Edit, mine: list[int], row: dict[int, int], runs: Runs) -> bool:
    """The claim's words with those beside them stand elsewhere in the source, so nothing was changed here."""
    first = row[edit.mine[0]] if edit.mine else None
    if first is None:
        return False
    last = row[edit.mine[-1]]
    context = mine[max(0, first - 1) : last + 2]
    return any(set(context) <= {pair[0] for pair in run.pairs} for run in runs.found)


@dataclass(frozen=True, slots=True)
class _Span:
    """A run by the places of its first and last word in the claim and in the source, punctuation not counted."""

    start: int
    end: int
    source_start: int
    source_end: int


def _between(spans: list[_Span], mine: list[int], theirs: list[int]) -> Iterator[Edit]:
    for first in spans:
        for second in spans:
            put_in = second.start - first.end - 1
            left_out = second.source_start - first.source_end - 1
            if 0 <= put_in <= _LONGEST and 0 <= left_out <= _LONGEST and put_in + left_out > 0:
                yield Edit(
                    tuple(mine[first.end + 1 : second.start]),
                    tuple(theirs[first.source_end + 1 : second.source_start]),
                )


def _at_ends(spans: list[_Span], mine: list[int], theirs: list[int]) -> Iterator[Edit]:
    for span in spans:
        before, after = span.start, len(mine) - 1 - span.end
        if 0 < before == span.source_start <= _LONGEST:
            yield Edit(tuple(mine[:before]), tuple(theirs[:before]))
        if 0 < after == len(theirs) - 1 - span.source_end <= _LONGEST:
            yield Edit(tuple(mine[-after:]), tuple(theirs[-after:]))
