"""A question with parts is answered part by part; a part without an answer is refused by name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rag import Pipeline
from rag.adapters.grammar import SpacyParser
from rag.stages.conversation.parts import standalone_parts

STORY = """The ferry Amalia ran aground off Porto Vale on Tuesday with 212 passengers on board. \
Captain Marta Lindqvist said the rudder had failed. The operator, Vale Lines, paid for hotel rooms in Porto Vale. \
The harbour authority fined Vale Lines 40,000 euros in March for late inspections.
"""


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    folder: Path = tmp_path_factory.mktemp("ferry")
    (folder / "ferry.md").write_text(STORY, encoding="utf-8")
    with Pipeline(corpus=folder) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (
            "Who is the captain, and how old is she?",
            ("Who is the captain?", "How old is the captain?"),
        ),
        (
            "Who fined Norvane, when, and how much?",
            ("Who fined Norvane?", "When was Norvane fined?", "How much was Norvane fined?"),
        ),
        (
            "How many arrests did ICE report? And removals?",
            ("How many arrests did ICE report?", "How many removals did ICE report?"),
        ),
        ("What happened and why?", ("What happened and why?",)),
        (
            "When was Norvane fined, by whom and what for?",
            ("When was Norvane fined?", "By whom was Norvane fined?", "What was Norvane fined for?"),
        ),
        (
            "How many jobs will Norvane cut, in which cities, and what is its profit?",
            ("How many jobs will Norvane cut?", "In which cities will Norvane cut jobs?", "What is Norvane’s profit?"),
        ),
        (
            "Did the council cut its rate, and why not?",
            ("Did the council cut its rate?", "Why did the council not cut its rate?"),
        ),
        ("Who is A and B's mother?", ("Who is A and B's mother?",)),
        ("Who is the minister, who resigned last week?", ("Who is the minister, who resigned last week?",)),
        ("Is the airport open, and if not, why?", ("Is the airport open, and if not, why?",)),
    ],
)
def test_each_part_can_be_answered_by_itself(question: str, parts: tuple[str, ...], parser: SpacyParser) -> None:
    assert standalone_parts(question, parser) == parts


def test_what_the_article_does_not_say_is_refused_by_name_and_the_rest_is_answered(pipeline: Pipeline) -> None:
    answer = pipeline.ask("Who paid for the hotel rooms, and how old is Marta Lindqvist?")
    assert "Vale Lines" in answer.text
    assert "Not answered: “how old is Marta Lindqvist?”" in str(answer.reason)
    assert "Lindqvist" not in answer.text


def test_where_nothing_is_answered_each_part_has_its_reason(pipeline: Pipeline) -> None:
    answer = pipeline.ask("How old is Marta Lindqvist, and how many passengers were from Norway?")
    assert answer.abstained
    assert str(answer.reason).count("Not answered:") == 2
    assert "does not mention Norway" in str(answer.reason)


def test_a_pronoun_in_a_part_means_what_the_part_before_spoke_of(pipeline: Pipeline) -> None:
    answer = pipeline.ask("What did Vale Lines pay for and how much was it fined?")
    assert "40,000 euros" in answer.text
    assert "hotel rooms" in answer.text
