"""A comparison is drawn from one figure of each side, wherever the sides stand; where that fails, none is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rag import Pipeline, Turn
from rag.schema import Answer, ClaimShown, Finished, QuestionRewritten, SourcesFound

NORTH = """Ana Prieto won the northern seat with 4,412 votes, the election office in Tarvik said on Sunday. \
Ana Prieto, who is 47 years old, has been a councillor for nine years. \
The new bridge at Tarvik cost 31 million euros. The bridge opened on 3 May 2024. \
Police in Tarvik made 40 arrests in May, against 25 arrests in June. \
The Hotel Astra has 62 rooms. The ferry Amalia carried about 400 passengers.
"""
SOUTH = """Luc Moreau took the southern seat with 3,980 votes, the election office in Ostby said on Sunday. \
Luc Moreau is a teacher. The new tunnel at Ostby cost 540 million kroner. The tunnel opened on 12 March 2023. \
The Hotel Norden has 62 rooms. The ferry Tove carried more than 300 passengers.
"""


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    folder: Path = tmp_path_factory.mktemp("seats")
    (folder / "north.md").write_text(NORTH, encoding="utf-8")
    (folder / "south.md").write_text(SOUTH, encoding="utf-8")
    with Pipeline(corpus=folder) as opened:
        yield opened


def assert_cites_exactly(answer: Answer) -> None:
    for citation in answer.citations:
        text = NORTH if citation.article_id.startswith("north-") else SOUTH
        assert text[citation.start : citation.end] == citation.quote


@pytest.mark.parametrize(
    ("question", "short", "reason"),
    [
        (
            "Who got more votes, Ana Prieto or Luc Moreau?",
            "Ana Prieto",
            "Ana Prieto has the higher figure: 4,412 against 3,980 for Luc Moreau.",
        ),
        (
            "Who got fewer votes, Ana Prieto or Luc Moreau?",
            "Luc Moreau",
            "Luc Moreau has the lower figure: 3,980 against 4,412 for Ana Prieto.",
        ),
        (
            "Did Luc Moreau get more votes than Ana Prieto?",
            None,
            "No: Ana Prieto has the higher figure, 4,412 against 3,980 for Luc Moreau.",
        ),
        (
            "Which opened first, the bridge or the tunnel?",
            "tunnel",
            "The tunnel has the earlier date: 12 March 2023 against 3 May 2024 for the bridge.",
        ),
        ("Which has more rooms, the Hotel Astra or the Hotel Norden?", None, "Both have the same figure: 62."),
        (
            "Were there more arrests in Tarvik in May or in June?",
            "May",
            "May has the higher figure: 40 against 25 for June.",
        ),
    ],
)
def test_two_figures_decide(question: str, short: str | None, reason: str, pipeline: Pipeline) -> None:
    answer = pipeline.ask(question)
    assert answer.reason == reason
    assert answer.short_answer == short
    assert short is None or short in answer.text
    assert_cites_exactly(answer)


def test_each_side_may_stand_in_its_own_article(pipeline: Pipeline) -> None:
    answer = pipeline.ask("Who got more votes, Ana Prieto or Luc Moreau?")
    assert [claim.text[:10] for claim in answer.claims] == ["Ana Prieto", "Luc Moreau"]
    assert len(answer.sources) == 2


def test_events_tell_the_comparison(pipeline: Pipeline) -> None:
    first, *claims, last = pipeline.stream("Who got more votes, Ana Prieto or Luc Moreau?")
    assert isinstance(first, SourcesFound)
    assert isinstance(last, Finished)
    assert tuple(event.claim for event in claims if isinstance(event, ClaimShown)) == last.answer.claims
    read = {item.sentence.text for item in first.evidence}
    assert {citation.quote for citation in last.answer.citations} <= read


def test_a_side_that_is_not_answered_is_refused_by_name(pipeline: Pipeline) -> None:
    answer = pipeline.ask("Who is older, Ana Prieto or Luc Moreau?")
    assert answer.short_answer is None
    assert str(answer.reason).startswith("Not answered: “How old is Luc Moreau?” ")
    assert "47 years old" in answer.text
    assert "teacher" not in answer.text


@pytest.mark.parametrize(
    "question",
    ["Which cost more, the bridge or the tunnel?", "Which ferry carried more passengers, the Amalia or the Tove?"],
)
def test_other_currencies_and_overlapping_figures_conclude_nothing(question: str, pipeline: Pipeline) -> None:
    answer = pipeline.ask(question)
    assert answer.short_answer is None
    assert "figure:" not in str(answer.reason)
    assert answer.abstained or len(answer.claims) == 2


def test_only_the_articles_that_are_asked_are_read(pipeline: Pipeline) -> None:
    north = next(info.article_id for info in pipeline.library.listing() if info.article_id.startswith("north-"))
    answer = pipeline.ask("Who got more votes, Ana Prieto or Luc Moreau?", articles=[north])
    assert {citation.article_id for citation in answer.citations} <= {north}
    assert "3,980" not in f"{answer.text} {answer.reason}"
    assert answer.short_answer is None


def test_a_follow_up_may_compare(pipeline: Pipeline) -> None:
    before = [Turn("How many votes did Luc Moreau get?", "Luc Moreau took the southern seat with 3,980 votes.")]
    first, *_, last = pipeline.stream("Did he get more votes than Ana Prieto?", history=before)
    assert first == QuestionRewritten("Did Luc Moreau get more votes than Ana Prieto?")
    assert isinstance(last, Finished)
    assert str(last.answer.reason).startswith("No: Ana Prieto has the higher figure")
