"""The figures or dates that a short answer holds, as spans of what is quoted and as intervals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from rag.schema import Citation
from rag.stages.asking.hedges import hedged_window
from rag.stages.language.calendar import resolve
from rag.stages.language.dates import DateMention, find_dates
from rag.stages.language.numbers import Quantity, find_quantities

ROUNDING = Decimal("0.1")
"""Share of a figure by which "about" and "nearly" may be off."""
_INFINITE = Decimal("Infinity")
_SCALES: dict[str, tuple[str, int]] = {
    "second": ("time", 1), "minute": ("time", 60), "hour": ("time", 3600), "day": ("time", 86_400),
    "week": ("time", 604_800), "metre": ("length", 1), "kilometre": ("length", 1000), "kilogram": ("weight", 1),
    "tonne": ("weight", 1000),
}  # fmt: skip
"""Units that are multiples of one another exactly."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure or a date."""

    text: str
    """Span of the quoted sentence, with its hedge and its unit."""
    sort: str
    """Figures of one sort can be compared."""
    low: Decimal
    high: Decimal
    """Inclusive; what a hedge leaves open lies between them."""
    citation: Citation
    start: int
    """Of the bare figure in the citation's quote."""
    end: int
    rivals: int
    """Figures of its sort that the quote holds beside it."""

    @property
    def exact(self) -> bool:
        """Whether it is one value."""
        return self.low == self.high


def figures_in(
    short: str | None, citations: Sequence[Citation], *, usual_unit: str | None = None
) -> tuple[Figure, ...]:
    """Return the quantities that a short answer holds where it stands in a quote; none where one cannot be compared.

    ``usual_unit`` is that of a number without a unit: years where an age is asked for.
    """
    found = [
        _figure_of(quantity, citation, usual_unit)
        for citation, start, end in _occurrences(short, citations)
        for quantity in find_quantities(citation.quote)
        if quantity.start < end and start < quantity.end
    ]
    return _each_value(found)


def days_in(short: str | None, citations: Sequence[Citation], published: dict[str, date | None]) -> tuple[Figure, ...]:
    """Return the dates that a short answer holds, as days; ``published`` says when each article was."""
    found = [
        _day_of(mention, citation, published.get(citation.article_id))
        for citation, start, end in _occurrences(short, citations)
        for mention in find_dates(citation.quote)
        if mention.start < end and start < mention.end and mention.precision != "time"
    ]
    return _each_value(found)


def _each_value(found: Sequence[Figure | None]) -> tuple[Figure, ...]:
    """Return each value once; nothing where a figure cannot be compared."""
    known = [figure for figure in found if figure is not None]
    values = {(figure.sort, figure.low, figure.high): figure for figure in reversed(known)}
    return tuple(values.values()) if len(known) == len(found) else ()


def _occurrences(short: str | None, citations: Sequence[Citation]) -> Iterator[tuple[Citation, int, int]]:
    for citation in citations if short else ():
        for match in re.finditer(rf"(?<!\w){re.escape(short or '')}(?!\w)", citation.quote):
            yield citation, match.start(), match.end()


def _figure_of(quantity: Quantity, citation: Citation, usual_unit: str | None) -> Figure | None:
    sort, scale = _sort_of(quantity, usual_unit)
    bounds = _bounds(quantity)
    if sort is None or bounds is None:
        return None
    text = _written(quantity, citation.quote)
    sorts = [_sort_of(other, usual_unit)[0] for other in find_quantities(citation.quote)]
    low, high = bounds[0] * scale, bounds[1] * scale
    return Figure(text, sort, low, high, citation, quantity.start, quantity.end, sorts.count(sort) - 1)


def _sort_of(quantity: Quantity, usual_unit: str | None) -> tuple[str | None, Decimal]:
    if quantity.kind == "money":
        return (f"money {quantity.currency}" if quantity.currency else None), Decimal(1)
    if quantity.share is not None:
        return "share", Decimal("0.01") if quantity.kind == "percent" else Decimal(1)
    if quantity.kind != "count":
        return None, Decimal(1)
    unit = quantity.unit or usual_unit or ""
    name, scale = _SCALES.get(unit, (unit, 1))
    return f"count {name}", Decimal(scale)


def _bounds(quantity: Quantity) -> tuple[Decimal, Decimal] | None:
    low, high = quantity.low, quantity.high
    match quantity.bound:
        case "exact":
            return low, high
        case "approx":
            return low * (1 - ROUNDING), high * (1 + ROUNDING)
        case "nearly":
            return low * (1 - ROUNDING), high
        case "over" | "at_least":
            return low, _INFINITE
        case "under" | "at_most":
            return Decimal(0), high
        case "vague":
            return None


def _written(quantity: Quantity, quote: str) -> str:
    """Return the span of a quantity with its unit and the words that hedge it."""
    end = quantity.end
    if quantity.unit is not None and (unit := re.compile(r" [^\W\d]+").match(quote, end)):
        end = unit.end()
    hedged = hedged_window(quantity, quote)
    return quote[hedged.start : max(hedged.end, end)]


def _day_of(mention: DateMention, citation: Citation, published: date | None) -> Figure | None:
    known = resolve(mention, published)
    days = None if mention.precision in {"decade", "century", "season"} else _days(known)
    if days is None:
        return None
    low, high = (Decimal(day.toordinal()) for day in days)
    rivals = len(find_dates(citation.quote)) - 1
    return Figure(mention.text, "day", low, high, citation, mention.start, mention.end, rivals)


def _days(mention: DateMention) -> tuple[date, date] | None:
    """Return the first and the last day of a resolved mention; None where its year is not known."""
    if mention.year is None or not 1 <= mention.year < date.max.year:
        return None
    try:
        if mention.month is None:
            return date(mention.year, 1, 1), date(mention.year, 12, 31)
        first = date(mention.year, mention.month, mention.day or 1)
    except ValueError:
        return None
    if mention.day is not None:
        return first, first
    return first, (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def precede(one: Figure, other: Figure) -> bool:
    """Tell whether every value that one figure leaves open lies below every one of the other."""
    return one.sort == other.sort and one.high < other.low


def same(one: Figure, other: Figure) -> bool:
    """Tell whether two figures are exactly one value."""
    return one.sort == other.sort and one.exact and other.exact and one.low == other.low
