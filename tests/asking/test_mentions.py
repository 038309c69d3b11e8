"""Which articles mention something: every one is read, and each that does is quoted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rag import Pipeline
from rag.filters import Filters
from rag.stages.asking.mentions import words_asked_for

STORIES = {
    "one.md": "---\npublisher: The Post\n---\nNorvane cut jobs on Monday. The Norvane Trust was pleased.",
    "two.md": "A rival of norvane hired people. Nobody was fined.",
    "three.md": "# Norvane in trouble\n\nThe regulator fined a firm. Norvanes are birds.",
}


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    folder: Path = tmp_path_factory.mktemp("stories")
    for name, text in STORIES.items():
        (folder / name).write_text(text, encoding="utf-8")
    with Pipeline(corpus=folder) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How many articles mention Norvane?", "Norvane"),
        ("Which of the stories talk about the Norvane Trust?", "Norvane Trust"),
        ("Which article mentions “the High Court”?", "High Court"),
        ("In how many articles does the word Friday appear?", "Friday"),
        ("In which articles is Norvane mentioned?", "Norvane"),
        ("How many people mention Norvane?", None),
        ("Which articles did Norvane publish?", None),
    ],
)
def test_what_is_looked_for(question: str, words: str | None) -> None:
    assert words_asked_for(question) == words


def test_a_sentence_of_each_is_quoted_and_headlines_do_not_count(pipeline: Pipeline) -> None:
    answer = pipeline.ask("How many articles mention Norvane?")
    assert sorted(claim.text for claim in answer.claims) == [
        "A rival of norvane hired people.",
        "Norvane cut jobs on Monday.",
    ]
    assert "“Norvane” stands in 2 of 3 articles" in str(answer.reason)


def test_words_must_stand_together(pipeline: Pipeline) -> None:
    assert len(pipeline.ask("Which articles mention the Norvane Trust?").claims) == 1


def test_two_words_are_looked_for_together_or_apart(pipeline: Pipeline) -> None:
    both = pipeline.ask("Which articles mention both Norvane and Monday?")
    assert [claim.text for claim in both.claims] == ["Norvane cut jobs on Monday."]
    assert "“Norvane” and “Monday” both stand in 1 of 3 articles" in str(both.reason)
    apart = pipeline.ask("Which articles mention both regulator and Norvanes?")
    assert [claim.text for claim in apart.claims] == ["The regulator fined a firm.", "Norvanes are birds."]
    either = pipeline.ask("How many articles mention Monday or a rival?")
    assert "“Monday” or “rival” stands in 2 of 3 articles" in str(either.reason)


def test_none_is_said_as_none(pipeline: Pipeline) -> None:
    answer = pipeline.ask("How many articles mention Kenya?")
    assert answer.abstained
    assert answer.reason == "“Kenya” stands in none of the 3 articles that were asked."


def test_only_the_articles_that_are_asked_count(pipeline: Pipeline) -> None:
    answer = pipeline.ask("How many articles mention Norvane?", filters=Filters(publishers=frozenset({"the post"})))
    assert "1 of 1 article;" in str(answer.reason)
