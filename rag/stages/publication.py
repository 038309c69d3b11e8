"""Days of publication, however sources write them, in ISO form."""

from __future__ import annotations

import re
from datetime import date

from rag.stages.language.dates import find_dates

_YEAR_FIRST = re.compile(r"\s*([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})(?![0-9])")
_DAY_FIRST = re.compile(r"\s*([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})(?![0-9])")
_COMPACT = re.compile(r"\s*([0-9]{4})([0-9]{2})([0-9]{2})(?:T[0-9]|\s|$)")


def iso_date(value: str | None) -> str | None:
    """Return the day that ``value`` states, as an ISO date; None where it states none, or not surely one.

    The day is that of the place of publication: what a time zone makes of it elsewhere does not count, since the
    article's own "Wednesday" does not either. ``03/04/2026`` is two days, depending on who reads it, so it is none.
    """
    text = (value or "")[:100]
    if match := _YEAR_FIRST.match(text):
        return _day(match[1], match[3], match[4])
    if match := _COMPACT.match(text):
        return _day(match[1], match[2], match[3])
    if match := _DAY_FIRST.match(text):
        return _slashed(match[1], match[3], match[4], dotted=match[2] == ".")
    days = {(m.year, m.month, m.day) for m in find_dates(text) if m.precision == "day" and m.year is not None}
    return _day(*map(str, days.pop())) if len(days) == 1 else None


def _slashed(first: str, second: str, year: str, *, dotted: bool) -> str | None:
    """Return a date whose year stands last: dots put the day first, slashes only where no month is meant."""
    if dotted or first == second or int(first) > 12:
        return _day(year, second, first)
    return _day(year, first, second) if int(second) > 12 else None


def _day(year: str, month: str, day: str) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
