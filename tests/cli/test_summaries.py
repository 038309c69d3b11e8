"""``citewire summarise`` and ``citewire facts``."""

from __future__ import annotations

import json

import pytest

from rag import summarise
from ui.cli.exits import Exit


def test_a_file_is_told_with_numbered_citations(citewire, story) -> None:
    run = citewire("summarise", story, "--sentences", "2")
    assert (run.returncode, run.stderr) == (Exit.DONE, "")
    shown = run.stdout.splitlines()
    assert shown[0].endswith(" [1]")
    assert shown[1].endswith(" [2]")
    assert shown[2].startswith("Holds ")
    assert "[1] Ferry runs aground" in shown


def test_json_is_the_record_that_python_returns(citewire, shelf) -> None:
    run = citewire("summarise", shelf.article_id, "--library", shelf.library, "--json", "--words", "30")
    assert json.loads(run.stdout) == summarise(shelf.article_id, library=shelf.library, words=30).to_dict()


def test_bullets_and_headlines(citewire, story) -> None:
    bullets = citewire("summarise", story, "--style", "bullets").stdout.splitlines()
    assert [line.startswith("- ") for line in bullets[:3]] == [True] * 3
    headline = citewire("summarise", story, "--style", "headline", "--json")
    assert len(json.loads(headline.stdout)["claims"]) == 1


@pytest.mark.parametrize("style", ["paragraph", "bullets", "headline"])
def test_a_saved_summary_is_a_proof(style, citewire, story, tmp_path) -> None:
    saved = tmp_path / "summary.json"
    saved.write_text(citewire("summarise", story, "--style", style, "--json").stdout, encoding="utf-8")
    assert citewire("verify", saved, "--article", story).returncode == Exit.DONE
    saved.write_text(saved.read_text(encoding="utf-8").replace("Bergen", "Bremen"), encoding="utf-8")
    assert citewire("verify", saved, "--article", story).returncode == Exit.PROOF


@pytest.mark.parametrize("command", ["summarise", "facts"])
def test_what_cannot_be_read_is_one_sentence(command, citewire, tmp_path) -> None:
    (tmp_path / "empty.md").write_text("", encoding="utf-8")
    for name in ("empty.md", "nowhere.md"):
        run = citewire(command, name)
        assert (run.returncode, run.stdout) == (Exit.BAD_INPUT, "")
        assert len(run.stderr.splitlines()) == 1


def test_a_model_that_is_not_there_is_one_sentence(citewire, story) -> None:
    run = citewire("summarise", story, "--model", "gguf:nowhere.gguf")
    assert run.returncode == Exit.MODEL
    assert len(run.stderr.splitlines()) == 1


def test_facts_are_listed_with_their_spans(citewire, story) -> None:
    run = citewire("facts", story)
    assert run.returncode == Exit.DONE
    assert run.stdout.splitlines()[0] == "Ferry runs aground"
    for heading in ("What happened", "Who", "When", "Figures"):
        assert heading in run.stdout.splitlines()
    record = json.loads(citewire("facts", story, "--json").stdout)
    figures = [fact["text"] for fact in record["facts"] if fact["sort"] == "figure"]
    assert figures == ["212 passengers", "4.5 million kroner"]
    assert all(fact["citations"] for fact in record["facts"])
