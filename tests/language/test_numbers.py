"""Quantities: values, kinds, units and hedges."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.stages.language.numbers import Quantity, find_quantities


def only(text: str) -> Quantity:
    (quantity,) = find_quantities(text)
    return quantity


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("66,000 arrests", "66000"),
        ("66k arrests", "66000"),
        ("sixty-six thousand arrests", "66000"),
        ("two hundred and five sheep", "205"),
        ("1.2 million doses", "1200000"),
        ("half a million doses", "500000"),
        ("two and a half years", "2.5"),
        ("1½ miles", "1.5"),
        ("a dozen eggs", "12"),
        ("a 34-year-old man", "34"),
        ("the under-21 squad", "21"),
        ("One soldier died", "1"),
    ],
)
def test_values(text: str, value: str) -> None:
    assert only(text).low == only(text).high == Decimal(value)


@pytest.mark.parametrize("text", ["A320", "COVID-19", "the G7", "an F-16", "5G", "one of them", "no one", "May 5"])
def test_digits_of_names_and_dates_and_pronouns_are_no_quantities(text: str) -> None:
    assert find_quantities(text) == ()


@pytest.mark.parametrize("text", ["$3.5bn", "US$ 3.5 billion", "3.5 billion dollars", "USD 3.5bn"])
def test_money_in_every_spelling(text: str) -> None:
    assert (only(text).kind, only(text).currency, only(text).low) == ("money", "USD", Decimal(3_500_000_000))


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("one in five voters", "0.2"),
        ("half of voters", "0.5"),
        ("50 percent", "0.5"),
        ("20% of voters", "0.2"),
    ],
)
def test_shares_are_on_one_scale(text: str, share: str) -> None:
    assert only(text).share == Decimal(share)


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("over 66,000 arrests", "over"),
        ("more than $5", "over"),
        ("nearly 66,000", "nearly"),
        ("fewer than 12 people", "under"),
        ("at least 20 people", "at_least"),
        ("no fewer than 20 people", "at_least"),
        ("no more than five ships", "at_most"),
        ("up to 20%", "at_most"),
        ("40-plus teams", "at_least"),
        ("300 people or more", "at_least"),
        ("some 300 people", "approx"),
        ("thousands of people", "vague"),
        ("only 20 people", "exact"),
    ],
)
def test_hedges(text: str, bound: str) -> None:
    assert only(text).bound == bound


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("between 10 and 15 ships", 10, 15),
        ("10-15 ships", 10, 15),
        ("10 to 15 million", 10_000_000, 15_000_000),
    ],
)
def test_ranges(text: str, low: int, high: int) -> None:
    assert (only(text).low, only(text).high) == (low, high)


def test_a_change_is_two_numbers() -> None:
    assert [quantity.low for quantity in find_quantities("rose from 10 to 15 ships")] == [10, 15]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("the second man", "ordinal", 2),
        ("21st", "ordinal", 21),
        ("twenty-first", "ordinal", 21),
        ("doubled", "multiple", 2),
    ],
)
def test_ordinals_and_multiples(text: str, kind: str, value: int) -> None:
    assert (only(text).kind, only(text).low) == (kind, value)


def test_a_second_of_time_is_no_ordinal() -> None:
    assert find_quantities("frames per second") == ()


@pytest.mark.parametrize(
    ("text", "unit", "noun"),
    [
        ("5km", "kilometre", None),
        ("3 square miles", "square mile", None),
        ("131 Central Asian nationals", None, "nationals"),
    ],
)
def test_what_is_counted(text: str, unit: str | None, noun: str | None) -> None:
    assert (only(text).unit, only(text).noun) == (unit, noun)


@given(value=st.integers(min_value=10_000, max_value=10**15))
def test_digits_with_and_without_separators_have_one_value(value: int) -> None:
    assert only(f"{value:,} people").low == only(f"{value} people").low == value
