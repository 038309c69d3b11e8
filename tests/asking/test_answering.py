"""The embedded answerer on articles written for these tests, with the real models."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rag import Pipeline
from rag.schema import Answer
from rag.stages.weighing.confidence import fitted_model

STORY = """The ferry Amalia ran aground off Porto Vale on Tuesday with 212 passengers on board. \
The coastguard rescued all of them within three hours. Captain Marta Lindqvist said the rudder had failed. \
“We had no warning,” she told reporters. The operator, Vale Lines, paid for hotel rooms in Porto Vale. \
Mayor Tiago Brandt praised the crews. He opened the town hall to the passengers. \
The harbour authority fined Vale Lines 40,000 euros in March for late inspections.
"""


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    folder: Path = tmp_path_factory.mktemp("ferry")
    (folder / "ferry.md").write_text(STORY, encoding="utf-8")
    with Pipeline(corpus=folder) as opened:
        yield opened


def ask(pipeline: Pipeline, question: str) -> Answer:
    return pipeline.ask(question)


@pytest.mark.parametrize(
    ("question", "held"),
    [
        ("How many passengers were on the ferry?", "212"),
        ("Who said the rudder had failed?", "Marta Lindqvist"),
        ("What did Lindqvist say about the rudder?", "the rudder had failed"),
        ("How much was Vale Lines fined?", "40,000 euros"),
        ("Who paid for the hotel rooms?", "Vale Lines"),
    ],
)
def test_what_is_written_is_quoted(pipeline: Pipeline, question: str, held: str) -> None:
    answer = ask(pipeline, question)
    assert held in answer.text
    assert all(claim.text == claim.citations[0].quote for claim in answer.claims)
    assert len(answer.claims) <= 2


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("How many passengers were from Norway?", "does not mention Norway"),
        ("What did Vale Lines say about the rudder?", "no words of Vale Lines"),
        ("How much was Vale Lines fined in November?", "November"),
        ("How old is Marta Lindqvist?", "no age"),
    ],
)
def test_a_refusal_says_what_is_missing_and_shows_the_nearest(pipeline: Pipeline, question: str, named: str) -> None:
    answer = ask(pipeline, question)
    assert answer.abstained
    assert not answer.text
    assert answer.short_answer is None
    assert named in str(answer.reason)
    assert answer.closest


def test_two_questions_get_their_sentences_in_article_order(pipeline: Pipeline) -> None:
    answer = ask(pipeline, "Who paid for the hotel rooms, and how many passengers were on board the ferry?")
    starts = [citation.start for citation in answer.citations]
    assert "212" in answer.text
    assert "Vale Lines" in answer.text
    assert starts == sorted(starts)


def test_a_sentence_that_leans_back_brings_the_one_before(pipeline: Pipeline) -> None:
    answer = ask(pipeline, "Who opened the town hall to the passengers?")
    assert [claim.text for claim in answer.claims] == [
        "Mayor Tiago Brandt praised the crews.",
        "He opened the town hall to the passengers.",
    ]


def test_a_weekday_in_an_undated_article_is_answered_with_a_warning(pipeline: Pipeline) -> None:
    answer = ask(pipeline, "When did the ferry run aground?")
    assert "Tuesday" in answer.text
    assert "gives no date of publication" in str(answer.reason)


def test_a_weekday_in_a_dated_article_is_placed(pipeline: Pipeline, tmp_path: Path) -> None:
    (tmp_path / "dated.md").write_text(f"---\ndate: 2026-03-12\n---\n{STORY}", encoding="utf-8")
    with Pipeline(corpus=tmp_path) as dated:
        assert "2026-03-10" in str(dated.ask("When did the ferry run aground?").reason)


def test_a_short_answer_is_a_span_of_the_quoted_sentence(pipeline: Pipeline) -> None:
    answer = ask(pipeline, "How much was Vale Lines fined?")
    assert answer.short_answer
    assert answer.short_answer in answer.text


def test_the_same_question_gets_the_same_answer(pipeline: Pipeline) -> None:
    question = "Who said the rudder had failed?"
    assert ask(pipeline, question) == ask(pipeline, question)


def test_a_threshold_of_one_refuses_and_says_how_far(tmp_path: Path) -> None:
    (tmp_path / "ferry.md").write_text(STORY, encoding="utf-8")
    with Pipeline(corpus=tmp_path, min_confidence=1.0) as strict:
        answer = strict.ask("How many passengers were on the ferry?")
    assert answer.abstained
    assert "1.00 is needed" in str(answer.reason)


def test_a_corpus_that_changes_is_followed(tmp_path: Path) -> None:
    file = tmp_path / "ferry.md"
    file.write_text(STORY, encoding="utf-8")
    with Pipeline(corpus=tmp_path) as following:
        assert "212" in following.ask("How many passengers were on the ferry?").text
        file.write_text(STORY.replace("212 passengers", "96 passengers"), encoding="utf-8")
        assert "96 passengers" in following.ask("How many passengers were on the ferry?").text


def test_the_frozen_model_is_sound() -> None:
    model = fitted_model()
    assert 0 < model.threshold < 1
    assert all(part.scale > 0 for part in model.weights.values())
    assert 0 <= model.confidence(dict.fromkeys(model.weights, 0.0)) <= 1


COUNTS = """The agency reports over 4,100 arrests and nearly 3,900 removals in June. \
“We thank the city of Porto Vale for the way in which it has received every one of the people whom we brought there,” \
said Director Ida Holm. Holm called the scheme “a first step”.
"""


@pytest.fixture(scope="module")
def counting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    folder: Path = tmp_path_factory.mktemp("counts")
    (folder / "counts.md").write_text(COUNTS, encoding="utf-8")
    with Pipeline(corpus=folder) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("How many removals does the agency report?", "nearly 3,900"),
        ("How many arrests does the agency report?", "over 4,100"),
        ("What did Holm call the scheme?", "a first step"),
        ("What did Ida Holm say about Porto Vale?", None),  # a part of what she said would be less than she said
    ],
)
def test_a_short_answer_says_no_more_than_its_sentence(counting: Pipeline, question: str, short: str | None) -> None:
    answer = ask(counting, question)
    assert not answer.abstained
    assert answer.short_answer == short
