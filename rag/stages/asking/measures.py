"""What a comparison measures: "more votes" asks how many votes, "older" how old, "first" when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rag.parses import Word

Sought = Literal["greater", "smaller", "earlier", "later"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A word of a clause that is put together anew, or the place where a side is filled in."""

    text: str
    word: Word | None
    """None for a side and for words that were added."""
    glued: bool = False
    """True where no space stands before it."""

    @property
    def lower(self) -> str:
        """The text in lower case."""
        return self.text.lower()

    @property
    def pos(self) -> str:
        """Part of speech; empty where there is no word."""
        return self.word.pos if self.word else ""

    @property
    def tag(self) -> str:
        """Penn Treebank tag; empty where there is no word."""
        return self.word.tag if self.word else ""


@dataclass(frozen=True, slots=True)
class Measure:
    """The pieces that compare, and the question phrase that takes their place."""

    first: int
    last: int
    """Inclusive."""
    how: str
    """ "How many votes", "How old", "When"."""
    sought: Sought
    noun: bool = False
    """True where they name what is counted."""
    priced: bool = False
    """True where "is expensive" becomes "does cost"."""


_AMOUNTS: dict[str, Sought] = {
    "more": "greater", "most": "greater", "fewer": "smaller", "fewest": "smaller",
    "less": "smaller", "least": "smaller",
}  # fmt: skip
_TIMES: dict[str, Sought] = {
    "first": "earlier", "earlier": "earlier", "earliest": "earlier", "sooner": "earlier", "soonest": "earlier",
    "last": "later", "later": "later", "latest": "later",
}  # fmt: skip
_DEGREES: dict[str, tuple[str, Sought]] = {
    "old": ("old", "greater"), "young": ("old", "smaller"), "large": ("large", "greater"), "big": ("big", "greater"),
    "small": ("large", "smaller"), "high": ("high", "greater"), "low": ("high", "smaller"), "long": ("long", "greater"),
    "tall": ("tall", "greater"), "heavy": ("heavy", "greater"), "light": ("heavy", "smaller"),
    "fast": ("fast", "greater"), "slow": ("fast", "smaller"), "wide": ("wide", "greater"),
    "narrow": ("wide", "smaller"), "deep": ("deep", "greater"), "far": ("far", "greater"),
    "often": ("often", "greater"),
}  # fmt: skip
"""Base forms that a figure can measure, with the word that "how" takes."""
_PRICES: dict[str, Sought] = {"expensive": "greater", "costly": "greater", "cheap": "smaller"}
_ENDS = ("er", "est", "r", "st", "ier", "iest")
_FORMS = {"farther": "far", "farthest": "far", "further": "far", "bigger": "big", "biggest": "big", "cheaper": "cheap"}
_COMPARING = frozenset({"JJR", "RBR", "JJS", "RBS"})
_NAMING = frozenset({"NOUN", "PROPN", "ADJ"})
_DEGREE_WORDS = frozenset("much far even significantly slightly considerably the".split())
"""They may stand before what compares, and are left out."""
_NO_COMPARISON = frozenset("of at no any not never every once twice times how what".split())
""" "At least", "no more", "how many more" do not compare two sides."""


def measure_in(pieces: Sequence[Piece]) -> Measure | None:
    """Return what the clause compares; None where nothing compares, or more than one thing does."""
    found = [place for place, piece in enumerate(pieces) if compares(piece)]
    if len(found) == 2 and found[1] == found[0] + 1 and pieces[found[0]].lower in _AMOUNTS:
        found = found[:1]  # "more often"
    if len(found) != 1:
        return None
    first = start = found[0]
    while first > 0 and pieces[first - 1].lower in _DEGREE_WORDS:
        first -= 1
    before = pieces[first - 1] if first else None
    if before is None or before.lower in _NO_COMPARISON or before.pos == "NUM" or before.lower in {"many", "a", "an"}:
        return _attributive(pieces, first - 1, start) if before is not None and before.lower in {"a", "an"} else None
    if pieces[start].lower in _AMOUNTS:
        return _amount(pieces, first, start)
    return _attributive(pieces, first, start) or _degree(pieces, first, start)


def compares(piece: Piece) -> bool:
    """Tell whether a word compares."""
    if piece.lower in _AMOUNTS:
        return True
    adverbial = piece.word is not None and piece.word.dep != "amod" and piece.pos in {"ADV", "ADJ"}
    return piece.tag in _COMPARING or (piece.lower in _TIMES and adverbial)


def _amount(pieces: Sequence[Piece], first: int, start: int) -> Measure | None:
    sought = _AMOUNTS[pieces[start].lower]
    last = start
    while last + 1 < len(pieces) and pieces[last + 1].pos in _NAMING and not _is_time(pieces[last + 1]):
        last += 1
    while last > start and pieces[last].pos == "ADJ":
        last -= 1
    if last > start:
        many = pieces[last].tag in {"NNS", "NNPS"}
        named = joined(pieces[start + 1 : last + 1])
        return Measure(first, last, f"How {'many' if many else 'much'} {named}", sought, noun=True)
    following = pieces[start + 1] if start + 1 < len(pieces) else None
    if following is None or (following.pos in {"ADP", "ADV", "PRON", "PUNCT"} and following.lower != "often"):
        return _bare_amount(pieces, first, start, sought)
    degree = _degree_of(following)
    if degree is None:
        return None
    opposite: Sought = "smaller" if sought == degree.sought else "greater"
    turned = degree.sought if sought == "greater" else opposite
    return Measure(first, start + 1, degree.how, turned, priced=degree.priced)


def _is_time(piece: Piece) -> bool:
    """ "More oil last year": the year is not counted."""
    return piece.word is not None and piece.word.entity in {"DATE", "TIME"}


def _bare_amount(pieces: Sequence[Piece], first: int, start: int, sought: Sought) -> Measure | None:
    """ "Paid more", "is worth more", "more of the vote"; "is more to blame" measures nothing."""
    before = pieces[first - 1].word if first else None
    if before is not None and before.lemma == "be":
        return None
    if not any(piece.pos == "VERB" or piece.lower == "worth" for piece in pieces[:first]) and pieces[0].pos == "AUX":
        return None
    last = start
    if pieces[start + 1 : start + 2] and pieces[start + 1].lower == "of":
        last = start + 1
        while last + 1 < len(pieces) and pieces[last + 1].pos in _NAMING | {"DET"}:
            last += 1
        if last == start + 1:
            return None
        many = pieces[last].tag in {"NNS", "NNPS"}
        how = f"How {'many' if many else 'much'} {joined(pieces[start + 1 : last + 1])}"
        return Measure(first, last, how, sought, noun=True)
    return Measure(first, last, "How much", sought)


def _attributive(pieces: Sequence[Piece], first: int, start: int) -> Measure | None:
    """ "A larger share of the vote": how large a share of the vote."""
    degree = _degree_of(pieces[start])
    last = start
    while last + 1 < len(pieces) and pieces[last + 1].pos in {"NOUN", "PROPN"}:
        last += 1
    if degree is None or degree.priced or degree.how == "When" or last == start or pieces[last].tag == "NNS":
        return None
    end = last
    if end + 1 < len(pieces) and pieces[end + 1].lower == "of":
        end += 1
        while end + 1 < len(pieces) and pieces[end + 1].pos in _NAMING | {"DET"}:
            end += 1
    named = joined(pieces[start + 1 : end + 1])
    return Measure(first, end, f"{degree.how} a {named}", degree.sought, noun=True)


def _degree(pieces: Sequence[Piece], first: int, start: int) -> Measure | None:
    degree = _degree_of(pieces[start])
    following = pieces[start + 1] if start + 1 < len(pieces) else None
    if degree is None or (following is not None and following.pos in {"NOUN", "PROPN", "NUM", "ADJ"}):
        return None
    return Measure(first, start, degree.how, degree.sought, priced=degree.priced)


def _degree_of(piece: Piece) -> Measure | None:
    if piece.lower in _TIMES:
        return Measure(0, 0, "When", _TIMES[piece.lower])
    lemma = _base_of(piece)
    if lemma in _PRICES:
        return Measure(0, 0, "How much", _PRICES[lemma], priced=True)
    if lemma not in _DEGREES:
        return None
    base, sought = _DEGREES[lemma]
    return Measure(0, 0, f"How {base}", sought)


def _base_of(piece: Piece) -> str:
    """Return the base form, which the small parser does not find for adverbs: "higher" is "high"."""
    if piece.lower in _FORMS or piece.tag not in _COMPARING:
        return _FORMS.get(piece.lower, piece.lower)
    bases = (
        piece.lower.removesuffix(end) + ("y" if end in {"ier", "iest"} else "")
        for end in _ENDS
        if piece.lower.endswith(end)
    )
    return next((base for base in bases if base in _DEGREES or base in _PRICES), "")


def joined(pieces: Sequence[Piece]) -> str:
    """Return the pieces' text, spaced as it was written."""
    return "".join(("" if piece.glued or not place else " ") + piece.text for place, piece in enumerate(pieces))
