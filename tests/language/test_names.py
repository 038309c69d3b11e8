"""Names and the aliases that an article defines."""

from __future__ import annotations

import pytest

from rag.stages.language.aliases import read_aliases, same_name
from rag.stages.language.countries import countries_of
from rag.stages.language.names import Name, find_names

ARTICLE = (
    "Harbour officials in Port Ellery closed the quay on Monday. The Bureau of Coastal Safety (BCS) sent "
    "inspectors. Mayor Lena Ortquist praised the bureau. Ortquist, who met Prime Minister Jon Hale and Mary "
    "Hale, said the United States would pay. The Northern Alliance, also known as Nordwall, objected."
)


def names(text: str, context: str = "") -> list[str]:
    return [name.text for name in find_names(text, context) if name.sure]


def name(text: str) -> Name:
    return find_names(f"they met {text}")[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Officials met Mayor Lena Ortquist on Tuesday.", ["Lena Ortquist"]),
        ("The Department of Health and Human Services paid.", ["Department of Health and Human Services"]),
        ("John Smith and Mary Jones left.", ["John Smith", "Mary Jones"]),
        ("They saw Ursula von der Leyen and Bashar al-Assad.", ["Ursula von der Leyen", "Bashar al-Assad"]),
        ("A U.S.-led force of Trump-era troops", ["U.S.", "Trump"]),
        ("He flew to St. Louis in January.", ["St. Louis"]),
        ("In Washington President Obama spoke.", ["Washington", "Obama"]),
        ("Many people left.", []),
    ],
)
def test_spans(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_a_headline_in_capitals_and_a_question_in_lower_case_use_the_names_of_their_article() -> None:
    assert names("LENA ORTQUIST PRAISES SAFETY CHECKS", ARTICLE) == ["LENA ORTQUIST"]
    assert names("what did ortquist say?", ARTICLE) == ["ortquist"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("BCS", "Bureau of Coastal Safety"),
        ("Ortquist", "Lena Ortquist"),
        ("the U.S.", "United States"),
        ("American", "United States"),
        ("Nordwall", "Northern Alliance"),
        ("Uzbek", "Uzbekistan"),
    ],
)
def test_same_name(first: str, second: str) -> None:
    assert same_name(name(first), name(second), read_aliases(ARTICLE))


@pytest.mark.parametrize(
    ("first", "second"),
    [("Jon Hale", "Mary Hale"), ("BCS", "BBC"), ("Uzbek", "Kazakhstan"), ("Lena Hale", "Lena Ortquist")],
)
def test_different_names(first: str, second: str) -> None:
    assert not same_name(name(first), name(second), read_aliases(ARTICLE))


def test_an_ambiguous_surname_stands_for_neither_person() -> None:
    aliases = read_aliases(ARTICLE)
    assert len(aliases.expansions(("hale",))) == 2


@pytest.mark.parametrize(
    ("word", "country"), [("Uzbeks", "Uzbekistan"), ("UK", "United Kingdom"), ("Dutch", "Netherlands")]
)
def test_countries(word: str, country: str) -> None:
    assert countries_of(word) == {country}
