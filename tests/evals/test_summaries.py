"""The suite of summaries tells a true summary from a false, a thin and a repetitive one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from evals import run, summaries_suite
from evals.public.articles import articles_of
from evals.public.rows import MissingSet, as_article
from evals.spans import sentences_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.schema import Article

STORY = (
    "The council of Riga met on 3 May 2024. The hall was full and loud. Many came late. "
    "Mayor Ilze Kalna signed a contract with Balta of Tallinn for 14 trams. Each tram costs 3 million euros. "
    "A union leader, Bo Lind, called for a strike of 900 drivers on 6 June 2024.\n"
)
SUITE = summaries_suite([as_article("trams", STORY, title="Trams")])


def first_three(_: str, *, texts: Sequence[Article]) -> str:
    return " ".join(sentence.text for sentence in sentences_of(texts[0])[:3])


def false_one(_: str, *, texts: Sequence[Article]) -> str:
    return "Mayor Ilze Kalna signed a contract with Balta of Tallinn for 41 trams. Many came late."


def repeating(_: str, *, texts: Sequence[Article]) -> dict[str, Any]:
    again = "Each tram costs 3 million euros."
    return {"text": f"{again} {again}", "claims": [{"text": again}] * 2, "withheld": [{"text": "x"}] * 2}


def figures(system: Any) -> dict[str, float | None]:
    report = run(system, suite=SUITE)
    assert report.failed == 0
    return {name: metric.value for name, metric in report.metrics.items()}


def test_the_first_sentences_gain_nothing_on_themselves() -> None:
    found = figures(first_three)
    assert found["recall_gain"] == 0
    assert found["recall"] == found["lead_recall"] == pytest.approx(2 / 9)
    assert found["verified"] == 1


def test_a_false_figure_is_counted() -> None:
    found = figures(false_one)
    assert found["verified"] == 0.5
    assert found["recall"] == pytest.approx(2 / 9)


def test_repetition_and_what_was_withheld_are_counted() -> None:
    found = figures(repeating)
    assert found["redundancy"] == pytest.approx(1, abs=1e-3)
    assert found["withheld"] == 0.5
    assert found["words"] == 12


def test_citewire_holds_more_than_the_first_sentences() -> None:
    report = run(suite=SUITE)
    found = {name: metric.value for name, metric in report.metrics.items()}
    assert report.system == "quote"
    assert found["verified"] == 1
    assert (found["recall_gain"] or 0) > 0.3
    assert (found["redundancy"] or 0) < 0.9


def test_files_and_the_shipped_article_are_cases(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(STORY, encoding="utf-8")
    (tmp_path / "b.md").write_text(STORY, encoding="utf-8")
    assert len(summaries_suite(paths=[tmp_path]).cases) == 2
    (shipped,) = summaries_suite().cases
    assert "Uzbekistan" in shipped.texts[0].title


def test_a_public_set_gives_each_article_once(tmp_path: Path) -> None:
    folder = tmp_path / "quail_news"
    folder.mkdir()
    row = '{"doc_id": "n1", "group": "n1", "title": "Trams", "context": "The council of Riga met."}\n'
    (folder / "dev.jsonl").write_text(row * 3, encoding="utf-8")
    (article,) = articles_of(tmp_path, "quail_news", "dev")
    assert article.text == "The council of Riga met."
    with pytest.raises(MissingSet):
        articles_of(tmp_path, "quail_news", "test")
