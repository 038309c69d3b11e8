"""What counts as the same words, the same number, a refusal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.numerals import numbers_in
from evals.wording import holds, plain_words, reads_as_refusal, sound_text


@pytest.mark.parametrize(
    ("text", "wanted", "held"),
    [
        ("There were 1131 people.", "131", False),
        ("There were 131 people.", "131", True),
        ("over 66,000 arrests", "66000", True),
        ("over 66000 arrests", "66,000 arrests", True),
        ("66,000, 12 and 5", "66000", True),
        ("in the U.S. today", "US", True),
        ("in the US today", "U.S.", True),
        ("Trump’s plan", "trumps plan", True),
        ("Uzbekistan, Kyrgyzstan, and Kazakhstan", "uzbekistan kyrgyzstan and kazakhstan", True),
        ("“model framework”", "model framework", True),
        ("a framework model", "model framework", False),
        ("ＦＵＬＬ width", "full", True),
        ("anything", "", False),
        ("anything", "...", False),
    ],
)
def test_words_are_held_in_a_row_whatever_their_dress(text: str, wanted: str, held: bool) -> None:
    assert holds(text, wanted) is held


@given(st.text(), st.text(), st.text())
def test_what_stands_in_a_text_is_held_by_it(before: str, wanted: str, after: str) -> None:
    assert holds(f"{before}\n{wanted}\n{after}", wanted) or not plain_words(wanted)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("66,000 or 66k or 66 thousand or sixty-six thousand", {66000}),
        ("4.2 million and 4,200,000 and $4.2m", {4_200_000}),
        ("two hundred and five thousand three hundred", {205_300}),
        ("one hundred and thirty-one people on 3 planes", {131, 3}),
        ("a hundred; a million", {100, 1_000_000}),
        ("11,363 per day, 9% more, 0.5", {11363, 9, 0.5}),
        ("A320, COVID-19-era, v1.2.3", {19}),
        ("seventeen twenty", {37}),
        ("often, weight, someone", set()),
    ],
)
def test_numbers_are_read_in_any_notation(text: str, numbers: set[float]) -> None:
    assert numbers_in(text) - {1.2, 1.0, 2.0} == numbers


@given(st.integers(0, 10**12))
def test_digits_are_read_with_and_without_commas(number: int) -> None:
    assert numbers_in(f"It was {number}.") == numbers_in(f"It was {number:,}.") == {float(number)}


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ... ",
        "I don’t know.",
        "I'm sorry, but that is not in the text.",
        "The article does not mention Turkey.",
        "The provided context doesn't contain that.",
        "There is no mention of it.",
        "Not stated.",
        "Unanswerable",
        "I cannot answer this question.",
        "The question cannot be answered from the document.",
        "No information is given on that.",
    ],
)
def test_ways_to_decline(text: str) -> None:
    assert reads_as_refusal(text)


@pytest.mark.parametrize(
    "text",
    [
        "Nobody paid.",
        "No.",
        "The company does not sell cars.",
        "The article says that 131 people were aboard.",
        "Unknown men took the plane.",
        "Officials do not know.",
        "It is not a prison.",
        "The document was signed on Monday.",
    ],
)
def test_answers_that_only_sound_like_declining(text: str) -> None:
    assert not reads_as_refusal(text)


@given(st.text(st.characters(codec=None)))
def test_sound_text_can_be_written_and_changes_nothing_else(text: str) -> None:
    cleaned = sound_text(text)
    cleaned.encode("utf-8")
    assert len(cleaned) == len(text)
    assert all(b in (a, "\ufffd") for a, b in zip(text, cleaned, strict=True))
