"""A conversation on the command line: typed, or after saved answers."""

from __future__ import annotations

import json
import os
import pty
import select
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from rag import Pipeline
from rag.errors import BadInput
from ui.cli.asking import converse, saved_turn, write_answer
from ui.cli.running import run_command

STORY = """The ferry Amalia ran aground off Porto Vale on Tuesday with 212 passengers on board. \
The operator, Vale Lines, paid for hotel rooms in Porto Vale. \
The harbour authority fined Vale Lines 40,000 euros in March for late inspections.
"""


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    folder: Path = tmp_path_factory.mktemp("ferry")
    (folder / "ferry.md").write_text(STORY, encoding="utf-8")
    with Pipeline(corpus=folder) as opened:
        yield opened


def test_each_question_may_follow_up_those_before(pipeline: Pipeline, capsys: pytest.CaptureFixture[str]) -> None:
    typed = ["Who paid for the hotel rooms?", "", "?!", "How much was it fined?"]
    converse(pipeline, typed, articles=None, history=(), as_json=False)
    said = capsys.readouterr()
    assert "Asked as: How much was Vale Lines fined?\nThe harbour authority" in said.out
    assert "The question is empty" in said.err


def test_a_saved_answer_is_followed_up(pipeline: Pipeline, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_answer(pipeline, "Who paid for the hotel rooms?", articles=None, history=(), as_json=True)
    (tmp_path / "answer.json").write_text(capsys.readouterr().out, encoding="utf-8")
    history = [saved_turn(tmp_path / "answer.json")]
    write_answer(pipeline, "How much was it fined?", articles=None, history=history, as_json=True)
    assert json.loads(capsys.readouterr().out)["rewritten"] == "How much was Vale Lines fined?"


@pytest.mark.parametrize("data", ["", "[]", '{"question": 1, "text": ""}', '{"text": "x"}', "[" * 100_000])
def test_what_is_no_answer_is_refused(data: str, tmp_path: Path) -> None:
    (tmp_path / "answer.json").write_text(data, encoding="utf-8")
    with pytest.raises(BadInput, match="citewire ask --json"):
        saved_turn(tmp_path / "answer.json")


def test_without_a_terminal_a_question_must_be_given(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with open(os.devnull) as nothing:  # noqa: PTH123 - a stream that is no terminal
        monkeypatch.setattr(sys, "stdin", nothing)
        assert run_command(["ask"]) == 2
    assert "QUESTION" in capsys.readouterr().err


def until_prompt(terminal: int) -> bytes:
    """Return what is said until the next question may be typed, or until the other end is closed."""
    said = b""
    with suppress(OSError):  # what a terminal says when its other end is closed
        while not said.endswith(b"> "):
            if not select.select([terminal], [], [], 60)[0]:
                pytest.fail(f"nothing more was said after {said!r}")
            said += os.read(terminal, 4096) or b"> "
    return said


@pytest.mark.slow
def test_a_conversation_on_a_real_terminal(tmp_path: Path) -> None:
    (tmp_path / "ferry.md").write_text(STORY, encoding="utf-8")
    child, terminal = pty.fork()
    if child == 0:
        os.execv(sys.executable, [sys.executable, "-m", "ui.cli", "ask", "--corpus", str(tmp_path / "ferry.md")])
    said = b""
    for typed in (b"Who paid for the hotel rooms?\n", b"How much was it fined?\n", b"\x04"):
        said += until_prompt(terminal)
        os.write(terminal, typed)
    said += until_prompt(terminal)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert "Asked as: How much was Vale Lines fined?" in said.decode("utf-8")
    assert "40,000 euros" in said.decode("utf-8")
