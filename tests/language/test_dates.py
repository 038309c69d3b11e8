"""Dates: what is stated, what follows, and what relative ones mean."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.stages.language.calendar import follows, read_published, resolve
from rag.stages.language.dates import DateMention, find_dates

FRIDAY = date(2026, 1, 9)


def only(text: str) -> DateMention:
    (mention,) = find_dates(text)
    return mention


@pytest.mark.parametrize("text", ["5 January 2026", "Jan. 5, 2026", "the 5th of January 2026", "2026-01-05"])
def test_one_day_in_every_spelling(text: str) -> None:
    assert (only(text).year, only(text).month, only(text).day) == (2026, 1, 5)


@pytest.mark.parametrize(
    ("text", "precision", "year"),
    [
        ("in 1998", "year", 1998),
        ("the mid-1990s", "decade", 1990),
        ("the nineteenth century", "century", 1800),
        ("March 2025", "month", 2025),
        ("500 BC", "year", -500),
    ],
)
def test_coarse_dates(text: str, precision: str, year: int) -> None:
    assert (only(text).precision, only(text).year) == (precision, year)


@pytest.mark.parametrize(
    "text",
    ["they may leave", "Theresa May left", "June Hodge left", "2,024 sheep", "we march on", "2000 people"],
)
def test_words_and_people_are_no_dates(text: str) -> None:
    assert find_dates(text) == ()


@pytest.mark.parametrize(
    ("text", "minute"), [("7:30 p.m.", 1170), ("7 am", 420), ("19:30", 1170), ("noon", 720), ("12 a.m.", 0)]
)
def test_times_of_day(text: str, minute: int) -> None:
    assert only(text).minute == minute


def test_a_shared_year_is_given_to_both_months() -> None:
    assert [mention.year for mention in find_dates("in February and March 2025")] == [2025, 2025]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("yesterday", date(2026, 1, 8)),
        ("two days ago", date(2026, 1, 7)),
        ("Wednesday", date(2026, 1, 7)),
        ("last Friday", date(2026, 1, 2)),
        ("next Monday", date(2026, 1, 12)),
        ("Dec. 30", date(2025, 12, 30)),
    ],
)
def test_relative_dates_on_a_day_of_publication(text: str, day: date) -> None:
    known = resolve(only(text), FRIDAY)
    assert (known.year, known.month, known.day) == (day.year, day.month, day.day)


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        ("5 January 2026", "January 2026"),
        ("5 January 2026", "2026"),
        ("5 January 2026", "Monday"),
        ("Wednesday morning", "Wednesday"),
        ("1994", "the 1990s"),
        ("Wednesday", "7 January 2026"),
        ("yesterday", "Thursday"),
        ("last year", "2025"),
        ("7:30 p.m.", "19:30"),
    ],
)
def test_what_follows(source: str, claim: str) -> None:
    assert follows(only(source), only(claim), FRIDAY)


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        ("January 2026", "5 January 2026"),
        ("2026", "January 2026"),
        ("Wednesday", "Wednesday morning"),
        ("Wednesday morning", "Wednesday evening"),
        ("Wednesday", "Tuesday"),
        ("the 1990s", "1990"),
        ("5 January 2026", "6 January 2026"),
        ("last week", "last month"),
        ("early 2026", "late 2026"),
        ("Wednesday", "8 January 2026"),
    ],
)
def test_what_does_not_follow(source: str, claim: str) -> None:
    assert not follows(only(source), only(claim), FRIDAY)


def test_nothing_is_resolved_without_a_day_of_publication() -> None:
    assert resolve(only("yesterday"), read_published(None)) == only("yesterday")


@given(day=st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)))
def test_every_day_is_read_back_and_supports_its_month(day: date) -> None:
    written = only(f"{day.day} {day:%B} {day.year}")
    assert (written.year, written.month, written.day) == (day.year, day.month, day.day)
    assert follows(written, only(f"{day:%B} {day.year}"), None)
    assert not follows(written, only(f"{(day + timedelta(days=1)):%B} {(day + timedelta(days=1)).day}"), None)
