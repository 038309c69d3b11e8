"""Of a long article only some sentences are embedded: the best of each section, so that all of it is read.

A sentence's weight is the mean commonness of its words in the article, as in SumBasic (Nenkova and Vanderwende,
2005), and of what it names and counts.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from rag.stages.language.words import content_stems
from rag.stages.summarising.lines import Line

SECTION = 25
"""Lines of a section, about as many as a short article has."""


def thin_lines(lines: Sequence[Line], most: int) -> tuple[Line, ...]:
    """Return at most ``most`` lines in order: the same share of every section of the article."""
    if len(lines) <= most:
        return tuple(lines)
    weights = lexical_weights(lines)
    sections = min(most, math.ceil(len(lines) / SECTION))
    kept: list[int] = []
    for number in range(sections):
        section = range(number * len(lines) // sections, (number + 1) * len(lines) // sections)
        share = (number + 1) * most // sections - number * most // sections
        kept += sorted(section, key=lambda place: -weights[place])[:share]
    return tuple(lines[place] for place in sorted(kept))


def lexical_weights(lines: Sequence[Line]) -> list[float]:
    """Return for each line how much of what the lines often say it says, without any model."""
    stems = [frozenset(content_stems(line.sentence.text)) for line in lines]
    said = Counter(stem for each in stems for stem in each)
    held = Counter(key for line in lines for key in line.contents)
    return [
        line.fitness
        * (
            sum(math.log(said[stem]) for stem in own) / (len(own) + 4)
            + sum(math.log1p(held[key]) for key in line.contents) / 8
        )
        for line, own in zip(lines, stems, strict=True)
    ]
