"""Reports hold what happened, in every form, and nothing that a source or a model wrote can break them."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest

from evals import (
    Case,
    Suite,
    breaches,
    compare,
    facts_suite,
    read_limit,
    read_report,
    run,
    save_report,
    text_table,
)
from evals.reports.page import html_page
from evals.suites.common import ANSWERING
from evals.suites.figures import confidence_figures
from rag.errors import BadInput

if TYPE_CHECKING:
    from pathlib import Path

    from evals import Report

HOSTILE = "<script>alert(1)</script> & \"quoted\" 'single' \x00\x0b \ud800"
CASES = (
    Case("a", f"What? {HOSTILE}", "how<b>", "d1", answers=("yes",)),
    Case("b", "Who?", "who", "d2", answers=("Ann",)),
    Case("c", "When?", "none", "d3", why=HOSTILE),
    Case("d", "Where?", "none", "d4", why="not said"),
)
SUITE = Suite("hostile", CASES, (), ANSWERING, (confidence_figures,), notes=(HOSTILE,))


def system(question: str) -> Any:
    if question == "Where?":
        raise RuntimeError(HOSTILE)
    text = {"Who?": "Ann.", "When?": HOSTILE}.get(question, HOSTILE)
    return {"text": text, "abstained": False, "citations": [{"quote": HOSTILE}], "confidence": 0.5}


@pytest.fixture
def report() -> Report:
    return run(system, suite=SUITE)


def test_json_has_the_published_keys(report: Report, tmp_path: Path) -> None:
    body = json.loads(save_report(report, tmp_path / "r.json").read_text(encoding="utf-8", errors="surrogatepass"))
    assert {"suite", "n", "failed", "metrics", "cases"} <= body.keys()
    assert (body["suite"], body["n"], body["failed"]) == ("hostile", 4, 1)
    assert {"value", "n", "low", "high"} <= body["metrics"]["right"].keys()
    assert body["metrics"]["right"]["value"] == 0.5
    assert body["metrics"]["right"]["n"] == 2
    assert [case["id"] for case in body["cases"]] == ["a", "b", "c", "d"]
    assert body["cases"][3]["error"].startswith("RuntimeError")
    assert "timing" not in body


def test_times_are_told_when_asked_for(report: Report) -> None:
    timing = report.to_dict(timing=True)["timing"]
    assert set(timing["seconds"]) == {"a", "b", "c", "d"}
    assert 0 <= timing["p50"] <= timing["p95"]


def test_junit_counts_crashes_as_errors_and_mistakes_as_failures(report: Report, tmp_path: Path) -> None:
    root = ET.fromstring(save_report(report, tmp_path / "r.xml").read_text(encoding="utf-8"))
    assert (root.get("tests"), root.get("errors"), root.get("failures")) == ("4", "1", "2")
    assert len(root.findall("testcase")) == 4
    assert len(root.findall("testcase/error")) == 1
    assert len(root.findall("testcase/failure")) == 2


def test_the_page_escapes_everything_and_asks_for_nothing(report: Report) -> None:
    page = html_page(report)
    assert "<script" not in page
    assert "how<b>" not in page
    assert not re.search(r"""(?:src|href)\s*=|url\(|@import""", page)
    assert "default-src 'none'" in page
    assert page.count("<figure>") == 4  # risk, reliability, kinds, time


def test_the_page_shows_each_case_that_went_wrong_with_its_source() -> None:
    suite = facts_suite()
    report = run(lambda question: "I do not know.", suite=suite)
    page = html_page(report)
    answerable = [case for case in suite.cases if case.answerable]
    assert page.count("<details") == len(answerable)
    for case in answerable[:5]:
        assert case.id in page
        assert case.proof[0].text.split(",")[0].replace("’", "’")[:40] in page


def test_the_table_shows_every_figure(report: Report) -> None:
    table = text_table(report)
    assert "failed: 1 of 4" in table
    assert re.search(r"^right +0\.500 +0\.095 to 0\.905 +2$", table, re.MULTILINE)


@pytest.mark.parametrize("name", ["r.pdf", "r"])
def test_an_unknown_form_is_refused(report: Report, tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput, match=r"end the name in \.json"):
        save_report(report, tmp_path / name)


def test_a_place_that_cannot_be_written_is_named(report: Report, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be written"):
        save_report(report, tmp_path / "none" / "r.json")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("right=0.5", True),
        ("right=0.6", False),
        ("right<=0.4", False),
        ("made_up=1", True),
        ("made_up=0.9", False),
        ("made_up>=0.9", True),
        ("failed=0", False),
        ("failed=1", True),
        ("numeric_accuracy=0", False),  # could not be counted, so it is not shown to hold
    ],
)
def test_limits(report: Report, text: str, kept: bool) -> None:
    found = breaches(report, [read_limit(text)])
    assert (found == ()) is kept
    assert all(str(breach).startswith(breach.limit.metric) for breach in found)


@pytest.mark.parametrize("text", ["", "right", "right=", "right=high", "right==1", "=0.5", "right=1.2.3"])
def test_what_is_no_limit_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="no limit"):
        read_limit(text)


def test_a_limit_on_an_unknown_figure_is_refused(report: Report) -> None:
    with pytest.raises(BadInput, match="no figure 'rigth'"):
        breaches(report, [read_limit("rigth=0.5")])


SEED = facts_suite()


def steady(question: str) -> Any:
    case = next(case for case in SEED.cases if case.question == question)
    spans = [part.spans[0] for part in case.proof]
    text = " ".join(part.text for part in case.proof)
    citations = [
        {"sha256": s.sha256, "start": s.start, "end": s.end, "quote": SEED.articles[0].text[s.start : s.end]}
        for s in spans
    ]
    return {"text": text, "abstained": not spans, "citations": citations, "claims": []}


def lower_threshold(question: str) -> Any:
    given = steady(question)
    return given if given["text"] else {"text": "131 people.", "abstained": False, "citations": []}


def citation_off_by_one(question: str) -> Any:
    given = steady(question)
    text = SEED.articles[0].text
    next_one = [text.find("\n", item["end"] + 1) for item in given["citations"]]
    moved = [{"quote": text[at + 1 : at + 30]} if at >= 0 else {"quote": text[-40:]} for at in next_one]
    return {**given, "citations": moved}


def numbers_unchecked(question: str) -> Any:
    given = steady(question)
    return {
        **given,
        "text": given["text"].replace("11,363", "11,636").replace("131", "113").replace("66,", "69,"),
    }


@pytest.mark.parametrize("regression", [lower_threshold, citation_off_by_one, numbers_unchecked])
def test_a_planted_regression_turns_the_gate_red_and_shows_in_the_comparison(regression: Any) -> None:
    limits = [read_limit(text) for text in ("right=0.95", "made_up=0.05", "citation_correct=0.95", "failed=0")]
    good, bad = run(steady, suite=SEED), run(regression, suite=SEED)
    assert breaches(good, limits) == ()
    assert breaches(bad, limits) != ()
    comparison = compare(good, bad)
    worse = {"made_up"} if regression is lower_threshold else {"right"}
    for name in worse:
        difference = comparison.differences[name]
        assert difference.p < 0.05
        assert not difference.low <= 0 <= difference.high
    assert comparison.changed
    assert compare(good, good).changed == ()


def test_saved_reports_compare_like_those_in_memory(tmp_path: Path) -> None:
    good, bad = run(steady, suite=SEED), run(numbers_unchecked, suite=SEED)
    old = read_report(save_report(good, tmp_path / "old.json"))
    assert compare(old, bad).to_dict() == compare(good, bad).to_dict()
    json.dumps(compare(old, bad).to_dict())


def test_reports_that_do_not_match_are_refused(report: Report, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be compared"):
        compare(report, run(steady, suite=SEED))
    other = Suite("hostile", (Case("z", "?", "k", "g", answers=("1",)),), (), ANSWERING)
    with pytest.raises(BadInput, match="no case in common"):
        compare(report, run(lambda question: "1", suite=other))
    with pytest.raises(BadInput, match="no report"):
        compare({"suite": "x"}, report)
    (tmp_path / "bad.json").write_text("{")
    with pytest.raises(BadInput, match=r"bad\.json"):
        read_report(tmp_path / "bad.json")
