"""Regular expressions for dates and times of day; they run on folded text, earlier ones win."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rag.stages.language.calendar_words import DAY_WORDS, MONTHS, UNITS, WEEKDAYS
from rag.stages.language.number_words import CARDINAL_PATTERN, ORDINAL_PATTERN


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_MONTH = rf"(?P<month>{_any_of(MONTHS)})"
_DAY = r"(?P<day>(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?)"
_MORE_DAYS = r"(?:(?:\s?[-–—]\s?|\s(?:and|to|or)\s)(?P<day2>(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?))?"
_YEAR = r"(?P<year>1[0-9]{3}|2[01][0-9]{2})"
_BEFORE_MONTH = rf"(?=\.?,? (?:{_any_of(MONTHS)}))"
_WEEKDAY = rf"(?P<weekday>{_any_of(WEEKDAYS)}|sat{_BEFORE_MONTH}|sun{_BEFORE_MONTH})"
_OPEN, _WORD, _SHUT = r"(?<![\w.,$£€#/-])", r"(?<![\w-])", r"(?!\w)"
_PART = r"(?:\s(?P<part>(?:morning|afternoon|evening|night)s?))"
_EDGE = (
    r"(?:(?:(?P<edge>early|mid|late)(?:\s|-)(?:in\s)?|(?P<edge2>beginning|start|middle|end)\sof\s)"
    r"(?:the\s)?)?"
)
_CLOCK = r"(?P<hour>[01]?[0-9]|2[0-3])"
_MINUTES = r"(?P<minutes>[0-5][0-9])"
_SEASON = r"(?P<season>spring|summer|autumn|winter|fall)"
_SHIFT = r"(?P<shift>last|this|next)\s"

_PATTERNS: tuple[tuple[str, str], ...] = (
    ("iso", rf"{_OPEN}{_YEAR}-(?P<mm>0[1-9]|1[0-2])-(?P<dd>0[1-9]|[12][0-9]|3[01]){_SHUT}"),
    ("slashed", rf"{_OPEN}(?P<first>[0-9]{{1,2}})/(?P<second>[0-9]{{1,2}})/(?P<yyyy>[12][0-9]{{3}}){_SHUT}"),
    (
        "date",
        rf"{_OPEN}(?:the\s)?{_DAY}{_MORE_DAYS}(?:\sof)?\s{_MONTH}(?:\.?,?\s{_YEAR}|(?!\w))(?![-/][0-9])",
    ),
    (
        "date",
        rf"{_WORD}{_MONTH}\.?\s(?:the\s)?{_DAY}{_MORE_DAYS}(?:,?\s{_YEAR})?{_SHUT}(?!,[0-9]|\.[0-9]|%|:[0-9])",
    ),
    ("date", rf"{_WORD}{_EDGE}{_MONTH}\.?,?\s(?:of\s)?{_YEAR}{_SHUT}"),
    ("clock", rf"{_OPEN}{_CLOCK}(?:[:.]{_MINUTES})?\s?(?P<half>[ap])\.?m(?:\.|(?!\w))"),
    ("clock", rf"{_OPEN}{_CLOCK}:{_MINUTES}(?![\w:])"),
    ("clock", rf"{_OPEN}(?P<hour>[01][0-9]|2[0-3]){_MINUTES}(?=\s(?:gmt|utc|bst|hours|local)(?!\w))"),
    ("noon", rf"{_WORD}(?P<word>noon|midday|midnight){_SHUT}"),
    (
        "century",
        rf"{_WORD}(?P<ordinal>[0-9]{{1,2}}(?:st|nd|rd|th)|{ORDINAL_PATTERN})(?:\s|-)centur(?:y|ies){_SHUT}",
    ),
    ("decade", rf"{_OPEN}{_EDGE}(?P<year>(?:1[0-9]|20)[0-9]0)['’]?s{_SHUT}"),
    (
        "weekday",
        rf"{_WORD}(?:(?P<shift>last|this|next|past|previous|coming)\s)?{_WEEKDAY}{_SHUT}{_PART}?{_SHUT}",
    ),
    (
        "ago",
        rf"{_WORD}(?P<count>an?|[0-9]{{1,4}}|{CARDINAL_PATTERN})\s(?P<unit>{_any_of(UNITS)})\sago{_SHUT}",
    ),
    ("day_word", rf"{_WORD}(?P<word>{_any_of(DAY_WORDS)}){_SHUT}(?:{_PART}{_SHUT})?"),
    ("day_part", rf"{_WORD}(?P<shift>this|last){_PART}{_SHUT}"),
    (
        "shifted",
        rf"{_WORD}{_EDGE}(?P<shift>last|this|next|previous|coming|current)\s"
        rf"(?P<unit>week|weekend|month|quarter|year|decade|century)(?![\w-])",
    ),
    ("season", rf"{_WORD}(?:{_SHIFT})?{_SEASON}(?:\sof)?\s{_YEAR}{_SHUT}"),
    ("season", rf"{_WORD}{_SHIFT}{_SEASON}{_SHUT}"),
    ("date", rf"{_WORD}{_SHIFT}{_MONTH}{_SHUT}"),
    ("date", rf"{_WORD}{_EDGE}{_MONTH}{_SHUT}"),
    ("era", rf"{_OPEN}(?:ad\s(?P<ad>[0-9]{{1,4}})|(?P<count>[0-9]{{1,4}})\s?(?P<era>bce?|ad|ce)){_SHUT}"),
    ("years", rf"{_OPEN}{_YEAR}[-–—/](?P<year2>[0-9]{{2}}|1[0-9]{{3}}|2[01][0-9]{{2}}){_SHUT}"),
    ("year", rf"{_OPEN}{_EDGE}{_YEAR}{_SHUT}(?!,[0-9]{{3}}|\.[0-9]|:[0-9]|%|[-–][a-z]|/[0-9])"),
)

DATE_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple((kind, re.compile(text)) for kind, text in _PATTERNS)
"""Kinds of date with what finds them, in order of precedence; group names are read by ``dates``."""
