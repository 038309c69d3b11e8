"""Which sentences tell most of an article together: a greedy choice under a monotone submodular gain.

The gain is coverage of the article's sentences by similarity (facility location), of its names and figures by
weight, and a weak prior for what comes early, after Lin and Bilmes, "A class of submodular functions for document
summarization" (ACL 2011). What repeats a chosen sentence is left out. The greedy choice is within 1 - 1/e of the best
for equal costs (Nemhauser, Wolsey and Fisher, 1978).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from rag.protocols import Floats
from rag.stages.summarising.contents import Key
from rag.stages.summarising.lines import Line

ALIKE = 0.86
"""Cosine similarity at which a sentence repeats another; paraphrases in news lie above .9."""
_SIMILAR, _HELD, _EARLY = 0.4, 0.5, 0.1
"""Weights of the three parts of the gain; they sum to one."""


@dataclass(frozen=True, slots=True)
class Length:
    """How long a summary may be: so many sentences, or so many words."""

    sentences: int
    words: int | None = None
    terse: bool = False
    """Prefer short sentences, as headlines are."""

    def takes(self, lines: Sequence[Line]) -> bool:
        """Tell whether so many lines are not too long."""
        if self.terse and len(lines) > 1:
            return False
        if self.words is not None:
            return sum(line.words for line in lines) <= self.words
        return len(lines) <= self.sentences

    def cost(self, lines: Sequence[Line]) -> float:
        """Return what lines cost: their words, of which a limit in sentences takes little note."""
        power = 0.6 if self.terse else 0.5 if self.words is not None else 0.15
        words = float(max(1, sum(line.words for line in lines)))
        return math.pow(words, power) * (len(lines) if self.words is None else 1)


class Grouping(Protocol):
    """Tells which lines must be quoted together."""

    def __call__(self, line: Line, /) -> tuple[Line, ...] | None:
        """Return the line with those that it needs; None where it cannot be quoted."""


@dataclass(slots=True)
class Pool:
    """Lines to choose from, with their vectors."""

    lines: list[Line]
    vectors: Floats
    """Unit vectors, one for each line."""
    weights: dict[Key, float] = field(init=False)
    """What it is worth to hold a name or figure; they sum to one."""
    alike: Floats = field(init=False)
    """Cosine similarity of each line with each."""
    near: Floats = field(init=False)
    """The same from 0 for what is usual in the pool to 1 for the same."""

    def __post_init__(self) -> None:
        self.alike = self.vectors @ self.vectors.T
        usual = float(np.median(self.alike)) if len(self.lines) > 1 else 0.0
        self.near = np.clip((self.alike - usual) / max(1e-6, 1 - usual), 0, 1)
        said = Counter(key for line in self.lines for key in line.contents)
        total = sum(1 + math.log(count) for count in said.values()) or 1.0
        self.weights = {key: (1 + math.log(count)) / total for key, count in said.items()}


def choose_lines(pool: Pool, length: Length, grouping: Grouping) -> tuple[Line, ...]:
    """Return the lines that tell most within ``length``, in the order in which they were chosen."""
    choice = _Choice(pool, length)
    groups: dict[int, tuple[Line, ...]] = {place: (line,) for place, line in enumerate(pool.lines)}
    worth = choice.worth_of(groups)
    settled: set[int] = set()
    while groups:
        best = max(groups, key=lambda place: (worth[place], -place))
        group = groups[best]
        if not length.takes([*choice.lines, *group]) or choice.repeats(group):
            del groups[best]
        elif best not in settled:
            settled.add(best)
            needed = grouping(pool.lines[best])
            if needed is None:
                del groups[best]
            else:
                groups[best] = choice.without_chosen(needed)
                worth[best] = choice.worth(groups[best])
        else:
            choice.take(group)
            groups = {place: choice.without_chosen(left) for place, left in groups.items()}
            groups = {place: left for place, left in groups.items() if pool.lines[place] in left}
            worth = choice.worth_of(groups)
    return tuple(choice.lines)


class _Choice:
    """What has been chosen so far, and what more would gain."""

    def __init__(self, pool: Pool, length: Length) -> None:
        self._pool = pool
        self._length = length
        self._places = {line.key: place for place, line in enumerate(pool.lines)}
        self._covered = np.zeros(len(pool.lines), dtype=np.float32)
        self._held: set[Key] = set()
        self.lines: list[Line] = []

    def worth_of(self, groups: Mapping[int, Sequence[Line]]) -> dict[int, float]:
        """Return what each group would gain for what it costs; this changes when one is taken."""
        return {place: self.worth(group) for place, group in groups.items()}

    def worth(self, group: Sequence[Line]) -> float:
        """Return what lines would gain for what they cost."""
        return self._gain(group) / self._length.cost(group)

    def _gain(self, group: Sequence[Line]) -> float:
        """Return what lines would add, lessened by what is unfit in their form."""
        places = self._known(group)
        covered = np.maximum(self._covered, self._pool.near[places].max(axis=0)) - self._covered
        held = {key for line in group for key in line.contents if key in self._pool.weights} - self._held
        worth = (
            _SIMILAR * float(covered.mean())
            + _HELD * sum(self._pool.weights[key] for key in held)
            + _EARLY * sum(line.prior for line in group) / len(group)
        )
        return worth * min(line.fitness for line in group)

    def repeats(self, group: Sequence[Line]) -> bool:
        """Tell whether lines say again what a chosen one, or one of themselves, says."""
        return any(self._alike(line, other) for line in group for other in (*self.lines, *group) if line is not other)

    def take(self, group: Sequence[Line]) -> None:
        """Choose these lines."""
        self.lines += group
        self._covered = np.maximum(self._covered, self._pool.near[self._known(group)].max(axis=0))
        self._held |= {key for line in group for key in line.contents}

    def without_chosen(self, group: Sequence[Line]) -> tuple[Line, ...]:
        """Return the lines that are not chosen yet."""
        chosen = {line.key for line in self.lines}
        return tuple(line for line in group if line.key not in chosen)

    def _known(self, group: Sequence[Line]) -> list[int]:
        """Return the places in the pool of those lines that were not thinned out; a group's own line never is."""
        return [self._places[line.key] for line in group if line.key in self._places]

    def _alike(self, line: Line, other: Line) -> bool:
        if line.key not in self._places or other.key not in self._places:
            return False
        alike = float(self._pool.alike[self._places[line.key], self._places[other.key]])
        return alike >= ALIKE and not _tell_apart(line, other)


def _tell_apart(line: Line, other: Line) -> bool:
    """Lines of two articles that share their wording and differ in names or figures are two facts."""
    if line.sentence.article_id == other.sentence.article_id:
        return False
    return bool(line.contents - other.contents) and bool(other.contents - line.contents)
