"""Numbers of English texts, in digits or in words, as plain values."""

from __future__ import annotations

import re
import unicodedata

_SMALL = {
    word: float(value)
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
} | {
    word: float(value)
    for value, word in zip(
        range(20, 100, 10), ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], strict=True
    )
}
_LARGE = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_SCALE = {**_LARGE, "k": 1e3, "m": 1e6, "bn": 1e9}

_DIGITS = re.compile(
    r"(?<![\w.,])(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?\s*(k\b|m\b|bn\b|thousand\b|million\b|billion\b|trillion\b)?"
)
_WORD = "|".join([*_SMALL, "hundred", *_LARGE])
_WORDS = re.compile(rf"\b(?:{_WORD})(?:(?:[\s-]+|\s+and\s+)(?:{_WORD}))*\b")


def numbers_in(text: str) -> frozenset[float]:
    """Return the numbers of ``text``: ``66,000``, ``66k``, ``4.2 million``, ``sixty-six thousand``."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    digits = {_of_digits(match) for match in _DIGITS.finditer(folded)}
    spelt = {_of_words(match.group()) for match in _WORDS.finditer(_DIGITS.sub(" ", folded))}
    return frozenset(digits | spelt)


def _of_digits(match: re.Match[str]) -> float:
    value = float(match.group(1).replace(",", "") + (match.group(2) or ""))
    return round(value * _SCALE.get(match.group(3) or "", 1), 6)


def _of_words(run: str) -> float:
    """Return the value of words such as ``two hundred and five thousand``, read from left to right."""
    total = group = 0.0
    for word in re.split(r"[\s-]+", run):
        if word in _SMALL:
            group += _SMALL[word]
        elif word == "hundred":
            group = max(group, 1.0) * 100
        elif word in _LARGE:
            total, group = total + max(group, 1.0) * _LARGE[word], 0.0
    return total + group
