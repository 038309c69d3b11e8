"""What relative dates mean on a day of publication, and which date follows from which."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from rag.stages.language.dates import DateMention

_COARSE = {"decade": 1, "century": 2}
_HALF_YEAR = 183


def read_published(published: str | None) -> date | None:
    """Return the day of an ISO date or time; None where there is none or it cannot be read."""
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


def resolve(mention: DateMention, published: date | None) -> DateMention:
    """Return ``mention`` with what a reader knows on the day of publication filled in.

    A bare weekday or month is the latest one that is not after publication, as news writes; a day without a
    year is the nearest such day. Without a day of publication the mention comes back unchanged.
    """
    if published is None:
        return _with_weekday(mention)
    if mention.precision == "weekday" and mention.weekday is not None:
        return _on_day(mention, _weekday(mention, published))
    if mention.precision == "relative":
        return _relative(mention, published)
    if mention.year is None and mention.month is not None and mention.day is not None:
        return _with_weekday(_nearest_year(mention, published))
    if mention.year is None and mention.precision in ("month", "season"):
        return replace(mention, year=_year_of_part(mention, published))
    return _with_weekday(mention)


def supports(source: DateMention, claim: DateMention) -> bool:
    """Tell whether ``claim`` states nothing about time that ``source`` does not.

    A coarser date follows from a finer one, never the reverse.
    """
    if claim.precision in _COARSE:
        return _in_span(source, claim) and claim.part in (None, source.part)
    if source.precision in _COARSE:
        return False
    source = _with_weekday(source)
    return all(
        wanted is None or wanted == given
        for wanted, given in (
            (claim.year, source.year),
            (claim.month, source.month),
            (claim.day, source.day),
            (claim.weekday, source.weekday),
            (claim.minute, source.minute),
            (claim.season, source.season),
            (claim.shift, source.shift),
            (claim.unit, source.unit),
            (claim.part, source.part),
        )
    )


def follows(source: DateMention, claim: DateMention, published: date | None) -> bool:
    """Tell whether ``claim`` follows from ``source``, as written or as read on the day of publication."""
    if supports(source, claim):
        return True
    known = resolve(source, published)
    return supports(known, claim) or (
        known != source and supports(_absolute(known), _absolute(resolve(claim, published)))
    )


def _absolute(mention: DateMention) -> DateMention:
    """Drop the relative wording of a mention whose day, month or year is known."""
    if mention.year is None:
        return mention
    return replace(mention, shift=None, unit=None)


def _in_span(source: DateMention, claim: DateMention) -> bool:
    if source.year is None or claim.year is None:
        return False
    if source.precision == claim.precision:
        return source.year == claim.year
    length = 10 if claim.precision == "decade" else 100
    if source.precision == "century":
        return False
    return claim.year <= source.year < claim.year + length


def _date_of(mention: DateMention) -> date | None:
    if mention.year is None or mention.month is None or mention.day is None or mention.year < 1:
        return None
    try:
        return date(mention.year, mention.month, mention.day)
    except ValueError:
        return None


def _with_weekday(mention: DateMention) -> DateMention:
    day = _date_of(mention)
    return mention if day is None or mention.weekday is not None else replace(mention, weekday=day.weekday())


def _on_day(mention: DateMention, day: date) -> DateMention:
    return replace(mention, year=day.year, month=day.month, day=day.day, weekday=day.weekday())


def _weekday(mention: DateMention, published: date) -> date:
    back = (published.weekday() - (mention.weekday or 0)) % 7
    if mention.shift == 1:
        return published + timedelta(days=7 - back)
    if mention.shift == -1 and back == 0:
        back = 7
    return published - timedelta(days=back)


def _relative(mention: DateMention, published: date) -> DateMention:
    shift = mention.shift or 0
    if mention.unit == "day" and abs(shift) < 100_000:
        return _on_day(mention, published + timedelta(days=shift)) if _in_range(published, shift) else mention
    if mention.unit == "year":
        return replace(mention, year=published.year + shift)
    if mention.unit == "month":
        months = 12 * published.year + published.month - 1 + shift
        return replace(mention, year=months // 12, month=months % 12 + 1)
    return mention


def _in_range(published: date, days: int) -> bool:
    return 1 <= published.toordinal() + days <= date.max.toordinal()


def _nearest_year(mention: DateMention, published: date) -> DateMention:
    for year in (published.year, published.year - 1, published.year + 1):
        day = _date_of(replace(mention, year=year))
        if day is not None and abs((day - published).days) <= _HALF_YEAR:
            return replace(mention, year=year)
    return mention


def _year_of_part(mention: DateMention, published: date) -> int:
    month = mention.month or 3 * (mention.season or 1)
    if mention.shift == 1:
        return published.year if month > published.month else published.year + 1
    if mention.shift == -1:
        return published.year if month < published.month else published.year - 1
    return published.year if month <= published.month else published.year - 1
