"""A drafted facts file loads as it is, and quoting its proofs answers it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from evals import draft_facts, draft_to, facts_suite, run
from evals.facts_file import load_facts
from rag.adapters.places import packaged_corpus
from rag.errors import BadInput, UnreadableFile

if TYPE_CHECKING:
    from pathlib import Path

RAIN = (
    "# Rain\n\nRain fell on New Leeds on 3 May 2021, and 12 roads closed. The toll was £40.\n\n"
    "“Nobody was hurt,” said Ann Lee.\n\nThe toll was £40.\n"
)


@pytest.fixture
def drafted(tmp_path: Path) -> Path:
    (tmp_path / "rain.md").write_text(RAIN, encoding="utf-8")
    file = tmp_path / "facts" / "rain.yaml"
    file.parent.mkdir()
    file.write_text(draft_facts(tmp_path / "rain.md", folder=file.parent), encoding="utf-8")
    return file


def test_a_draft_holds_the_numbers_dates_and_names_of_the_article(drafted: Path) -> None:
    cases = load_facts(drafted).cases
    answers = {answer for case in cases for answer in case.answers}
    assert {"12", "12 roads", "3 May 2021", "£40", "Ann Lee", "New Leeds", "Nobody was hurt"} <= answers
    kinds = {"how-many", "how-much", "when", "who", "where", "what-said"}
    assert {case.kind for case in cases if case.answerable} == kinds
    assert [case.id for case in cases if not case.answerable] == ["missing-percent"]


def test_the_answer_does_not_stand_in_its_question(drafted: Path) -> None:
    for case in load_facts(drafted).cases:
        assert "___" in case.question or not case.answerable
        assert not any(f" {answer} " in case.question for answer in case.answers)


def test_quoting_the_proofs_of_a_draft_is_right(drafted: Path) -> None:
    suite = facts_suite(drafted)
    proofs = {case.question: case.proof for case in suite.cases}

    def system(question: str) -> Any:
        quotes = [part.text for part in proofs[question]]
        return {"text": " ".join(quotes), "citations": [{"quote": quote} for quote in quotes]}

    assert run(system, suite=suite).metrics["right"].value == 1.0


def test_the_shipped_article_drafts_too(tmp_path: Path) -> None:
    text = draft_facts(packaged_corpus()[0], folder=tmp_path, most=5)
    (tmp_path / "draft.yaml").write_text(text, encoding="utf-8")
    cases = load_facts(tmp_path / "draft.yaml").cases
    assert sum(case.answerable for case in cases) == 5
    assert {case.id for case in cases if not case.answerable} == {
        "missing-money",
        "missing-percent",
        "missing-year",
    }


def test_a_draft_names_no_place_of_the_machine(drafted: Path, tmp_path: Path) -> None:
    assert str(tmp_path) not in drafted.read_text(encoding="utf-8")
    moved = tmp_path.with_name(f"{tmp_path.name}-moved")
    tmp_path.rename(moved)
    assert load_facts(moved / "facts" / "rain.yaml").articles[0].text.startswith("# Rain")
    moved.rename(tmp_path)


def test_a_draft_never_replaces_a_file(drafted: Path, tmp_path: Path) -> None:
    before = drafted.read_text(encoding="utf-8")
    with pytest.raises(BadInput, match="exists already"):
        draft_to(drafted, tmp_path / "rain.md")
    assert drafted.read_text(encoding="utf-8") == before
    with pytest.raises(BadInput, match=r"ends in \.yaml"):
        draft_to(tmp_path / "rain.json", tmp_path / "rain.md")
    written = draft_to(tmp_path / "new" / "rain.yaml", tmp_path / "rain.md", most=1)
    assert [case.answerable for case in load_facts(written).cases] == [True, False]


def test_no_article_no_draft(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile):
        draft_facts(tmp_path / "none.md")
