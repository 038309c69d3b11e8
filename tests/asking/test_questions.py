"""What a question asks for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.adapters.grammar import SpacyParser
from rag.stages.asking.candidates import holds_kind
from rag.stages.asking.frames import strip_frame
from rag.stages.asking.parts import split_parts
from rag.stages.asking.questions import Question, read_question


def read(parser: SpacyParser, text: str) -> Question:
    return read_question(parser.parse([text])[0])


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("How many boats sank in the storm?", "count"),
        ("How much did the bridge cost?", "money"),
        ("How old is the mayor?", "age"),
        ("How long did the strike last?", "duration"),
        ("When did the ferry leave?", "date"),
        ("In what year was the treaty signed?", "date"),
        ("Where was the ship built?", "place"),
        ("Which country lent the money?", "place"),
        ("Who resigned on Friday?", "person"),
        ("Which agency issued the fine?", "organisation"),
        ("Why was the match abandoned?", "reason"),
        ("What did the minister say about taxes?", "speech"),
        ("Did the council vote for the plan?", "yes_no"),
        ("ferry departure time", "topic"),
        ("When the bank raised its rate, what did the minister do?", "thing"),
    ],
)
def test_a_question_is_of_its_kind(parser: SpacyParser, text: str, kind: str) -> None:
    assert read(parser, text).kind == kind


@pytest.mark.parametrize(
    ("text", "focus"),
    [
        ("From which US city did the plane leave?", "city"),
        ("How many border encounters were there?", "encounters"),
        ("Which airline operated the charter?", "airline"),
    ],
)
def test_the_focus_is_the_noun_that_the_answer_must_be(parser: SpacyParser, text: str, focus: str) -> None:
    question = read(parser, text)
    assert question.focus is not None
    assert question.word(question.focus).text == focus


def test_the_speaker_that_is_asked_for_is_no_speaker_that_is_given(parser: SpacyParser) -> None:
    given = read(parser, "What did Rossi say about the strike?")
    assert given.speaker is not None
    assert given.word(given.speaker).text == "Rossi"
    assert read(parser, "Which court argued that the law was void?").speaker is None


@pytest.mark.parametrize(
    ("framed", "bare"),
    [
        ("Could you please tell me how many people died?", "how many people died?"),
        ("I'd like to know who paid for it, please.", "who paid for it."),
        ("According to the article, why did he resign?", "why did he resign?"),
        ("Who paid for the flight, according to the article?", "Who paid for the flight?"),
        ("Who paid?", "Who paid?"),
        ("Please", "Please"),
    ],
)
def test_a_frame_is_taken_off(framed: str, bare: str) -> None:
    assert strip_frame(framed) == bare


@given(st.text(max_size=80))
def test_taking_a_frame_off_twice_changes_nothing(text: str) -> None:
    once = strip_frame(text)
    assert strip_frame(once) == once


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Who paid, and how many people were on board?", ("Who paid?", "how many people were on board?")),
        ("Who is the mayor? How old is she?", ("Who is the mayor?", "How old is she?")),
        ("How many arrests and how many removals were there?", None),
        ("Who fined the club, when, and how much?", ("Who fined the club?", "when?", "how much?")),
        ("When and where did the ferry sink?", ("When did the ferry sink?", "Where did the ferry sink?")),
        ("Did the ferry sink and was the captain hurt?", ("Did the ferry sink?", "was the captain hurt?")),
        ("Which company is Norwegian and is the largest in Europe?", None),
        ("What did Hai, who signed the deal, say?", None),
    ],
)
def test_a_question_splits_where_each_part_has_a_verb(
    parser: SpacyParser, text: str, parts: tuple[str, ...] | None
) -> None:
    assert split_parts(parser.parse([text])[0]) == (parts or (text,))


@settings(max_examples=40, deadline=None)
@given(text=st.text(min_size=1, max_size=60))
def test_any_text_can_be_read_as_a_question(parser: SpacyParser, text: str) -> None:
    parse = parser.parse([text])[0]
    question = read_question(parse)
    assert all(0 <= position < len(parse.words) for position in question.asked)
    assert all(parse.text[word.start : word.end] == word.text for word in parse.words)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("How much will repairs cost?", "Repairs will cost 4.2 million euros, said an engineer."),
        ("How much did the ship cost?", "The ship cost 90 million kroner."),
        ("How long will the repairs take?", "Repairs take eight months, said an engineer."),
    ],
)
def test_money_and_time_are_found_where_the_entity_finder_sees_bare_numbers(
    parser: SpacyParser, question: str, sentence: str
) -> None:
    asked, read = parser.parse([question, sentence])
    assert holds_kind(read_question(asked), read)
