"""Quantities in English news, with exact offsets: counts, shares, money, ordinals and multiples.

Digits and words come out alike: ``66,000``, ``66k`` and ``sixty-six thousand`` have one value. Digits that
are part of a name (``A320``, ``COVID-19``) or of a date are no quantities.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from rag.stages.language import number_patterns as patterns
from rag.stages.language.dates import find_dates
from rag.stages.language.folding import fold
from rag.stages.language.number_words import CARDINALS, DENOMINATORS, read_ordinal, read_words
from rag.stages.language.unit_words import Bound

QuantityKind = Literal["count", "percent", "points", "money", "ordinal", "fraction", "multiple"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity; ``text`` is the span as written, without its hedge."""

    start: int
    end: int
    text: str
    kind: QuantityKind
    low: Decimal
    """The value, or the lower end of a range. A fraction of one half is .5, fifty percent is 50."""
    high: Decimal
    """The same as ``low`` unless a range was written."""
    bound: Bound = "exact"
    currency: str | None = None
    """ISO 4217 code of money."""
    unit: str | None = None
    """Unit of measure in one spelling (``kilometre``, ``year``)."""
    noun: str | None = None
    """What is counted, as written in lower case (``migrants``), where a word follows."""

    @property
    def share(self) -> Decimal | None:
        """Percentages and fractions on one scale: .5 for ``half`` and for ``50%``; None for anything else."""
        if self.kind == "percent":
            return self.low / 100
        return self.low if self.kind == "fraction" else None


@lru_cache(maxsize=8192)
def find_quantities(text: str) -> tuple[Quantity, ...]:
    """Return the quantities of ``text`` in order; no two overlap."""
    folded = fold(text)
    taken = bytearray(len(text))
    for mention in find_dates(text):
        taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
    found: list[Quantity] = []
    for quantity in _candidates(text, folded):
        if not any(taken[quantity.start : quantity.end]):
            taken[quantity.start : quantity.end] = b"\1" * (quantity.end - quantity.start)
            found.append(quantity)
    merged = _merge_ranges(sorted(found, key=lambda quantity: quantity.start), folded)
    return tuple(_finish(quantity, text, folded) for quantity in merged)


def _candidates(text: str, folded: str) -> Iterator[Quantity]:
    """Yield every quantity that a pattern sees, surer patterns first; later ones may overlap earlier ones."""
    for pattern, read in (
        (patterns.VAGUE, _read_vague),
        (patterns.RATIO, _read_ratio),
        (patterns.FRACTION, _read_fraction),
        (patterns.ORDINAL, _read_ordinal),
        (patterns.NUMBER, _read_amount),
        (patterns.SMALL_NUMBER, _read_amount),
        (patterns.MULTIPLE, _read_multiple),
    ):
        for match in pattern.finditer(folded):
            quantity = read(text, folded, match)
            if quantity is not None:
                yield quantity


def _finish(quantity: Quantity, text: str, folded: str) -> Quantity:
    written = text[quantity.start : quantity.end]
    if quantity.kind == "ordinal" or quantity.bound != "exact":
        return replace(quantity, text=written)
    bound = patterns.hedge_before(folded, quantity.start) or patterns.hedge_after(folded, quantity.end)
    return replace(quantity, text=written, bound=bound or "exact")


def _plain(match: re.Match[str], kind: QuantityKind, value: Decimal) -> Quantity:
    return Quantity(match.start(), match.end(), "", kind, value, value)


def _read_amount(text: str, folded: str, match: re.Match[str]) -> Quantity | None:
    value = patterns.read_number(match)
    around = patterns.surroundings(folded, match)
    if value is None or around is None or _inside_name(text, match.start()):
        return None
    kind: QuantityKind = "percent" if around.percent else "points" if around.points else "count"
    if around.currency:
        kind = "money"
    if around.times:
        kind = "multiple"
    unit, noun = patterns.unit_after(folded, around.end) if kind == "count" else (None, None)
    if match.group() == "one" and kind == "count" and not (unit or _counts_one(folded, match, noun)):
        return None
    bound: Bound = "at_least" if around.plus else "exact"
    return Quantity(around.start, around.end, "", kind, value, value, bound, around.currency, unit, noun)


def _inside_name(text: str, start: int) -> bool:
    """Tell ``COVID-19`` and ``F-16`` from ``under-21``: a name has a capital before its hyphen."""
    return start >= 2 and text[start - 1] in "-‑" and text[start - 2].isupper()


_NOT_ONE = re.compile(r"(?:no|the|this|that|any|every|each|which|some|another|last|next|by|good|new|old|big)[\s-]$")
_NOT_COUNTED = frozenset(["another", "day", "thing", "by", "must", "does", "did", "do", "should", "can"])


def _counts_one(folded: str, match: re.Match[str], noun: str | None) -> bool:
    """Tell ``one person`` from the pronoun: ``no one``, ``one another``."""
    return (
        noun is not None
        and noun not in _NOT_COUNTED
        and not _NOT_ONE.search(folded, max(0, match.start() - 40), match.start())
    )


def _small(word: str) -> Decimal:
    return Decimal(word) if word[0].isdigit() else read_words(word) or Decimal(0)


def _read_ratio(_text: str, _folded: str, match: re.Match[str]) -> Quantity | None:
    part, whole = _small(match["part"]), _small(match["whole"])
    return _plain(match, "fraction", part / whole) if 0 < part < whole else None


def _read_fraction(_text: str, _folded: str, match: re.Match[str]) -> Quantity | None:
    if match["half"]:
        return _plain(match, "fraction", Decimal("0.5"))
    if match["above"]:
        above, under = Decimal(match["above"]), Decimal(match["under"])
        return _plain(match, "fraction", above / under) if 0 < above < under else None
    count = Decimal(CARDINALS.get(match["count"], 1))
    below = DENOMINATORS[match["below"]]
    return _plain(match, "fraction", count / below) if 0 < count < below else None


def _read_multiple(_text: str, _folded: str, match: re.Match[str]) -> Quantity | None:
    return _plain(match, "multiple", patterns.MULTIPLES[match["word"]])


_TIME_SECOND = re.compile(r"(?:\bper|\bsplit|\bevery|\bfew|[0-9])[\s-]$")


def _read_ordinal(_text: str, folded: str, match: re.Match[str]) -> Quantity | None:
    word = match["ordinal"]
    value = int(word[:-2]) if word[0].isdigit() else read_ordinal(word)
    if value is None or (word == "second" and _TIME_SECOND.search(folded, max(0, match.start() - 40), match.start())):
        return None
    return replace(_plain(match, "ordinal", Decimal(value)), noun=patterns.unit_after(folded, match.end())[1])


def _read_vague(_text: str, folded: str, match: re.Match[str]) -> Quantity | None:
    value = Decimal(1)
    for word in re.findall(r"[a-z]+s\b", match["vague"]):
        value *= patterns.VAGUE_SIZES[word]
    noun = patterns.unit_after(folded, match.end())[1]
    return replace(_plain(match, "count", value), bound="vague", noun=noun)


_BETWEEN_ENDS = re.compile(r"\s?[-–—]\s?|\s(?:to|and)\s|-to-")


def _merge_ranges(found: list[Quantity], folded: str) -> Iterator[Quantity]:
    """Join ``10 to 15 percent`` and ``between 10 and 15`` into one; ``from 10 to 15`` is a change."""
    pending: Quantity | None = None
    for quantity in found:
        joined = _joined(pending, quantity, folded) if pending else None
        if pending and not joined:
            yield pending
        pending = joined or quantity
    if pending:
        yield pending


def _joined(low: Quantity, high: Quantity, folded: str) -> Quantity | None:
    link = folded[low.end : high.start]
    before = folded[max(0, low.start - 12) : low.start]
    if not _BETWEEN_ENDS.fullmatch(link) or before.endswith("from ") or "ordinal" in (low.kind, high.kind):
        return None
    if link == " and " and not before.endswith("between "):
        return None
    if (
        low.kind not in (high.kind, "count")
        or low.unit not in (high.unit, None)
        or low.currency not in (high.currency, None)
    ):
        return None
    value = _scaled(low.low, high.low, folded[high.start : high.end])
    return replace(high, start=low.start, low=value) if value < high.low else None


def _scaled(low: Decimal, high: Decimal, high_text: str) -> Decimal:
    """Read ``10`` of ``10 to 15 million`` as ten million."""
    digits = re.match(r"[^0-9]{0,4}([0-9]+(?:\.[0-9]+)?)(?![,0-9])", high_text)
    if digits is None or not Decimal(digits[1]) or low >= Decimal(digits[1]):
        return low
    return low * (high / Decimal(digits[1]))


def same_value(claimed: Quantity, given: Quantity) -> bool:
    """Tell whether two quantities are of one kind and one value; shares are compared to four places."""
    if claimed.share is not None and given.share is not None:
        return round(claimed.share, 4) == round(given.share, 4) and claimed.high - claimed.low == given.high - given.low
    if claimed.kind != given.kind and {claimed.kind, given.kind} != {"count", "multiple"}:
        return False
    return claimed.low == given.low and claimed.high == given.high
