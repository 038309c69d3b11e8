"""What the commands do, from an empty library to an answer and its proof."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rag import ask
from ui.cli.exits import Exit

CORPUS = Path(__file__).parents[2] / "corpus"
QUESTION = "How many passengers were taken off the ferry?"
ANSWER = "All 212 passengers were taken off unhurt."


def lines(text: str) -> list[dict]:
    return [json.loads(line) for line in text.splitlines()]


def test_an_answer_cites_and_quotes(citewire, shelf) -> None:
    run = citewire("ask", QUESTION, "--library", shelf.library)
    assert (run.returncode, run.stderr) == (Exit.DONE, "")
    shown = run.stdout.splitlines()
    assert shown[0] == f"{ANSWER} [1]"
    assert shown[-3:] == ["", "[1] Ferry runs aground", f"    {ANSWER}"]


def test_the_first_question_is_answered_from_the_shipped_article(citewire) -> None:
    run = citewire("ask", "Which prison in El Salvador is notorious?")
    assert run.returncode == Exit.DONE
    assert "CECOT" in run.stdout
    assert len(citewire("list").stdout.splitlines()) == 1


def test_a_refusal_says_why_and_exits_with_1(citewire, shelf) -> None:
    run = citewire("ask", "Who won the chess championship in Norway?", "--library", shelf.library)
    assert run.returncode == Exit.REFUSED
    assert run.stdout.splitlines()[0].endswith(".")


def test_json_is_the_record_that_python_returns(shelf) -> None:
    assert json.loads(shelf.answer.read_bytes()) == ask(QUESTION, library=shelf.library).to_dict()


def test_ingest_says_what_it_did_and_answers_follow(citewire, story) -> None:
    (added,) = lines(citewire("ingest", story, "--json").stdout)
    assert lines(citewire("ingest", story, "--json").stdout) == [{**added, "status": "unchanged"}]
    story.write_text(story.read_text(encoding="utf-8").replace("212", "213"), encoding="utf-8")
    assert lines(citewire("ingest", story, "--json").stdout) == [{**added, "status": "replaced"}]
    assert "213" in citewire("ask", QUESTION).stdout


def test_a_folder_is_searched_and_one_article_may_be_chosen(citewire, story) -> None:
    run = citewire("ingest", CORPUS, story, "--json")
    shipped, ferry = (record["article_id"] for record in lines(run.stdout))
    assert {info["article_id"] for info in lines(citewire("list", "--json").stdout)} == {shipped, ferry}
    (claim,) = json.loads(citewire("ask", QUESTION, "--article", ferry, "--json").stdout)["claims"]
    assert claim["citations"][0]["article_id"] == ferry
    assert citewire("ask", QUESTION, "--article", shipped).returncode == Exit.REFUSED


def test_show_numbers_the_sentences_and_exports_the_text(citewire, shelf) -> None:
    show = ("show", shelf.article_id, "--library", shelf.library)
    assert "2  All 212 passengers" in citewire(*show).stdout
    record = json.loads(citewire(*show, "--json").stdout)
    text = citewire(*show, "--text").stdout
    assert text == record["text"] == shelf.source.read_text(encoding="utf-8").split("---\n")[2]
    assert all(text[each["start"] : each["end"]] == each["text"] for each in record["sentences"])


def test_remove_takes_an_article_out_and_breaks_its_proofs(citewire, story, shelf) -> None:
    (added,) = lines(citewire("ingest", story, "--json").stdout)
    removed = citewire("remove", added["article_id"], "--json")
    assert lines(removed.stdout) == [{"article_id": added["article_id"], "status": "removed"}]
    assert citewire("list", "--json").stdout == ""
    assert citewire("list").stdout.startswith("The library is empty")
    assert citewire("verify", shelf.answer).returncode == Exit.PROOF


def test_a_saved_answer_holds_against_library_export_and_source(citewire, shelf, tmp_path) -> None:
    export = tmp_path / "export.txt"
    export.write_text(citewire("show", shelf.article_id, "--text", "--library", shelf.library).stdout, encoding="utf-8")
    for where in (("--library", shelf.library), ("--article", export), ("--article", shelf.source)):
        run = citewire("verify", shelf.answer, *where, "--json")
        assert (run.returncode, json.loads(run.stdout)["drifted"]) == (Exit.DONE, False)


def test_an_edit_elsewhere_moves_a_quote(citewire, story, shelf) -> None:
    edited = story.read_text(encoding="utf-8").replace("The ferry", "Late on Friday, the ferry")
    story.write_text(edited, encoding="utf-8")
    run = citewire("verify", shelf.answer, "--article", story)
    assert run.returncode == Exit.DONE
    assert "moved at" in run.stdout
    assert citewire("verify", shelf.answer, "--article", story, "--strict").returncode == Exit.PROOF


def test_an_edit_of_the_quote_breaks_the_proof(citewire, story, shelf) -> None:
    story.write_text(story.read_text(encoding="utf-8").replace("212", "213"), encoding="utf-8")
    run = citewire("verify", shelf.answer, "--article", story)
    assert run.returncode == Exit.PROOF
    assert run.stdout.splitlines()[-1].startswith("The proof does not hold")


@pytest.mark.slow
def test_facts_are_scored(citewire) -> None:
    run = citewire("eval", "facts", "--sample", "4", "--json")
    report = json.loads(run.stdout)
    assert run.returncode == Exit.DONE
    assert report["n"] == 4
    assert {"right", "wrong", "over_refused", "made_up", "citation_correct"} <= set(report["metrics"])


@pytest.mark.slow
def test_a_report_is_saved_compared_and_held_to_a_limit(citewire, tmp_path) -> None:
    facts = ("eval", "facts", "--sample", "2")
    first = citewire(*facts, "--save", "old.json", "--save", "old.html")
    assert first.returncode == Exit.DONE
    assert (tmp_path / "old.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    second = citewire(*facts, "--compare", "old.json", "--fail-under", "right=0", "--fail-under", "sentences<=0")
    assert "0 scores changed" in second.stdout
    assert second.returncode == Exit.BELOW
    assert "sentences" in second.stderr
