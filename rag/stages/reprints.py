"""Whether two articles are one text, printed twice: with another headline, another dateline, or cut.

Likeness of words finds the pairs (MinHash, see :mod:`rag.adapters.library.stories`, then the shares of shingles
that are counted here). Facts decide: where two sentences are alike and each has a figure or a name that the other
lacks, one was written to the other's template, and it tells of something else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.stages.language.calendar_words import MONTHS, WEEKDAYS
from rag.stages.language.number_words import CARDINALS, SCALES

SHINGLE = 4
"""Words that are compared as one."""
HELD = 0.6
"""Share of the shorter text's shingles that the longer one must hold."""
ALIKE = 0.5
"""Share of words that two sentences have in common, of the shorter one's, to be versions of one sentence."""
LEAST = 12
"""Shingles; a text of fewer is too short to tell a reprint from a coincidence."""

_WORD = re.compile(r"[^\W_]+(?:[.,'’-][^\W_]+)*|[%$€£]")
_SENTENCE = re.compile(r"(?<=[.!?…][\"”’)]|.[.!?…])\s+(?=[\"“‘(]?[^\W_a-z])|\n+")
_MARKUP = re.compile(r"^\s*(?:#{1,6}\s.*|[-*]\s+|>\s*)", re.MULTILINE)
_DATELINE = re.compile(r"^\s*[^\W\d_a-z][^\n.—–]{0,60}?\s*(?:\([^()\n]{2,30}\)\s*)?(?:—|–|--|\s-)\s+(?=\S)")
_CREDIT = re.compile(
    r"\s*(?:\(?(?i:reporting|editing|writing|edited|written|with agencies|additional)\b|[Bb]y [A-Z]\w+ [A-Z])"
)


@dataclass(frozen=True, slots=True)
class Printed:
    """A text as reprints are compared."""

    sentences: tuple[tuple[str, ...], ...]
    """The words of each sentence, as written."""
    shingles: frozenset[str]


def printed(text: str) -> Printed:
    """Return what is compared of an article: without headings, datelines and credits."""
    body = _MARKUP.sub("", text)
    sentences = (piece for piece in _SENTENCE.split(_DATELINE.sub("", body.lstrip(), count=1)) if piece)
    words = tuple(tuple(_WORD.findall(piece)) for piece in sentences if not _CREDIT.match(piece))
    folded = [word.casefold() for sentence in words for word in sentence]
    runs = (" ".join(folded[start : start + SHINGLE]) for start in range(len(folded) - SHINGLE + 1))
    return Printed(tuple(sentence for sentence in words if sentence), frozenset(runs))


def is_reprint(one: Printed, other: Printed) -> bool:
    """Return whether both are one text: the shorter stands in the longer, and no fact of it is another's there."""
    short, long = sorted((one, other), key=lambda text: len(text.shingles))
    if len(short.shingles) < LEAST:
        return short.sentences == long.sentences
    shared = len(short.shingles & long.shingles)
    if shared < HELD * len(short.shingles):
        return False
    there = set(long.sentences)
    changed = [sentence for sentence in short.sentences if sentence not in there]
    here = set(short.sentences)
    others = [_Words.of(sentence) for sentence in long.sentences if sentence not in here]
    return not any(_contradicts(_Words.of(sentence), others) for sentence in changed)


@dataclass(frozen=True, slots=True)
class _Words:
    all: frozenset[str]
    facts: frozenset[str]

    @classmethod
    def of(cls, sentence: tuple[str, ...]) -> _Words:
        """Return a sentence's words and, among them, its figures and names."""
        facts = {word.casefold() for place, word in enumerate(sentence) if _is_fact(sentence, place)}
        return cls(frozenset(map(str.casefold, sentence)), frozenset(map(_plain, facts)))


def _contradicts(sentence: _Words, others: list[_Words]) -> bool:
    """Return whether the sentence that is most like this one tells of other figures or names."""
    best = max(others, key=lambda other: _likeness(sentence, other), default=None)
    if best is None or _likeness(sentence, best) < ALIKE:
        return False
    ours, theirs = sentence.facts - set(map(_plain, best.all)), best.facts - set(map(_plain, sentence.all))
    return bool(ours and theirs)


def _likeness(one: _Words, other: _Words) -> float:
    return len(one.all & other.all) / max(1, min(len(one.all), len(other.all)))


def _is_fact(sentence: tuple[str, ...], place: int) -> bool:
    """Return whether a word is a figure, or a name by its capital; days and months are told in too many ways."""
    word, folded = sentence[place], sentence[place].casefold()
    if folded in WEEKDAYS or folded in MONTHS:
        return False
    if any(character.isdigit() for character in word) or folded in CARDINALS or folded in SCALES:
        return True
    named = place > 0 or (len(sentence) > 1 and sentence[1][:1].isupper())
    return named and word[:1].isupper()


def _plain(word: str) -> str:
    """Return a word without what two papers write differently: thousands' commas, possessives, stops in initials."""
    return re.sub(r"['’]s$|[.,](?=\d{3}\b)|\.", "", word)
