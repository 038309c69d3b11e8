"""A follow-up becomes the question that it asks, by rules alone; what stands by itself stays as it is."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.adapters.grammar import SpacyParser
from rag.schema import Answer, Turn
from rag.stages.conversation import leans, standalone_question

HERE = Path(__file__).parent
measure: dict[str, Any] = runpy.run_path(str(HERE / "measure.py"))
ROOT = HERE.parents[1]
PAID = "The operator, Vale Lines, paid for hotel rooms in Porto Vale."


@pytest.fixture(scope="session")
def parser() -> SpacyParser:
    return SpacyParser()


@pytest.mark.parametrize(("name", "least"), [("follow_ups", 40), ("held_out", 35), ("standalone", 40)])
def test_so_many_of_forty_are_right(name: str, least: int, parser: SpacyParser) -> None:
    conversations = measure["read_conversations"](name)
    right = [one for one in conversations if measure["is_right"](measure["rewritten"](one, parser), one)]
    assert len(conversations) == 40
    assert len(right) >= least


@pytest.mark.parametrize("name", ["follow_ups", "held_out", "standalone"])
def test_the_answers_are_sentences_of_the_articles(name: str) -> None:
    for one in measure["read_conversations"](name):
        article = (ROOT / one.article).read_text(encoding="utf-8")
        assert " ".join(one.answer.split()) in " ".join(article.split())


@pytest.mark.parametrize(
    ("question", "answer", "follow_up", "whole"),
    [
        ("Who paid for the hotel rooms?", PAID, "How much did they pay?", "How much did Vale Lines pay?"),
        ("Who paid for the hotel rooms?", PAID, "Why was that?", "Why did Vale Lines pay for the hotel rooms?"),
        ("Did the union reject the offer?", "", "And the hospital?", "Did the hospital reject the offer?"),
        ("Did the union reject the offer?", "", "Did the hospital?", "Did the hospital reject the offer?"),
        ("Did the union reject the offer?", "", "Why not?", "Why did the union not reject the offer?"),
        ("What is the capital of Kenya?", "It is Nairobi.", "And of Vietnam?", "What is the capital of Vietnam?"),
        ("Was anyone arrested in Toliara?", "", "Who?", "Who was arrested in Toliara?"),
        ("When was the deal signed?", "", "Who signed that deal?", "Who signed the deal?"),
        ("Who is the mayor?", "Tiago Brandt is the mayor.", "How old is she?", "How old is Tiago Brandt?"),
    ],
)
def test_what_was_left_out_is_filled_in(
    question: str, answer: str, follow_up: str, whole: str, parser: SpacyParser
) -> None:
    assert standalone_question(follow_up, [Turn(question, answer)], parser) == whole


def test_without_earlier_turns_nothing_changes(parser: SpacyParser) -> None:
    assert standalone_question("And who paid for it?", [], parser) == "And who paid for it?"
    assert leans("And who paid for it?", parser)


def test_what_nothing_explains_stays(parser: SpacyParser) -> None:
    assert standalone_question("What did she say?", [Turn("How deep is the river?")], parser) == "What did she say?"


def test_a_turn_further_back_explains_what_the_last_does_not(parser: SpacyParser) -> None:
    turns = [Turn("What did Lucy Adhiambo say about the gains?"), Turn("How deep is the river?")]
    assert standalone_question("How old is she?", turns, parser) == "How old is Lucy Adhiambo?"


def test_a_follow_up_of_a_follow_up_leans_on_what_was_answered(parser: SpacyParser) -> None:
    before = Answer(
        "And in Hanoi?", (), (), None, None, None, "quote", rewritten="When will parliament in Hanoi vote on the pact?"
    )
    whole = standalone_question("And in Nairobi?", [Turn("And in Hanoi?", before)], parser)
    assert whole == "When will parliament in Nairobi vote on the pact?"


@given(
    question=st.text(max_size=60),
    answer=st.text(max_size=80),
    follow_up=st.one_of(st.text(max_size=60), st.sampled_from(["Why?", "And it?", "What about them?", "Which ones?"])),
)
def test_no_text_breaks_the_rules(question: str, answer: str, follow_up: str, parser: SpacyParser) -> None:
    assert isinstance(standalone_question(follow_up, [Turn(question, answer)], parser), str)
