"""Evaluations from the command line: every suite, several systems, files that say the same twice, plain errors."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from ui.cli.exits import Exit

if TYPE_CHECKING:
    from pathlib import Path

SYSTEMS = """
def silent(question, **options):
    return ""

def sure(question, **options):
    return {"text": "131 people.", "citations": [], "usage": {"input_tokens": 2000, "output_tokens": 10}}

def slow(question, **options):
    import time
    with open("asked.txt", "a") as asked:
        print(question, file=asked)
    time.sleep(0.1)
    return {"text": "131 people.", "citations": [], "confidence": len(question) / 200}

def broken(question, **options):
    raise RuntimeError("no")
"""
FACTS = """\
schema: citewire.facts/1
articles: [story.md]
cases:
  - id: aboard
    question: How many passengers were there?
    answers: ["212"]
    proof: All 212 passengers
  - id: cargo
    question: What cargo did she carry?
    why: The article does not say.
"""


@pytest.fixture
def facts(tmp_path: Path, story: Path) -> Path:
    """A small facts file, and systems to ask."""
    (tmp_path / "systems.py").write_text(SYSTEMS, encoding="utf-8")
    file = tmp_path / "facts.yaml"
    file.write_text(FACTS, encoding="utf-8")
    return file


@pytest.mark.slow
@pytest.mark.parametrize("suite", ["facts", "verifier", "refusal", "retrieval", "citations", "injection"])
def test_every_suite_runs_on_facts_and_says_the_same_twice(citewire, facts, tmp_path, suite) -> None:
    asked = ("eval", suite, "--facts", facts, "--sample", "2", "--seed", "1", "--save")
    first, second = citewire(*asked, "one.json"), citewire(*asked, "two.json")
    assert (first.returncode, first.stderr) == (Exit.DONE, "")
    assert "no case failed" in first.stdout or "failed" in first.stdout
    assert second.returncode == Exit.DONE
    found = sorted(path.name for path in tmp_path.glob("one*.json"))
    assert found == (["one-read.json", "one-words.json"] if suite == "retrieval" else ["one.json"])
    for name in found:
        one, two = (tmp_path / each for each in (name, name.replace("one", "two", 1)))
        assert one.read_bytes() == two.read_bytes()


def test_several_systems_stand_side_by_side(citewire, facts, tmp_path) -> None:
    named = ("--system", "python:systems:silent", "--system", "python:systems:sure")
    (tmp_path / "prices.yaml").write_text('"python:systems:sure": {input: 5, output: 100}\n')
    run = citewire("eval", "facts", "--facts", facts, *named, "--prices", "prices.yaml", "--save", "r.json")
    assert run.returncode == Exit.DONE
    lines = run.stdout.splitlines()
    assert lines[1].split() == ["metric", "python:systems:silent", "python:systems:sure"]
    assert any(line.split()[:2] == ["over", "refused"] and "1.000" in line and "0.000" in line for line in lines)
    assert any("python:systems:sure beside python:systems:silent" in line for line in lines)
    assert "4000 tokens read, 20 written, in 2 of 2 cases; cost 0.0220" in run.stdout
    assert "no price for this system" in run.stdout
    assert {path.name for path in tmp_path.glob("r-*.json")} == {
        "r-python-systems-silent.json",
        "r-python-systems-sure.json",
    }


def test_several_systems_are_saved_side_by_side_in_the_forms_that_people_read(citewire, facts, tmp_path) -> None:
    named = ("--system", "python:systems:silent", "--system", "python:systems:sure")
    kept = [part for form in ("html", "md", "txt", "xml") for part in ("--save", f"r.{form}")]
    run = citewire("eval", "facts", "--facts", facts, *named, "--markdown", *kept)
    assert run.returncode == Exit.DONE
    assert run.stdout.startswith("| figure | python:systems:silent | python:systems:sure |\n|---|---|---|\n| right |")
    assert run.stdout.splitlines()[-1].startswith("| seconds a question, p95 | 0.")
    assert (tmp_path / "r.md").read_text() == run.stdout
    assert sorted(path.name for path in tmp_path.glob("r*.*")) == [
        *(f"r-python-systems-{name}.{form}" for name in ("silent", "sure") for form in ("html", "txt", "xml")),
        *("r.html", "r.md", "r.txt"),
    ]
    page = (tmp_path / "r.html").read_text()
    assert '<a href="r-python-systems-sure.html">python:systems:sure</a>' in page
    assert "tokens a question" in page
    assert "seconds a question, p95" in page
    assert citewire("eval", "facts", "--markdown", "--json").returncode == Exit.BAD_INPUT


def test_a_run_that_was_killed_half_way_goes_on_to_the_same_report(citewire, command, facts, tmp_path) -> None:
    asked = ("eval", "facts", "--system", "python:systems:slow")
    cache = tmp_path / "cache"
    child = subprocess.Popen([command, *asked, "--cache", cache], cwd=tmp_path, stdout=subprocess.DEVNULL)
    while not (held := _responses(cache)) or held < 20:
        assert child.poll() is None
        time.sleep(0.02)
    child.send_signal(signal.SIGKILL)
    child.wait()
    held = _responses(cache)
    assert 20 <= held < 100
    asked_before = len((tmp_path / "asked.txt").read_text().splitlines())
    resumed = citewire(*asked, "--cache", cache, "--save", "resumed.json")
    asked_again = len((tmp_path / "asked.txt").read_text().splitlines()) - asked_before
    whole = citewire(*asked, "--save", "whole.json")
    assert (resumed.returncode, whole.returncode) == (Exit.DONE, Exit.DONE)
    assert (tmp_path / "resumed.json").read_bytes() == (tmp_path / "whole.json").read_bytes()
    cases = json.loads((tmp_path / "whole.json").read_text())["n"]
    assert asked_again - (cases - held) in (0, 1)  # only what the kill cut in two is asked again


def _responses(cache: Path) -> int:
    return sum(file.read_text(encoding="utf-8").count('"id"') for file in cache.glob("*.jsonl"))


def test_json_holds_a_report_a_line_with_what_it_cost(citewire, facts, tmp_path) -> None:
    named = ("--system", "python:systems:silent", "--system", "python:systems:sure")
    (tmp_path / "prices.yaml").write_text("{}")
    run = citewire("eval", "facts", "--facts", facts, *named, "--prices", "prices.yaml", "--json")
    first, second = map(json.loads, run.stdout.splitlines())
    assert (first["system"], second["system"]) == ("python:systems:silent", "python:systems:sure")
    assert "comparison" not in first
    assert second["comparison"]["differences"]["over_refused"]["value"] == -1.0
    assert second["cost"] == {"input_tokens": 4000, "output_tokens": 20, "amount": None, "stated": 2}
    assert first["refusals"] == [{"reason": "no reason given", "n": 2, "rightly": 1}]


def test_a_crash_is_an_error_in_junit_and_exits_with_six(citewire, facts, tmp_path) -> None:
    run = citewire("eval", "facts", "--facts", facts, "--system", "python:systems:broken", "--save", "r.xml")
    assert run.returncode == Exit.BELOW
    root = ET.fromstring((tmp_path / "r.xml").read_text(encoding="utf-8"))
    assert (root.get("errors"), root.get("failures")) == ("2", "0")


def test_low_figures_exit_with_zero_unless_a_limit_is_set(citewire, facts) -> None:
    asked = ("eval", "facts", "--facts", facts, "--system", "python:systems:silent")
    assert citewire(*asked).returncode == Exit.DONE
    run = citewire(*asked, "--fail-under", "right=0.5", "--fail-under", "over_refused=0.2")
    assert run.returncode == Exit.BELOW
    assert run.stderr.splitlines() == [
        "right is 0; the limit is >= 0.5.",
        "over_refused is 1; the limit is <= 0.2.",
    ]


def test_times_are_saved_when_asked_for(citewire, facts, tmp_path) -> None:
    asked = ("eval", "facts", "--facts", facts, "--system", "python:systems:sure", "--save", "r.json")
    citewire(*asked, "--timing")
    assert json.loads((tmp_path / "r.json").read_text())["timing"]["p95"] >= 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("facts", "--facts", "facts.yaml", "--system", "python:systems:nothing"), "has no 'nothing'"),
        (("facts", "--facts", "facts.yaml", "--fail-under", "right"), "is no limit; write for example"),
        (("facts", "--facts", "facts.yaml", "--system", "python:systems:sure", "--fail-under", "rigth=1"),
         "has no figure 'rigth'"),
        (("facts", "--facts", "facts.yaml", "--compare", "none.json"), "cannot be read as a report"),
        (("facts", "--facts", "facts.yaml", "--prices", "none.yaml"), "is no price file"),
        (("facts", "--facts", "facts.yaml", "--compare", "facts.yaml", "--model", "a", "--model", "b"), "name one"),
        (("facts", "--ranking", "words"), "takes no option 'ranking'"),
        (("verifier", "--model", "openai:x"), "asks no model"),
        (("refusal", "--facts", "facts.yaml", "--data", "."), "either --facts or --data"),
        (("refusal", "--data", "nowhere"), "is skipped: there is no file"),
        (("public", "squad3", "--data", "."), "choose from squad2"),
        (("facts", "--facts", "facts.yaml", "--sample", "0"), "--sample"),
        (("facts", "--facts", "facts.yaml", "--system", "python:systems:sure", "--save", "r.pdf"), "end the name in"),
        (("init", "none.md"), "There is no file"),
        (("init", "story.md", "facts.yaml"), "exists already"),
    ],
)  # fmt: skip
def test_what_cannot_be_evaluated_is_told_in_a_sentence(citewire, facts, arguments, told) -> None:
    run = citewire("eval", *arguments)
    assert run.returncode == Exit.BAD_INPUT
    assert told in run.stderr
    assert len(run.stderr.splitlines()) == 1


def test_a_drafted_file_is_evaluated_as_it_is(citewire, story, tmp_path) -> None:
    run = citewire("eval", "init", story, "facts/story.yaml", "--most", "3")
    assert (run.returncode, run.stderr) == (Exit.DONE, "")
    assert str(tmp_path) not in (tmp_path / "facts" / "story.yaml").read_text(encoding="utf-8")
    (tmp_path / "systems.py").write_text(SYSTEMS, encoding="utf-8")
    asked = citewire("eval", "facts", "--facts", "facts/story.yaml", "--system", "python:systems:silent", "--json")
    assert json.loads(asked.stdout)["n"] >= 4


def test_feedback_becomes_a_facts_file(citewire, shelf, tmp_path) -> None:
    none = citewire("feedback", "export", "cases.yaml", "--library", shelf.library)
    assert none.returncode == Exit.BAD_INPUT
    assert "no feedback yet" in none.stderr
    answer = json.loads(shelf.answer.read_text(encoding="utf-8"))
    line = {"schema": "citewire.feedback/1", "given": "2026-01-01T00:00:00", "rating": "right", "words": None,
            "answer": answer}  # fmt: skip
    feedback = shelf.library / "feedback.jsonl"
    feedback.write_text(json.dumps(line) + "\n", encoding="utf-8")
    try:
        run = citewire("feedback", "export", "cases.yaml", "--library", shelf.library, "--json")
    finally:
        feedback.unlink()
    assert json.loads(run.stdout) == {"facts": "cases.yaml", "cases": 1, "known": 0, "left_out": 0}
    (tmp_path / "systems.py").write_text(SYSTEMS, encoding="utf-8")
    asked = citewire("eval", "facts", "--facts", "cases.yaml", "--system", "python:systems:silent", "--json")
    assert json.loads(asked.stdout)["metrics"]["over_refused"]["value"] == 1.0
