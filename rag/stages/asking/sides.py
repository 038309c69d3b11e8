"""The two sides of a comparison: where they stand in a question, and whether they are alike."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.parses import Parse, Word

_LONGEST = 9
"""Words of a side."""
_FIGURES = frozenset({"TIME", "MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL"})
_RELATIVE = frozenset(
    "ago earlier later before after ever expected usual planned average half third quarter majority any other others "
    "anyone anybody everyone one ones all".split()
)
""" "Than expected", "than a year earlier", "than half": no side that can be asked for by itself."""
_YEAR = re.compile(r"\b(?:1\d|20)\d\d\b")
_SHIFTED = frozenset("last this next today yesterday".split())
"""A time that begins with one of these takes no preposition."""
_WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())


@dataclass(frozen=True, slots=True)
class Side:
    """A run of words of a question, both ends inclusive."""

    parse: Parse
    first: int
    last: int

    @property
    def words(self) -> tuple[Word, ...]:
        """Its words."""
        return self.parse.words[self.first : self.last + 1]

    @property
    def text(self) -> str:
        """As it is written."""
        return self.parse.text[self.words[0].start : self.words[-1].end]

    @property
    def preposition(self) -> str:
        """The preposition that it begins with, or nothing."""
        word = self.words[0]
        plain = word.text.islower() or self.first == 0  # a title may begin with one: "Beyond the Gates"
        return word.text if word.pos == "ADP" and plain else ""

    @property
    def name(self) -> str:
        """The text without its preposition."""
        return self.text[len(self.preposition) :].strip()

    @property
    def label(self) -> str:
        """The entity that its last word belongs to, or nothing."""
        return self.words[-1].entity

    @property
    def dated(self) -> bool:
        """Whether it is a time: "in May", "last year"."""
        return self.label == "DATE" or self.words[-1].text.lower() in _WEEKDAYS

    @property
    def plural(self) -> bool | None:
        """Whether it names several; None where its form does not say."""
        heads: list[Word] = []
        for word in self.words:
            if word.pos == "ADP" and heads:
                break
            heads += [word] if word.pos in {"NOUN", "PROPN"} else []
        if heads and heads[-1].pos == "PROPN":
            peoples = heads[-1].entity == "NORP" and heads[-1].text.endswith("s")
            return True if peoples else None if heads[-1].tag == "NNPS" else False
        if not heads:
            return None
        return heads[-1].tag == "NNS"


def side_at(parse: Parse, first: int, last: int) -> Side | None:
    """Return the words as a side where they name something; None for figures, clauses and pronouns."""
    while first <= last and parse.words[last].pos == "PUNCT":
        last -= 1
    if not 0 <= first <= last < first + _LONGEST:
        return None
    side = Side(parse, first, last)
    if any(_is_foreign(word) for word in side.words) or any(_is_clause(side, i) for i in range(len(side.words))):
        return None
    named = any(word.pos in {"NOUN", "PROPN"} or word.entity == "DATE" for word in side.words)
    return side if named and side.name else None


def _is_foreign(word: Word) -> bool:
    if word.pos == "NUM" and word.entity != "DATE" and not _YEAR.fullmatch(word.text):
        return True
    if word.tag in {"PRP", "EX", "WP", "WDT", "WRB", "WP$", "JJR", "RBR", "MD"} or word.text in {",", ":", ";"}:
        return True
    return word.entity in _FIGURES or word.text.lower() in _RELATIVE or word.pos in {"CCONJ", "AUX", "SCONJ"}


def _is_clause(side: Side, place: int) -> bool:
    """Tell whether a verb stands there; the small parser takes a last "cuts" or "strike" for one."""
    word = side.words[place]
    return word.pos == "VERB" and word.tag in {"VBD", "VBZ", "VBP"} and (place == 0 or place + 1 < len(side.words))


def alike(one: Side, other: Side) -> bool:
    """Tell whether two sides can be compared: two times of one precision, or two things with different names."""
    if one.name.casefold() == other.name.casefold() or one.dated != other.dated:
        return False
    return not one.dated or bool(_YEAR.search(one.name)) == bool(_YEAR.search(other.name)) or _same_form(one, other)


def _same_form(one: Side, other: Side) -> bool:
    """ "Last year" and "2019" are both years; "May" and "June 2020" leave open which May."""
    return not any(word.text.lower() in _MONTHS for side in (one, other) for word in side.words)


_MONTHS = frozenset(
    "january february march april may june july august september october november december spring summer autumn "
    "winter".split()
)


def phrase_before(parse: Parse, end: int, least: int) -> Side | None:
    """Return the noun phrase or entity that ends just before a word and begins after ``least``."""
    runs = [run for run in (*parse.noun_phrases, *parse.entities) if run.last == end - 1 and run.first > least]
    return side_at(parse, min(run.first for run in runs), end - 1) if runs else None


def circumstance_before(parse: Parse, end: int, least: int, *, dated: bool) -> Side | None:
    """Return the circumstance before a word: a time with its preposition, or what a preposition opens."""
    near = phrase_before(parse, end, least) if dated else None
    if near is None or not near.dated:
        return _prepositional_before(parse, end, least)
    opened = near.first - 1 > least and parse.words[near.first - 1].pos == "ADP"
    return side_at(parse, near.first - opened, end - 1)


def _prepositional_before(parse: Parse, end: int, least: int) -> Side | None:
    """Return the last phrase before a word that begins with a preposition, after ``least``."""
    first = next((i for i in range(end - 1, least, -1) if parse.words[i].pos == "ADP"), None)
    return None if first is None else side_at(parse, first, end - 1)


def placed(side: Side, preposition: str) -> str:
    """Return a circumstance with its preposition; a time takes the one that goes with it where none is known."""
    if side.preposition or (side.dated and side.words[0].text.lower() in _SHIFTED):
        return side.text
    if not preposition and side.dated and len(side.words) == 1:
        preposition = "on" if side.name.lower() in _WEEKDAYS else "in"
    return f"{preposition} {side.text}".strip()
