"""A reader's verdict is kept, and becomes a facts file that the evals read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from evals.facts_file import load_facts
from rag import Pipeline
from rag.errors import BadInput, CitewireError
from ui.web.feedback import FILE, keep_feedback, latest, read_feedback, right, wrong
from ui.web.feedback_cases import export_feedback

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from contextlib import AbstractContextManager
    from pathlib import Path

    Ask = Callable[[Any, str], Any]
    Open = Callable[..., Any]

PRAISE = "What did Kristi Noem say about Uzbekistan's president?"
TURKEY = "What does the article say about Turkey?"


@pytest.fixture
def pipeline(tmp_path: Path) -> Generator[Pipeline]:
    with Pipeline(library=tmp_path / "library") as opened:
        yield opened


def test_verdicts_become_cases_that_the_evals_load(pipeline: Pipeline, tmp_path: Path) -> None:
    praised, refused = pipeline.ask(PRAISE), pipeline.ask(TURKEY)
    library = pipeline.library
    for given in (
        right(praised),
        right(refused),
        wrong(refused, "averaging  11,363\nper day", library),
    ):
        keep_feedback(library.folder, given)
    exported = export_feedback(library, tmp_path / "cases" / "feedback.yaml")
    facts = load_facts(exported.file)
    assert exported.cases == len(facts.cases) == 2  # the last word on Turkey replaced the one before
    assert facts.articles[0].sha256 == library.article(praised.citations[0].article_id).sha256
    answerable = next(case for case in facts.cases if case.question == PRAISE)
    assert answerable.answers == (praised.short_answer or praised.text,)
    assert [part.text for part in answerable.proof] == [citation.quote for citation in praised.citations]
    corrected = next(case for case in facts.cases if case.question == TURKEY)
    assert corrected.answers == ("averaging 11,363 per day",)


COMMENTED = """\
# Ours, written by hand.
schema: citewire.facts/1
articles: [{article}]  # one so far
cases:
    # The first question.
    - id: feedback-1
      question: How many people were on board the flight?
      answers: ["131"]
      proof: agreed to repatriate 131 Central Asian nationals  # the second paragraph
    # Nothing follows.
"""


def test_feedback_is_added_to_a_file_that_a_person_wrote(pipeline: Pipeline, tmp_path: Path) -> None:
    praised = pipeline.ask(PRAISE)
    keep_feedback(pipeline.library.folder, right(praised))
    shipped = pipeline.library.article(praised.citations[0].article_id)
    for articles in (f"{shipped.id}.md", '"corpus:uzbekistan-repatriates-131-migrants"'):
        ours = tmp_path / str(len(articles)) / "ours.yaml"
        ours.parent.mkdir()
        before = COMMENTED.format(article=articles)
        (ours.parent / f"{shipped.id}.md").write_text(shipped.text, encoding="utf-8")
        ours.write_text(before, encoding="utf-8")
        exported = export_feedback(pipeline.library, ours)
        assert (exported.cases, exported.known, exported.left_out) == (1, 0, 0)
        after = ours.read_text(encoding="utf-8")
        assert [line for line in before.splitlines() if line.strip().startswith("#") and line not in after] == []
        assert len(load_facts(ours).articles) == 1  # the same text is not brought in twice
        cases = load_facts(ours).cases
        assert [case.id for case in cases] == ["feedback-1", "feedback-2"]
        again = export_feedback(pipeline.library, ours)
        assert (again.cases, again.known) == (0, 1)
        assert ours.read_text(encoding="utf-8") == after


def test_a_file_that_does_not_load_is_left_as_it_is(pipeline: Pipeline, tmp_path: Path) -> None:
    keep_feedback(pipeline.library.folder, right(pipeline.ask(PRAISE)))
    broken = tmp_path / "broken.yaml"
    broken.write_text("schema: citewire.facts/2\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r"broken\.yaml"):
        export_feedback(pipeline.library, broken)
    assert broken.read_text(encoding="utf-8") == "schema: citewire.facts/2\n"
    with pytest.raises(BadInput, match=r"end in \.yaml"):
        export_feedback(pipeline.library, tmp_path / "cases.json")


def test_an_answer_that_the_article_does_not_give_becomes_an_unanswerable_case(
    pipeline: Pipeline, tmp_path: Path
) -> None:
    given = wrong(pipeline.ask(PRAISE), " ", pipeline.library, reason=" The article is about\nsomething else. ")
    keep_feedback(pipeline.library.folder, given)
    facts = load_facts(export_feedback(pipeline.library, tmp_path / "cases" / "feedback.yaml").file)
    assert [(case.answers, case.why) for case in facts.cases] == [((), "The article is about something else.")]


def test_words_that_no_article_holds_are_refused(pipeline: Pipeline) -> None:
    answer = pipeline.ask(PRAISE)
    with pytest.raises(BadInput, match="No article holds these words"):
        wrong(answer, "The moon is made of cheese", pipeline.library)
    with pytest.raises(BadInput, match="paste them here"):
        wrong(pipeline.ask(TURKEY), "", pipeline.library)


def test_feedback_on_an_article_that_is_gone_is_left_out(pipeline: Pipeline, tmp_path: Path) -> None:
    answer = pipeline.ask(PRAISE)
    keep_feedback(pipeline.library.folder, right(answer))
    pipeline.library.remove(answer.citations[0].article_id)
    with pytest.raises(BadInput, match="no feedback"):
        export_feedback(pipeline.library, tmp_path / "cases" / "feedback.yaml")


def test_a_torn_last_line_loses_nothing_else(pipeline: Pipeline) -> None:
    folder = pipeline.library.folder
    given = right(pipeline.ask(PRAISE))
    keep_feedback(folder, given)
    with (folder / FILE).open("ab") as file:
        file.write(b'{"schema": "citewire.feed')
    assert [one.to_dict() for one in read_feedback(folder)] == [given.to_dict()]
    keep_feedback(folder, given)
    assert len(read_feedback(folder)) == 2
    assert len(latest([*read_feedback(folder), *read_feedback(folder)])) == 1


def test_feedback_that_cannot_be_kept_is_told(pipeline: Pipeline, tmp_path: Path) -> None:
    with pytest.raises(CitewireError, match="could not be kept"):
        keep_feedback(tmp_path / "nowhere", right(pipeline.ask(PRAISE)))


@pytest.mark.browser
def test_a_verdict_on_the_page_is_kept(
    serve_library: Callable[[Path], AbstractContextManager[str]], open_page: Open, ask: Ask, tmp_path: Path
) -> None:
    library = tmp_path / "page"
    with serve_library(library) as address:
        page = open_page(address)
        card = ask(page, PRAISE)
        card.get_by_role("button", name="Right").click()
        card.get_by_text("Noted as right").wait_for()
        card = ask(page, TURKEY)
        card.locator(".wrong summary").click()
        card.get_by_label("Paste the words").fill("not in the article")
        card.get_by_role("button", name="Send").click()
        card.get_by_text("No article holds these words").wait_for()
        card.get_by_label("Paste the words").fill("averaging 11,363 per day")
        card.get_by_label("Why it is wrong").fill("It is about the border.")
        card.get_by_role("button", name="Send").click()
        card.get_by_text("Noted as wrong").wait_for()
        page.close()
    kept = read_feedback(library)
    given = [(one.rating, one.answer["question"], one.reason) for one in kept]
    assert given == [("right", PRAISE, ""), ("wrong", TURKEY, "It is about the border.")]
