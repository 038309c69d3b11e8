"""Dates and times of day in English news, with exact offsets.

A mention states only what it says: ``5 January`` has no year. :func:`resolve` completes relative ones from a
publication date, and :func:`supports` tells whether one mention follows from another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
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
from rag.stages.language.folding import fold
from rag.stages.language.number_words import CARDINAL_PATTERN, ORDINAL_PATTERN, read_ordinal, read_words

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


def _names(table: dict[str, int]) -> str:
    return "|".join(sorted(table, key=len, reverse=True))


_MONTH = rf"(?:{_names(MONTHS)})"
_DAY_NUMBER = r"(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?:1[0-9]{3}|2[01][0-9]{2})"
_WEEKDAY = rf"(?:{_names(WEEKDAYS)}|sat(?=\.?,? {_MONTH})|sun(?=\.?,? {_MONTH}))"
_DASH = r"\s?[-–—]\s?"
_OPEN, _SHUT = r"(?<![\w.,$£€-])", r"(?![\w])"
_COUNT = rf"(?:an?|[0-9]{{1,4}}|{CARDINAL_PATTERN})"
_UNIT = "|".join(sorted(UNITS, key=len, reverse=True))
_PART = r"(?:morning|afternoon|evening|night)s?"
_EDGE = r"(?P<edge>early|mid|late)(?:\s|-)(?:in\s)?|(?P<edge2>beginning|start|middle|end)\sof\s(?:the\s)?"

_PATTERNS: tuple[tuple[str, str], ...] = (
    ("iso", rf"{_OPEN}(?P<y>{_YEAR})-(?P<m>0[1-9]|1[0-2])-(?P<d>0[1-9]|[12][0-9]|3[01]){_SHUT}"),
    ("slashed", rf"{_OPEN}(?P<a>[0-9]{{1,2}})/(?P<b>[0-9]{{1,2}})/(?P<y>[0-9]{{4}}|[0-9]{{2}}){_SHUT}"),
    (
        "day_month",
        rf"{_OPEN}(?:the\s)?(?P<d>{_DAY_NUMBER})(?:(?:{_DASH}|\s(?:and|to|or)\s)(?P<d2>{_DAY_NUMBER}))?(?:\sof)?\s"
        rf"(?P<mname>{_MONTH})\.?(?:,?\s(?P<y>{_YEAR}))?{_SHUT}(?![-/][0-9])",
    ),
    (
        "month_day",
        rf"(?<!\w)(?P<mname>{_MONTH})\.?\s(?:the\s)?(?P<d>{_DAY_NUMBER})(?:(?:{_DASH}|\s(?:and|to|or)\s)"
        rf"(?P<d2>{_DAY_NUMBER}))?(?:,?\s(?P<y>{_YEAR}))?{_SHUT}(?!,[0-9]|\.[0-9]|%)",
    ),
    ("month_year", rf"(?<!\w)(?:{_EDGE})?(?P<mname>{_MONTH})\.?,?\s(?:of\s)?(?P<y>{_YEAR}){_SHUT}"),
    (
        "clock",
        rf"{_OPEN}(?P<h>[01]?[0-9]|2[0-3])(?:[:.](?P<min>[0-5][0-9]))?\s?(?P<half>a\.?m\b\.?|p\.?m\b\.?)(?!\w)",
    ),
    ("clock24", rf"{_OPEN}(?P<h>[01]?[0-9]|2[0-3]):(?P<min>[0-5][0-9])(?![\w:])"),
    ("military", rf"{_OPEN}(?P<h>[01][0-9]|2[0-3])(?P<min>[0-5][0-9])(?=\s(?:gmt|utc|bst|hours|local)\b)"),
    ("noon", r"(?<![\w-])(?P<word>noon|midday|midnight)(?!\w)"),
    ("century", rf"(?<![\w-])(?P<n>[0-9]{{1,2}}(?:st|nd|rd|th)|{ORDINAL_PATTERN})(?:\s|-)centur(?:y|ies)(?!\w)"),
    ("decade", rf"{_OPEN}(?:{_EDGE})?(?P<y>(?:1[0-9]|20)[0-9]0)['’]?s{_SHUT}"),
    ("short_decade", r"(?<=the\s)['’]?(?P<yy>[2-9]0)s(?!\w)"),
    ("weekday", rf"(?<![\w-])(?:(?P<shift>last|this|next|past|previous|coming)\s)?(?P<wd>{_WEEKDAY})(?!\w)(?:\s(?P<part>{_PART}))?"),
    ("ago", rf"(?<![\w-])(?P<n>{_COUNT})\s(?P<unit>{_UNIT})\sago(?!\w)"),
    ("day_word", rf"(?<![\w-])(?P<word>{_names(DAY_WORDS)})(?!\w)(?:\s(?P<part>{_PART}))?"),
    ("this_part", rf"(?<![\w-])(?P<shift>this|last|tomorrow|yesterday)\s(?P<part>{_PART})(?!\w)"),
    (
        "shifted",
        rf"(?<![\w-])(?:{_EDGE})?(?P<shift>last|this|next|previous|coming|current)\s(?P<unit>week|weekend|month|quarter|year|decade|century)(?![\w-])",
    ),
    ("season", r"(?<![\w-])(?:(?P<shift>last|this|next)\s)?(?P<season>spring|summer|autumn|winter|fall)(?:(?:\sof)?\s(?P<y>" + _YEAR + r"))(?!\w)"),
    ("shifted_season", r"(?<![\w-])(?P<shift>last|this|next)\s(?P<season>spring|summer|autumn|winter|fall)(?!\w)"),
    ("shifted_month", rf"(?<![\w-])(?P<shift>last|this|next)\s(?P<mname>{_MONTH}){_SHUT}"),
    ("month", rf"(?<![\w-])(?:{_EDGE})?(?P<mname>{_MONTH}){_SHUT}"),
    ("era", r"(?<![\w.,$£€-])(?:(?P<ad>ad)\s(?P<y1>[0-9]{1,4})|(?P<y2>[0-9]{1,4})\s?(?P<era>bce?|ad|ce))(?!\w)"),
    ("year_range", rf"{_OPEN}(?P<y>{_YEAR})[-–—/](?P<y2>[0-9]{{2}}|{_YEAR}){_SHUT}"),
    ("year", rf"{_OPEN}(?:{_EDGE})?(?P<y>{_YEAR}){_SHUT}(?!,[0-9]{{3}}|\.[0-9]|:[0-9]|%|/)"),
)
_COMPILED = tuple((kind, re.compile(pattern)) for kind, pattern in _PATTERNS)
