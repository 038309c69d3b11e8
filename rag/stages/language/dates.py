"""Dates and times of day in English news, with exact offsets.

A mention states only what it says: ``5 January`` has no year. What follows from what, and what relative
mentions mean on a day of publication, is in ``calendar``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from rag.stages.language.calendar_words import (
    DAY_WORDS,
    DAYS_IN_MONTH,
    MONTHS,
    PARTS,
    SEASONS,
    SHIFTS,
    UNITS,
    WEEKDAYS,
    TimeUnit,
)
from rag.stages.language.date_patterns import DATE_PATTERNS
from rag.stages.language.folding import fold
from rag.stages.language.months import is_month
from rag.stages.language.number_words import read_ordinal, read_words

Precision = Literal["time", "day", "weekday", "month", "season", "year", "decade", "century", "relative"]


@dataclass(frozen=True, slots=True)
class DateMention:
    """One date or time of day; ``text`` is the span as written. Fields that it does not state are None."""

    start: int
    end: int
    text: str
    precision: Precision
    year: int | None = None
    """Year; the first one of a decade or century; negative before Christ."""
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    """0 is Monday."""
    minute: int | None = None
    """Minutes after midnight."""
    season: int | None = None
    """1 spring to 4 winter."""
    unit: TimeUnit | None = None
    """Of a relative mention, what is counted: ``last week`` counts weeks."""
    shift: int | None = None
    """Of a relative mention, how many units after publication; negative before."""
    part: str | None = None
    """``early``, ``mid``, ``late``, ``morning``, ``afternoon``, ``evening`` or ``night``."""


@lru_cache(maxsize=8192)
def find_dates(text: str) -> tuple[DateMention, ...]:
    """Return the dates and times of day of ``text`` in order; no two overlap."""
    folded = fold(text)
    taken = bytearray(len(text))
    found: list[DateMention] = []
    for kind, pattern in DATE_PATTERNS:
        for match in pattern.finditer(folded):
            if any(taken[match.start() : match.end()]):
                continue
            mentions = list(_READERS[kind](_Reading(text, folded, match)))
            for mention in mentions:
                found.append(replace(mention, text=text[mention.start : mention.end]))
                taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
            if mentions:
                taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    return tuple(_share_years(sorted(found, key=lambda mention: mention.start), folded))


@dataclass(frozen=True, slots=True)
class _Reading:
    """One match under reading."""

    text: str
    folded: str
    match: re.Match[str]

    def get(self, group: str) -> str | None:
        """Return a named group, or None where the pattern has no such group or it did not take part."""
        groups: Mapping[str, str | None] = self.match.groupdict()
        return groups.get(group)

    @property
    def is_month(self) -> bool:
        """Tell whether the word for a month is one here."""
        return is_month(
            self.text,
            self.folded,
            self.match.span("month"),
            after=self.match.end(),
            numbered=bool(self.get("day") or self.get("year")),
            edged=bool(self.get("edge") or self.get("edge2")),
        )

    @property
    def year(self) -> int | None:
        return int(year) if (year := self.get("year")) else None

    @property
    def edge(self) -> str | None:
        return PARTS.get(self.get("edge") or self.get("edge2") or "")

    @property
    def part(self) -> str | None:
        return PARTS.get(self.get("part") or "")

    @property
    def shift(self) -> int | None:
        return SHIFTS.get(self.get("shift") or "")

    def mention(self, precision: Precision, **fields: object) -> DateMention:
        """Return the whole match as a mention."""
        start, end = self.match.span()
        return replace(DateMention(start, end, "", precision), **fields)  # type: ignore[arg-type]


def _read_iso(reading: _Reading) -> Iterator[DateMention]:
    day, month = int(reading.get("dd") or 0), int(reading.get("mm") or 0)
    if day <= DAYS_IN_MONTH[month - 1]:
        yield reading.mention("day", year=reading.year, month=month, day=day)


def _read_slashed(reading: _Reading) -> Iterator[DateMention]:
    first, second = int(reading.get("first") or 0), int(reading.get("second") or 0)
    year = int(reading.get("yyyy") or 0)
    if first > 12 >= second > 0 and first <= 31:
        yield reading.mention("day", year=year, month=second, day=first)
    elif second > 12 >= first > 0 and second <= 31:
        yield reading.mention("day", year=year, month=first, day=second)


def _read_date(reading: _Reading) -> Iterator[DateMention]:
    name = reading.get("month") or ""
    days = [reading.get("day"), reading.get("day2")]
    numbers = [int(re.sub(r"\D", "", day)) for day in days if day]
    month = MONTHS[name]
    if not reading.is_month or any(number > DAYS_IN_MONTH[month - 1] for number in numbers):
        return
    if len(numbers) == 2:
        cut = reading.match.start("day2")
        first = reading.mention("day", year=reading.year, month=month, day=numbers[0])
        yield replace(first, end=reading.match.end("day"))
        yield replace(first, start=cut, end=max(reading.match.end(), cut), day=numbers[1])
        return
    precision: Precision = "day" if numbers else "month"
    yield reading.mention(
        precision, year=reading.year, month=month, day=numbers[0] if numbers else None, part=reading.edge,
        shift=reading.shift, unit="year" if reading.shift is not None else None,
    )  # fmt: skip


def _read_clock(reading: _Reading) -> Iterator[DateMention]:
    hour, minutes = int(reading.get("hour") or 0), int(reading.get("minutes") or 0)
    half = reading.get("half")
    if half and not 1 <= hour <= 12:
        return
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    yield reading.mention("time", minute=60 * hour + minutes)


def _read_noon(reading: _Reading) -> Iterator[DateMention]:
    yield reading.mention("time", minute=0 if reading.get("word") == "midnight" else 720)


def _read_century(reading: _Reading) -> Iterator[DateMention]:
    ordinal = reading.get("ordinal") or ""
    number = int(ordinal[:-2]) if ordinal[0].isdigit() else read_ordinal(ordinal) or 0
    if number > 0:
        yield reading.mention("century", year=100 * (number - 1))


def _read_decade(reading: _Reading) -> Iterator[DateMention]:
    yield reading.mention("decade", year=reading.year, part=reading.edge)


def _read_weekday(reading: _Reading) -> Iterator[DateMention]:
    name = reading.get("weekday") or ""
    if len(name) <= 5 and not name.endswith("day") and not reading.text[reading.match.start("weekday")].isupper():
        return  # "wed" and "mon" in lower case are other words
    weekday = {"sat": 5, "sun": 6}.get(name, WEEKDAYS.get(name))
    unit = "week" if reading.shift is not None else None
    yield reading.mention("weekday", weekday=weekday, shift=reading.shift, unit=unit, part=reading.part)


def _read_ago(reading: _Reading) -> Iterator[DateMention]:
    count = reading.get("count") or ""
    number = int(count) if count.isdigit() else 1 if count in ("a", "an") else int(read_words(count) or 0)
    yield reading.mention("relative", unit=UNITS[reading.get("unit") or ""], shift=-number)


def _read_day_word(reading: _Reading) -> Iterator[DateMention]:
    word = reading.get("word") or ""
    part = "night" if word == "tonight" else reading.part
    yield reading.mention("relative", unit="day", shift=DAY_WORDS[word], part=part)


def _read_day_part(reading: _Reading) -> Iterator[DateMention]:
    yield reading.mention("relative", unit="day", shift=reading.shift, part=reading.part)


def _read_shifted(reading: _Reading) -> Iterator[DateMention]:
    yield reading.mention(
        "relative", unit=UNITS[reading.get("unit") or ""], shift=reading.shift, part=reading.edge
    )  # fmt: skip


def _read_season(reading: _Reading) -> Iterator[DateMention]:
    unit = "year" if reading.shift is not None else None
    season = SEASONS[reading.get("season") or ""]
    yield reading.mention("season", season=season, year=reading.year, shift=reading.shift, unit=unit)


def _read_era(reading: _Reading) -> Iterator[DateMention]:
    start, end = reading.match.span()
    letters = [char for char in reading.text[start:end] if char.isalpha()]
    if not all(char.isupper() for char in letters):
        return
    year = int(reading.get("ad") or reading.get("count") or 0)
    before = (reading.get("era") or "").startswith("b")
    yield reading.mention("year", year=-year if before else year)


def _read_years(reading: _Reading) -> Iterator[DateMention]:
    second = reading.get("year2") or ""
    first = reading.year or 0
    last = int(second) if len(second) == 4 else first // 100 * 100 + int(second)
    if last <= first:
        return
    yield replace(reading.mention("year", year=first), end=reading.match.end("year"))
    yield replace(reading.mention("year", year=last), start=reading.match.start("year2"))


_COUNTS_NEXT = re.compile(
    r"\s(?:percent|per\scent|people|men|women|children|troops|police|[a-z]+ers|[a-z]+ants|dollars|euros|pounds|"
    r"miles|met(?:er|re)s|km|kilomet(?:er|re)s|feet|tons?|tonnes|years|days|hours|acres|hectares|homes|houses|jobs|"
    r"deaths|cases|seats|votes|points|items|pages|copies|students|residents)(?!\w)"
)
_COUNTS_BEFORE = re.compile(r"(?:about|over|nearly|almost|some|than|least|approximately|roughly|only)\s$")


def _read_year(reading: _Reading) -> Iterator[DateMention]:
    start, end = reading.match.span()
    if _COUNTS_NEXT.match(reading.folded, end) or _COUNTS_BEFORE.search(reading.folded, max(0, start - 40), start):
        return  # "2000 people" and "over 1500" count
    yield reading.mention("year", year=reading.year, part=reading.edge)


_READERS: dict[str, Callable[[_Reading], Iterator[DateMention]]] = {
    "iso": _read_iso,
    "slashed": _read_slashed,
    "date": _read_date,
    "clock": _read_clock,
    "noon": _read_noon,
    "century": _read_century,
    "decade": _read_decade,
    "weekday": _read_weekday,
    "ago": _read_ago,
    "day_word": _read_day_word,
    "day_part": _read_day_part,
    "shifted": _read_shifted,
    "season": _read_season,
    "era": _read_era,
    "years": _read_years,
    "year": _read_year,
}


def _share_years(mentions: list[DateMention], folded: str) -> Iterator[DateMention]:
    """Give ``February`` of ``February and March 2025`` its year."""
    following: list[DateMention | None] = [*mentions[1:], None]
    for first, second in zip(mentions, following, strict=False):
        joined = second is not None and re.fullmatch(r",?\s?(?:and|or|to|[-–])?\s?", folded[first.end : second.start])
        if (
            joined and second is not None and first.year is None and first.month is not None and second.year
            and (first.month, first.day or 0) < (second.month or 0, second.day or 32)
        ):  # fmt: skip
            yield replace(first, year=second.year)
        else:
            yield first
