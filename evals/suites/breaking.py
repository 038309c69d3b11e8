"""Rules that make a true sentence false in one way, or say it in other words. None is shared with the verifier.

Each takes a sentence and yields what it makes of it; a rule that finds nothing to change yields nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

Rule = Callable[[str, Sequence[str]], Iterator[str]]
"""Takes a sentence, and names of the same article that the sentence does not hold."""

_STRANGER = "Orla Fennimore"
_SMALL = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_MONTHS = tuple("January February March April May June July August September October November December".split())
_DAYS = tuple("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())
_TURNED = {
    "over": "under", "more": "fewer", "nearly": "over", "almost": "over", "at least": "at most", "before": "after",
    "after": "before", "increase": "decrease", "decrease": "increase", "rose": "fell", "fell": "rose",
    "higher": "lower", "lower": "higher", "first": "last", "last": "first", "accept": "refuse", "agreed": "refused",
    "won": "lost", "lost": "won", "supports": "opposes", "opposes": "supports", "previous": "next", "win": "lose",
}  # fmt: skip

_NUMBER = re.compile(r"(?<![\w.,])\d[\d,]*(?![\w]|[.,]\d)")
_SPELT = re.compile(rf"\b(?:{'|'.join(_SMALL)})\b")
_CALENDAR = re.compile(rf"\b(?:{'|'.join((*_MONTHS, *_DAYS))})\b")
_CAPITALS = re.compile(r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*")
_INSIDE = re.compile(r"[a-z,] $")
_HELPER = re.compile(r"\b(?:is|are|was|were|has|have|had|will|would|can|could|must|should)\b(?! not\b)")
_DENIED = re.compile(r"\b(?:did|does|do|is|are|was|were|has|have|had|will|would) (not) ")
_TURNING = re.compile(rf"\b(?:{'|'.join(_TURNED)})\b")
_LED = re.compile(r"^((?:On|In|Since|After|Before|During|Under) [^,“\"]+), (.+)\.$")


def names_in(text: str) -> tuple[str, ...]:
    """Return the runs of capitalised words that do not open a sentence, each once, in order."""
    return tuple(dict.fromkeys(match.group() for match in _names(text)))


def _names(text: str) -> Iterator[re.Match[str]]:
    for match in _CAPITALS.finditer(text):
        if _INSIDE.search(text, 0, match.start()) and not _CALENDAR.search(match.group()):
            yield match


def _number(sentence: str, _: Sequence[str]) -> Iterator[str]:
    """Raise the first digit of each number by one, 9 becoming 1, or a small one in words by one."""
    for match in _NUMBER.finditer(sentence):
        yield _swapped(sentence, match, f"{int(match.group()[0]) % 9 + 1}{match.group()[1:]}")
    for match in _SPELT.finditer(sentence):
        yield _swapped(sentence, match, _next(_SMALL, match.group()))


def _name(sentence: str, others: Sequence[str]) -> Iterator[str]:
    """Put another name of the article in the place of each, and a stranger's."""
    for match in _names(sentence):
        yield from (_swapped(sentence, match, other) for other in (*others[:1], _STRANGER))


def _date(sentence: str, _: Sequence[str]) -> Iterator[str]:
    """Put the next month or day of the week in the place of each."""
    for match in _CALENDAR.finditer(sentence):
        calendar = _MONTHS if match.group() in _MONTHS else _DAYS
        yield _swapped(sentence, match, _next(calendar, match.group()))


def _denial(sentence: str, _: Sequence[str]) -> Iterator[str]:
    """Deny what is said, or say what is denied, outside quotations."""
    if "“" in sentence or '"' in sentence:
        return
    denied, helper = _DENIED.search(sentence), _HELPER.search(sentence)
    if denied:
        yield sentence[: denied.start(1)] + sentence[denied.end(1) + 1 :]
    elif helper:
        yield f"{sentence[: helper.end()]} not{sentence[helper.end() :]}"


def _turn(sentence: str, _: Sequence[str]) -> Iterator[str]:
    """Put the opposite in the place of each word of direction or degree."""
    for match in _TURNING.finditer(sentence):
        yield _swapped(sentence, match, _TURNED[match.group()])


def _detail(sentence: str, _: Sequence[str]) -> Iterator[str]:
    """Add what no source says."""
    if sentence.endswith(".") and "“" not in sentence and '"' not in sentence:
        yield f"{sentence[:-1]}, for the third time this year."


def _reordered(sentence: str, _: Sequence[str]) -> Iterator[str]:
    """Put an opening phrase at the end."""
    match = _LED.match(sentence)
    if match:
        lead, rest = match.groups()
        yield f"{rest[0].upper()}{rest[1:]} {lead[0].lower()}{lead[1:]}."


def _swapped(sentence: str, match: re.Match[str], new: str) -> str:
    return f"{sentence[: match.start()]}{new}{sentence[match.end() :]}"


def _next(words: Sequence[str], word: str) -> str:
    return words[(words.index(word) + 1) % len(words)]


BREAKS: Mapping[str, Rule] = {
    "number changed": _number,
    "name changed": _name,
    "date changed": _date,
    "denied": _denial,
    "direction turned": _turn,
    "detail added": _detail,
}
"""What makes a sentence false, by kind."""

KEEPS: Mapping[str, Rule] = {"order changed": _reordered}
"""What leaves a sentence true."""
