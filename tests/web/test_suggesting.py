"""Suggested questions are made from an article's grammar, and only those that it answers are offered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rag import Pipeline
from rag.adapters.grammar import SpacyParser
from rag.schema import Sentence
from ui.web.suggesting import ENOUGH, Suggestions, candidates

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Germany delivered twelve patrol boats on Friday.", "How many patrol boats did Germany deliver?"),
        ("Peru has agreed to shelter 40 sailors.", "How many sailors has Peru agreed to shelter?"),
        ("The Supreme Court rejected the appeal.", "What did the Supreme Court reject?"),
        ("“It is over,” said Mayor Ana Lopez.", "What did Mayor Ana Lopez say?"),
        ("Judge Maria Keller closed the case.", "Who is Maria Keller?"),
    ],
)
def test_each_rule_makes_a_question_that_reads_well(text: str, question: str) -> None:
    sentence = Sentence("a", 0, 0, len(text), text)
    made = [candidate.question for candidate in candidates([sentence], SpacyParser().parse([text]))]
    assert question in made


@pytest.mark.parametrize(
    "text", ["They rejected it.", "Rain fell.", "Peru took the lead.", "Peru did not sign the deal."]
)
def test_no_question_is_made_of_what_would_read_badly(text: str) -> None:
    sentence = Sentence("a", 0, 0, len(text), text)
    assert list(candidates([sentence], SpacyParser().parse([text]))) == []


def test_only_questions_that_the_article_answers_are_offered(tmp_path: Path) -> None:
    with Pipeline(library=tmp_path / "library") as pipeline:
        pipeline.ask("What happened?")
        info = pipeline.library.listing()[0]
        asked: list[str] = []

        def ask(question: str, article_id: str) -> object:
            asked.append(question)
            return pipeline.ask(question, articles=[article_id])

        suggestions = Suggestions(ask, SpacyParser().parse)  # type: ignore[arg-type]
        assert suggestions.known(info.sha256) is None
        found = suggestions.find(info.article_id, info.sha256, pipeline.library.sentences(info.article_id))
        assert 1 <= len(found) <= ENOUGH
        for question in found:
            assert not pipeline.ask(question).abstained
        count = len(asked)
        assert suggestions.find(info.article_id, info.sha256, ()) == found
        assert len(asked) == count  # looked for once
