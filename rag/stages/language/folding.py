"""Case folding that keeps every offset."""

from __future__ import annotations

import string

_ASCII_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


def fold(text: str) -> str:
    """Return ``text`` with A-Z in lower case and nothing else changed, so that offsets stay the same.

    ``str.lower`` changes the length of some letters (``İ``), and ``re.IGNORECASE`` matches letters that
    are no English letters (``ı`` for ``i``).
    """
    return text.translate(_ASCII_LOWER)


def listed(words: str) -> tuple[str, ...]:
    """Return the words of a list that is written as running text."""
    return tuple(words.split())


def word_set(words: str) -> frozenset[str]:
    """Return the same as a set."""
    return frozenset(words.split())
