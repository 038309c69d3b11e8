"""Questions that compare two sides: "Who got more votes, A or B?" asks how many votes each of them got."""

from __future__ import annotations

from dataclasses import dataclass

from rag.parses import Parse
from rag.stages.asking.arranging import CUTS, Pair, compared_with, either, listed
from rag.stages.asking.inverting import asked_of_a_side, filled
from rag.stages.asking.measures import Sought, measure_in
from rag.stages.asking.sides import alike

_SUBORDINATE = frozenset("that because if whether although while since unless than or and not n't n’t".split())
_LONGEST = 60
"""Words of a question that is read."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a question compares."""

    questions: tuple[str, str]
    """What is asked of each side, so that it stands by itself."""
    names: tuple[str, str]
    """The sides as the question writes them, without a preposition."""
    sought: Sought
    """Which of two figures, or of two dates, the question asks for."""
    confirms: bool
    """True where it asks whether the first side is the one."""

    @property
    def dated(self) -> bool:
        """Whether dates are compared."""
        return self.sought in {"earlier", "later"}


def read_comparison(parse: Parse) -> Comparison | None:
    """Return what a parsed question (without its frame) compares; None where it does not, or not plainly."""
    if not 4 <= len(parse.words) <= _LONGEST or any(w.text == "?" for w in parse.words[:-1]):
        return None
    for read in (listed, either, compared_with):
        pair = read(parse)
        if pair is not None:
            return _comparison(pair)
    return None


def _comparison(pair: Pair) -> Comparison | None:
    if any(piece.lower in _SUBORDINATE | CUTS or piece.tag in {"WP", "WRB", "WDT"} for piece in pair.clause):
        return None
    finite = [piece for piece in pair.clause[1:] if piece.tag in {"VBZ", "MD"} and piece.pos in {"VERB", "AUX"}]
    measure = measure_in(pair.clause)
    asked = None if measure is None or finite else asked_of_a_side(pair.clause, measure)
    if measure is None or asked is None or not alike(*pair.sides):
        return None
    first, second = (filled(asked, text, plural=side.plural) for text, side in zip(pair.texts, pair.sides, strict=True))
    names = pair.sides[0].name, pair.sides[1].name
    return Comparison((first, second), names, measure.sought, pair.confirms)
