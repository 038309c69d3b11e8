"""Citation marks in running text: ``[1]``, ``[1, 2]``, ``[1][2]``, ``[2-4]``, ``【3】``. Round brackets hold years."""

from __future__ import annotations

import re

_NUMBERS = r"\d{1,4}(?:\s*(?:[,;&–-]|and)\s*\[?\d{1,4})*"
MARK = rf"[\[【]\s*\^?(?:(?:[Ss]entences?|[Ss]ources?|[Ss])\s*)?{_NUMBERS}[^\]】\[]{{0,3}}[\]】]"
_MARK = re.compile(rf"\s*{MARK}")
_RANGE = re.compile(r"(\d{1,4})\s*[–-]\s*(\d{1,4})")
_LONGEST_RANGE = 20


def cited_numbers(text: str) -> tuple[int, ...]:
    """Return the numbers in a text's marks, in order, each once."""
    found: list[int] = []
    for mark in _MARK.findall(text):
        for first, last in _RANGE.findall(mark):
            if int(first) <= int(last) <= int(first) + _LONGEST_RANGE:
                found += range(int(first), int(last) + 1)
        found += [int(number) for number in re.findall(r"\d{1,4}", mark)]
    return tuple(dict.fromkeys(found))


def without_marks_of(text: str) -> str:
    """Return a text without its marks, in one line."""
    bare = re.sub(r"\s+([.,;:!?])", r"\1", _MARK.sub("", text))
    return " ".join(bare.split())
