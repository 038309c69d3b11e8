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


LEAST = {
    "follow_ups": 40,
    "held_out": 39,
    "fresh_one": 40,
    "fresh_two": 39,
    "fresh_three": 32,
    "fresh_four": 39,
    "fresh_five": 36,
    "fresh_six": 37,
    "standalone": 40,
    "standalone_two": 20,
}
"""How many of each file are right today; none may be lost."""


@pytest.mark.parametrize(("name", "least"), LEAST.items())
def test_so_many_are_right(name: str, least: int, parser: SpacyParser) -> None:
    conversations = measure["read_conversations"](name)
    right = [one for one in conversations if measure["is_right"](measure["rewritten"](one, parser), one)]
    assert len(right) >= least


def test_every_file_of_conversations_is_measured() -> None:
    assert set(LEAST) == {path.stem for path in measure["DATA"].glob("*.yaml")}


@pytest.mark.parametrize("name", LEAST)
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
        # a verb, or all but an auxiliary, is left out
        ("Did the union accept the offer?", "", "Will it?", "Will the union accept the offer?"),
        ("Did the union accept the offer?", "", "Why didn't they?", "Why did the union not accept the offer?"),
        ("Did the union accept the offer?", "", "Who did?", "Who did accept the offer?"),
        ("Who resigned?", "Ola Berg resigned.", "Did anyone else?", "Did anyone else resign?"),
        ("When was the bridge closed?", "", "And reopened?", "When was the bridge reopened?"),
        ("When was the bridge closed?", "", "What for?", "What was the bridge closed for?"),
        ("When was the bridge closed?", "", "Who by?", "Who was the bridge closed by?"),
        ("Has the law been passed?", "", "And the senate?", "Has the law been passed by the senate?"),
        # a noun is left out
        ("How many people were evacuated?", "", "how many came back", "How many people came back?"),
        ("Which suspects were arrested?", "", "Are there any others?", "Are there any other suspects?"),
        ("Which country has the most refugees?", "", "And the fewest?", "Which country has the fewest refugees?"),
        # what was said or done, and how much
        ("What did the mayor promise?", "", "Who criticised that?", "Who criticised what the mayor promised?"),
        ("Who founded the firm?", "Erik Sand did.", "When did he do that?", "When did Erik Sand found the firm?"),
        (
            "Why did the trams stop?",
            "The trams stopped because of a power cut, the operator said.",
            "Is that true?",
            "Is it true that the trams stopped because of a power cut?",
        ),
        (
            "How much will the tram cost?",
            "The tram will cost 340 million euros.",
            "Is that a record?",
            "Is 340 million euros a record?",
        ),
        ("When did the talks begin?", "", "Who is their host?", "Who is the talks’ host?"),
        # times, places, comparisons
        ("When did the festival begin?", "It began in 1987.", "Who was mayor then?", "Who was mayor in 1987?"),
        ("How many tourists came in 2023?", "", "And before that?", "How many tourists came before 2023?"),
        ("How many votes did Lind get?", "", "More than Berg?", "Did Lind get more votes than Berg?"),
        # how people type
        ("When was the bridge closed?", "", "no, i meant the tunnel", "When was the tunnel closed?"),
        ("When was the bridge closed?", "", "Thanks! And why?", "Why was the bridge closed?"),
        ("Who founded the firm?", "It was founded by Erik Sand.", "who's running it", "Who is running the firm?"),
        ("What did Varga promise?", "", "And her deputy, what did he say?", "What did Varga’s deputy say?"),
    ],
)
def test_what_was_left_out_is_filled_in(
    question: str, answer: str, follow_up: str, whole: str, parser: SpacyParser
) -> None:
    assert standalone_question(follow_up, [Turn(question, answer)], parser) == whole


def test_without_earlier_turns_nothing_changes(parser: SpacyParser) -> None:
    assert standalone_question("And who paid for it?", [], parser) == "And who paid for it?"
    assert leans("And who paid for it?", parser)


@pytest.mark.parametrize(
    ("question", "follow_up"),
    [
        ("How deep is the river?", "What did she say?"),
        ("What happened to the ferry?", "How did that happen?"),
        ("What is the death toll?", "What about injuries?"),
        ("Who won the race?", "What does that mean?"),
        ("Where will the summit be held?", "And last year's?"),
        ("Who won the race?", "Is it easier to run or to swim?"),
        ("Who won the race?", "Who sold their land?"),
        ("Who won the race?", "After the race, the winner was:"),
        ("Who won the race?", "Well before the start, who was favourite?"),
    ],
)
def test_what_nothing_explains_stays(question: str, follow_up: str, parser: SpacyParser) -> None:
    assert standalone_question(follow_up, [Turn(question)], parser) == follow_up


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
