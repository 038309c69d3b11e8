"""Months that are also verbs (``may``, ``march``) and people (``Theresa May``, ``June Hodge``)."""

from __future__ import annotations

import re

_AMBIGUOUS = frozenset({"may", "march", "mar", "jan", "dec", "sep", "apr", "jun", "jul", "aug", "feb", "oct", "nov"})
_LEADS_TO_MONTH = re.compile(
    r"(?:\b(?:in|since|until|till|by|of|from|through|during|before|after|between|for|last|next|this|early|late|mid|"
    r"and|or|to|on|every|each|until|around)|[-–,])\s?(?:the\s)?$"
)


def is_month(text: str, folded: str, span: tuple[int, int], *, after: int, numbered: bool, edged: bool) -> bool:
    """Tell whether the word at ``span`` means the month.

    ``after`` is where the date ends that it would be part of; ``numbered`` says that a day or a year stands beside
    it, ``edged`` that ``early``, ``end of`` or the like does.
    """
    start, end = span
    name, capital = folded[start:end], text[start].isupper()
    led = edged or bool(_LEADS_TO_MONTH.search(folded, max(0, start - 40), start))
    if numbered:
        return capital or led or name not in _AMBIGUOUS
    if not capital:
        return led if name in ("may", "march") else name not in _AMBIGUOUS
    before_capital = re.match(r"\s[^\W\d_]", text[after:]) is not None and text[after + 1].isupper()
    if name in _AMBIGUOUS and not led:
        return name == "march" and _last_word(text, start)[:1].islower() and not before_capital
    return led or not (before_capital or _follows_capital(text, start))


def _last_word(text: str, start: int) -> str:
    words = text[max(0, start - 40) : start].split()
    return words[-1] if words else ""


def _follows_capital(text: str, start: int) -> bool:
    word = _last_word(text, start)
    return word[:1].isupper() and word[-1].isalpha()
