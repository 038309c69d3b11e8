"""Runs of a claim that stand in its source word for word, but for synonyms and forms of numbers.

Inside one run grammar cannot have changed, so a difference that a parser sees there is a slip of the parser.
"""

from __future__ import annotations

from dataclasses import dataclass

from rag.schema import Word
from rag.stages.verify.facts import Facts, is_content
from rag.stages.verify.likeness import alike

_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a claim that stand in the same order, without a gap, in the source. Punctuation is not counted."""

    pairs: tuple[tuple[int, int], ...]
    """Indices of the claim's words with those of the source's."""


@dataclass(frozen=True, slots=True)
class Runs:
    """All runs that a claim shares with its source, the longest first."""

    found: tuple[Run, ...]

    def together(self, *pairs: tuple[int | None, int | None]) -> bool:
        """Tell whether one run holds all these words, each of the claim beside that of the source where both are given."""  # noqa: E501
        return any(all(any(fits(pair, wanted) for pair in run.pairs) for wanted in pairs) for run in self.found)


def fits(pair: tuple[int, int], wanted: tuple[int | None, int | None]) -> bool:
    """Tell whether a pair of words is the wanted one, of which either may be left open."""
    return all(want is None or have == want for have, want in zip(pair, wanted, strict=True))


def find_runs(claim: Facts, source: Facts) -> Runs:
    """Return the runs of at least two words."""
    mine = [index for index, word in enumerate(claim.words) if word.pos != "PUNCT"]
    theirs = [index for index, word in enumerate(source.words) if word.pos != "PUNCT"]
    equal = [[_equal(claim, first, source, second) for second in theirs] for first in mine]
    runs = []
    for row in range(len(mine)):
        for column in range(len(theirs)):
            if equal[row][column] and not (row and column and equal[row - 1][column - 1]):
                length = 0
                while (
                    row + length < len(mine) and column + length < len(theirs) and equal[row + length][column + length]
                ):
                    length += 1
                if length >= _SHORTEST or _is_unique(equal, row, column, claim.words[mine[row]]):
                    runs.append(Run(tuple((mine[row + step], theirs[column + step]) for step in range(length))))
    return Runs(tuple(sorted(runs, key=lambda run: -len(run.pairs))))


def _is_unique(equal: list[list[bool]], row: int, column: int, word: Word) -> bool:
    """One word is a run by itself where it carries content and could be no other word."""
    alone = sum(equal[row]) == 1 and sum(line[column] for line in equal) == 1
    return alone and is_content(word)


def _equal(claim: Facts, first: int, source: Facts, second: int) -> bool:
    mine, theirs = claim.words[first], source.words[second]
    if mine.text.lower() == theirs.text.lower():
        return True
    if mine.pos in ("ADP", "DET", "PRON", "CCONJ", "SCONJ", "PART"):
        return False
    return alike(claim.keys[first], source.keys[second]) and (mine.tag[:1] == theirs.tag[:1])
