"""``not only ... but also`` adds; it denies nothing and limits nothing."""

from __future__ import annotations

from collections.abc import Sequence

from rag.schema import Word

_LIMITS = frozenset({"only", "just", "merely", "solely", "simply"})
_GOES_ON = frozenset({"but", "also", "too", "well"})
_APART = 2
"""Words between the two, as in ``did not, however, only``."""


def additive_words(words: Sequence[Word]) -> frozenset[int]:
    """Return the indices of ``not`` and ``only`` where what follows goes on with ``but``, ``also``, ``too`` or
    ``as well``."""
    lower = [word.text.lower() for word in words]
    found: set[int] = set()
    for index, text in enumerate(lower):
        if text in ("not", "n't", "n’t"):
            limit = next(
                (at for at in range(index + 1, index + 2 + _APART) if lower[at : at + 1] and lower[at] in _LIMITS), None
            )
            if limit is not None and not _GOES_ON.isdisjoint(lower[limit + 1 :]):
                found |= {index, limit}
    return frozenset(found)
