"""How a comparison is arranged: where its two sides stand, and the clause with a place for either of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rag.parses import Parse
from rag.stages.asking.inverting import SIDE, inverted
from rag.stages.asking.measures import Piece, compares
from rag.stages.asking.sides import Side, circumstance_before, phrase_before, placed, side_at

CUTS = frozenset(", : ; - – —".split())
_WH = frozenset("who which what where when".split())
_ECHOES = frozenset("did does do was is has had".split())
""" "Than B did": the verb says nothing new."""
_AMOUNTS = frozenset("more most few less least".split())
"""What is counted may follow these: "more votes Ana or Luc" does not tell where a side begins."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A clause with a place for a side, and what may stand in it."""

    clause: tuple[Piece, ...]
    """Auxiliary first."""
    sides: tuple[Side, Side]
    texts: tuple[str, str]
    confirms: bool = False


def _pieces(parse: Parse, first: int, last: int) -> tuple[Piece, ...]:
    """Return words as pieces, without a mark at their end."""
    words = parse.words
    while last >= first and words[last].pos == "PUNCT":
        last -= 1
    return tuple(
        Piece(words[i].text, words[i], i > 0 and words[i - 1].end == words[i].start) for i in range(first, last + 1)
    )


def listed(parse: Parse) -> Pair | None:
    """Read "who ..., A or B?", "A or B: who ...?" and "between A and B, which ...?"."""
    for stem, sides in _lists(parse):
        if sides[0] is None or sides[1] is None:
            continue
        pair = _of_stem(parse, stem, (sides[0], sides[1]))
        if pair is not None:
            return pair
    return None


_Bounds = tuple[int, int]
_Sides = tuple[Side | None, Side | None]


def _lists(parse: Parse) -> Iterator[tuple[_Bounds, _Sides]]:
    words, end = parse.words, len(parse.words) - 1
    joint = next((i for i in range(end, 0, -1) if words[i].text.lower() == "or"), None)
    if joint is not None:
        cut = _end_of_stem(parse, joint)
        if cut is not None:
            stop, first = cut
            yield (0, stop), (_without_either(parse, first, joint - 1), side_at(parse, joint + 1, end))
    yield from _leading(parse)


def _leading(parse: Parse) -> Iterator[tuple[_Bounds, _Sides]]:
    """ "A or B: who ...?" and "between A and B, which ...?"."""
    words, end = parse.words, len(parse.words) - 1
    opened = words[0].text.lower() in {"between", "of", "comparing"}
    joints = {"and", "or"} if opened else {"or"}
    joint = next((i for i, word in enumerate(words) if word.text.lower() in joints), end)
    cut = next((i for i in range(joint + 2, end) if words[i].text in CUTS), None)
    if cut is not None:
        sides = side_at(parse, int(opened), joint - 1), side_at(parse, joint + 1, cut - 1)
        yield (cut + 1, end), sides


def _end_of_stem(parse: Parse, joint: int) -> tuple[int, int] | None:
    """Return the last word of what stands before the sides, and the first word of these.

    A comma or a colon stands between, or nothing does: "who is older Ana or Luc".
    """
    words = parse.words
    cut = next((i for i in range(joint - 2, 0, -1) if words[i].text in CUTS), None)
    if cut is not None:
        return cut - 1, cut + 1
    compared = _place_of_comparing(parse)
    if compared is None or compared > joint or words[compared].lemma in _AMOUNTS:
        return None
    return compared, compared + 1


def _without_either(parse: Parse, first: int, last: int) -> Side | None:
    return side_at(parse, first + (parse.words[first].text.lower() == "either"), last)


def _of_stem(parse: Parse, stem: _Bounds, sides: tuple[Side, Side]) -> Pair | None:
    """Return the clause of "who got more votes" with a side as its subject, or of "where ..." with one at its end."""
    first, last = stem
    words = parse.words
    opening = words[first + 1] if words[first].pos == "ADP" and first < last else words[first]
    if opening.text.lower() not in _WH and words[first].pos != "AUX":
        return None
    verb = next((i for i in range(first, last + 1) if words[i].pos in {"VERB", "AUX"}), None)
    if verb is None:
        return None
    circumstance = opening.text.lower() in {"where", "when"} or words[first].pos in {"ADP", "AUX"}
    if not circumstance:
        clause = inverted(_pieces(parse, verb, last))
        fits = clause is not None and not any(side.preposition for side in sides)
        return Pair(clause, sides, (sides[0].text, sides[1].text)) if clause is not None and fits else None
    if words[verb].pos != "AUX" or (words[first].pos == "AUX" and not (sides[0].preposition or sides[0].dated)):
        return None
    usual = words[first].text.lower() if words[first].pos == "ADP" else "in" if opening.text.lower() == "where" else ""
    preposition = sides[0].preposition or usual
    texts = placed(sides[0], preposition), placed(sides[1], preposition)
    return Pair((*_pieces(parse, verb, last), SIDE), sides, texts)


def _place_of_comparing(parse: Parse) -> int | None:
    return next((i for i, word in enumerate(parse.words) if compares(Piece(word.text, word))), None)


def either(parse: Parse) -> Pair | None:
    """Read "did A or B get more votes?" and "were there more arrests in May or in June?"."""
    words, end = parse.words, len(parse.words) - 1
    joints = [i for i, word in enumerate(words) if word.text.lower() == "or"]
    compared = _place_of_comparing(parse)
    if words[0].pos != "AUX" or len(joints) != 1 or compared is None or joints[0] in {1, end}:
        return None
    joint = joints[0]
    last = end
    if joint < compared:
        last = next((i for i in range(joint + 2, compared) if _opens_predicate(parse, i)), compared) - 1
    other = side_at(parse, joint + 1, last)
    least = 0 if joint < compared else compared
    if other is None:
        return None
    if other.preposition or other.dated:
        one = circumstance_before(parse, joint, least, dated=other.dated)
    elif joint < compared:
        one = side_at(parse, 1, joint - 1)
    else:
        one = phrase_before(parse, joint, least)
        if one is not None and words[one.first - 1].pos != "ADP":
            return None
    return None if one is None else _replacing(parse, (one, other), last)


def _opens_predicate(parse: Parse, place: int) -> bool:
    word = parse.words[place]
    return word.pos in {"VERB", "AUX", "ADV"} or word.text.lower() == "the"


def _replacing(parse: Parse, sides: tuple[Side, Side], last: int, *, confirms: bool = False) -> Pair:
    """Return the clause without its second side, which ends at ``last``, and with a place for the first."""
    one, other = sides
    middle = _pieces(parse, one.last + 1, other.first - 2)
    clause = (*_pieces(parse, 0, one.first - 1), SIDE, *middle, *_pieces(parse, last + 1, len(parse.words) - 1))
    preposition = one.preposition
    texts = one.text, placed(other, preposition) if preposition else other.text
    return Pair(clause, sides, texts, confirms)


def compared_with(parse: Parse) -> Pair | None:
    """Read "did A get more votes than B?" and "was inflation higher in April than in March?"."""
    words, end = parse.words, len(parse.words) - 1
    compared = _place_of_comparing(parse)
    joints = [i for i, word in enumerate(words) if word.text.lower() == "than"]
    if words[0].pos != "AUX" or compared is None or len(joints) != 1 or not compared < joints[0] < end:
        return None
    while end > joints[0] + 1 and (words[end].pos == "PUNCT" or words[end].text.lower() in _ECHOES):
        end -= 1
    other = side_at(parse, joints[0] + 1, end)
    one = None if other is None else _counterpart(parse, other, compared, joints[0])
    return None if other is None or one is None else _replacing(parse, (one, other), len(words) - 1, confirms=True)


def _counterpart(parse: Parse, other: Side, compared: int, joint: int) -> Side | None:
    """Return what a side after "than" is compared with: the circumstance of its kind, or the subject."""
    if other.preposition or other.dated:
        near = circumstance_before(parse, joint, compared, dated=other.dated)
        return near or circumstance_before(parse, compared, 0, dated=other.dated)
    near = phrase_before(parse, joint, compared)
    subject = _subject(parse, compared)
    if near is not None and subject is None:
        return near if parse.words[near.first - 1].pos == "ADP" else None
    if near is not None and other.label and near.label == other.label and parse.words[near.first - 1].pos == "ADP":
        return None if subject is not None and subject.label == other.label else near
    return subject if subject is not None and _could_replace(subject, other) else None


def _could_replace(subject: Side, other: Side) -> bool:
    """ "Did the union get more members than votes?" compares objects: a bare plural replaces no name."""
    bare = other.plural and other.words[0].tag == "NNS"
    return not bare or subject.words[0].tag == "NNS"


def _subject(parse: Parse, compared: int) -> Side | None:
    last = next((i for i in range(2, compared) if parse.words[i].pos in {"VERB", "AUX", "ADV"}), compared) - 1
    while last > 1 and parse.words[last].text.lower() in {"much", "far", "even", "a", "an", "the"}:
        last -= 1
    return side_at(parse, 1, last)
