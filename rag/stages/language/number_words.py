"""Numbers as English writes them in words, and the regular expressions that find them."""

from __future__ import annotations

import re
from decimal import Decimal

from rag.stages.language.folding import listed

_ONES = listed(
    """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen
    """
)
_TENS = listed(
    """
    twenty thirty forty fifty sixty seventy eighty ninety
    """
)

CARDINALS: dict[str, int] = {word: value for value, word in enumerate(_ONES)} | {
    word: 10 * value for value, word in enumerate(_TENS, start=2)
}
"""Words below one hundred, without compounds."""

SCALES: dict[str, int] = {
    "dozen": 12,
    "hundred": 100,
    "thousand": 1_000,
    "lakh": 100_000,
    "million": 1_000_000,
    "crore": 10_000_000,
    "billion": 1_000_000_000,
    "trillion": 1_000_000_000_000,
}
"""Words that multiply what stands before them."""

SCALE_LETTERS: dict[str, int] = {
    "k": 1_000,
    "m": 1_000_000,
    "mn": 1_000_000,
    "mln": 1_000_000,
    "b": 1_000_000_000,
    "bn": 1_000_000_000,
    "bln": 1_000_000_000,
    "tn": 1_000_000_000_000,
    "trn": 1_000_000_000_000,
}
"""Short forms that follow digits, as in ``66k`` and ``$3.5bn``."""

ORDINALS: dict[str, int] = {
    word: value
    for value, word in enumerate(
        listed(
            """
            first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
            fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth
            """
        ),
        start=1,
    )
} | {
    word: 10 * value
    for value, word in enumerate(
        listed(
            """
            twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth hundredth
            """
        ),
        start=2,
    )
}

DENOMINATORS: dict[str, int] = {
    "half": 2,
    "halves": 2,
    "quarter": 4,
    "quarters": 4,
    **{word: value for word, value in ORDINALS.items() if 2 < value <= 10},
    **{word + "s": value for word, value in ORDINALS.items() if 2 < value <= 10},
}
"""Words below the line of a fraction."""

_CARDINAL = "|".join(sorted(CARDINALS, key=len, reverse=True))
_SCALE = "|".join(sorted(SCALES, key=len, reverse=True))
_PIECE = rf"(?:{_CARDINAL}|{_SCALE})"
WORDS_PATTERN = rf"(?:(?:a|half a|half)[\s-]+(?:{_SCALE})|{_PIECE})(?:(?:[\s-]+|\s+and\s+){_PIECE})*(?![^\W_])"
"""Matches ``sixty-six thousand``, ``two hundred and five``, ``a million``, ``half a million``."""

ORDINAL_PATTERN = rf"(?:(?:{'|'.join(_TENS)})[\s-])?(?:{'|'.join(sorted(ORDINALS, key=len, reverse=True))})"

CARDINAL_PATTERN = rf"(?:(?:{'|'.join(_TENS)})[\s-](?:{'|'.join(_ONES[1:10])})|{_CARDINAL})"
"""Matches one number below a hundred."""


def _pieces(text: str) -> list[str]:
    return [piece for piece in re.split(r"[\s-]+", text.lower()) if piece and piece != "and"]


def read_words(text: str) -> Decimal | None:
    """Return the value of a number in words, or None where the words do not make one number."""
    total, group = Decimal(0), Decimal(0)
    last = Decimal(10) ** 18
    below_hundred: int | None = None
    seen = False
    for piece in _pieces(text):
        if piece == "a":
            group, seen = group or Decimal(1), True
        elif piece == "half":
            group, seen = Decimal("0.5"), True
        elif piece in CARDINALS:
            value = CARDINALS[piece]
            if below_hundred is not None and not (below_hundred >= 20 and below_hundred % 10 == 0 and 0 < value < 10):
                return None
            below_hundred = value + (below_hundred or 0)
            group, seen = group + value, True
        elif piece in SCALES:
            scale = Decimal(SCALES[piece])
            group = (group or Decimal(1)) * scale
            below_hundred = None
            if scale > 100:
                if scale >= last:
                    return None
                total, group, last = total + group, Decimal(0), scale
            seen = True
        else:
            return None
    return total + group if seen else None


def read_ordinal(text: str) -> int | None:
    """Return the value of ``third`` or ``twenty-first``; None for anything else."""
    pieces = _pieces(text)
    if not pieces or pieces[-1] not in ORDINALS:
        return None
    tens = sum(CARDINALS.get(piece, 0) for piece in pieces[:-1])
    return tens + ORDINALS[pieces[-1]]
