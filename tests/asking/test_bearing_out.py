"""What bears out a yes or a no is a span of the sentence, with the negation that belongs to it."""

from __future__ import annotations

import pytest

from rag.adapters.grammar import SpacyParser
from rag.stages.asking.bearing_out import confirming_span
from rag.stages.asking.questions import read_question


def span(parser: SpacyParser, question: str, sentence: str) -> str | None:
    asked, read = parser.parse([question, sentence])
    found = confirming_span(read_question(asked), read)
    return None if found is None else sentence[slice(*found)]


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        (
            "Did the city pay for the bridge?",
            "The bridge, officials said, was paid for by the city of Lund.",
            "bridge, officials said, was paid for by the city",
        ),
        (
            "Has the ministry released anyone?",
            "Since May, the ministry has not released a single detainee.",
            "ministry has not released",
        ),
        ("Was the mayor re-elected?", "Mayor Ann Lee was re-elected on Tuesday.", "Mayor Ann Lee was re-elected"),
    ],
)
def test_a_predicate_with_its_negation_is_found(
    parser: SpacyParser, question: str, sentence: str, expected: str
) -> None:
    assert span(parser, question, sentence) == expected


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Are the talks over?", "The talks went on in Oslo, a spokesman said."),
        ("Is Peru part of the deal?", "Officials said that Chile and Bolivia had signed."),
    ],
)
def test_what_confirms_nothing_is_no_answer(parser: SpacyParser, question: str, sentence: str) -> None:
    assert span(parser, question, sentence) is None
