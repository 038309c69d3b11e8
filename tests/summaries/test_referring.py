"""Which sentences speak of what they do not name."""

from __future__ import annotations

import pytest

from rag.loading import shared_fact_reader
from rag.stages.summarising.referring import pronoun_outside, refers_to

ALONE = [
    "For their part, Democrats rejected the plan.",
    "In her speech, the minister promised help.",
    "It is likely that rates will rise.",
    "It was raining when the plane landed in Oslo.",
    "Those who fled have returned to Kabul.",
    "The police said they had arrested two men.",
    "Officials said on Monday that they would appeal.",
    "Ana Ruiz said she would resign this week.",
    "“It was fair,” Ana Ruiz said.",
    "The chartered plane, which departed on Wednesday, carried nationals from Kazakhstan.",
    "The agreement with Peru was signed in Lima.",
    "President Mirziyoyev praised his ministers.",
    "The government closed two ports.",
]
LEANING = {
    "He left for Lima on Friday.": "person",
    "In a statement, he said the talks had failed.": "person",
    "“It was fair,” she said.": "person",
    "Her family moved to Texas in 2012.": "person",
    "The Republican-dominated Senate cannot pass it alone.": "thing",
    "The program granted them work permits.": "thing",
    "The move follows a similar push with El Salvador.": "thing",
    "The two leaders spoke on Monday.": "thing",
    "Many of those individuals are now detained in prison.": "thing",
    "This petition was introduced by Mike Coffman.": "thing",
    "Others were hurt.": "thing",
    "But they refused to sign.": "thing",
    "Its value fell by half.": "thing",
}


@pytest.mark.parametrize("text", ALONE)
def test_a_sentence_that_names_what_it_speaks_of_stands_alone(text: str) -> None:
    (facts,) = shared_fact_reader().read([text], context=text)
    assert refers_to(facts) is None


@pytest.mark.parametrize("text", LEANING)
def test_a_sentence_that_does_not_leans_on_another(text: str) -> None:
    (facts,) = shared_fact_reader().read([text], context=text)
    assert refers_to(facts) == LEANING[text]


def test_a_definite_noun_is_no_pronoun() -> None:
    text = "The plane carried nationals from Peru."
    (facts,) = shared_fact_reader().read([text], context=text)
    assert refers_to(facts) == "thing"
    assert pronoun_outside(facts) is None
