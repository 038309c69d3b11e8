"""Bad input gets one plain sentence and the documented exit code; nothing is stored and nothing is lost."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from ui.cli.exits import Exit

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path


def one_sentence(text: str) -> bool:
    return len(text.splitlines()) == 1 and text.rstrip().endswith(".")


@pytest.fixture
def bad(tmp_path: Path) -> dict[str, Path]:
    """Paths that hold no article, by what is wrong with them."""
    folder = tmp_path / "bad"
    (folder / "nothing").mkdir(parents=True)
    (folder / "nothing" / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    contents = {
        "empty": b"",
        "blank": b" \n\t\n",
        "binary": b"\x7fELF\x02\x01\x00\x00" * 100,
        "latin-1": "Le président a démissionné.".encode("latin-1"),
        "huge": b"The mayor resigned. " * 2_500_000,
        "only front matter": b"---\ntitle: x\n---\n",
        "control characters": b"\x01\x02\x1b\x07\n",
    }
    paths = {name: folder / f"{name}.md" for name in contents}
    for name, data in contents.items():
        paths[name].write_bytes(data)
    return {**paths, "missing": folder / "missing.md", "folder of nothing": folder / "nothing"}


@pytest.mark.parametrize(
    "kind",
    [
        "missing",
        "empty",
        "blank",
        "binary",
        "latin-1",
        "huge",
        "only front matter",
        "control characters",
        "folder of nothing",
    ],
)
def test_a_bad_file_is_refused(citewire, bad, kind) -> None:
    run = citewire("ingest", bad[kind])
    assert (run.returncode, run.stdout) == (Exit.BAD_INPUT, "")
    assert one_sentence(run.stderr)
    assert citewire("list", "--json").stdout == ""


def test_one_bad_file_does_not_keep_the_others_out(citewire, bad, story) -> None:
    run = citewire("ingest", bad["binary"], story, bad["missing"], "--json")
    assert run.returncode == Exit.BAD_INPUT
    assert len(run.stderr.splitlines()) == 2
    acknowledged = [json.loads(line) for line in run.stdout.splitlines()]
    assert [(line["title"], line["status"]) for line in acknowledged] == [("Ferry runs aground", "added")]
    listed = [json.loads(line)["article_id"] for line in citewire("list", "--json").stdout.splitlines()]
    assert listed == [acknowledged[0]["article_id"]]


@pytest.mark.parametrize("kind", ["missing", "binary", "huge", "folder of nothing"])
def test_a_corpus_without_an_article_is_refused(citewire, bad, kind) -> None:
    run = citewire("ask", "Who resigned?", "--corpus", bad[kind])
    assert (run.returncode, run.stdout) == (Exit.BAD_INPUT, "")
    assert one_sentence(run.stderr)


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("", id="empty"),
        pytest.param(" \t\n", id="blank"),
        pytest.param("?!", id="no words"),
        pytest.param("\x07\x1b", id="control characters"),
        pytest.param("Who paid for the flight? " * 4000, id="100,000 characters"),
    ],
)
def test_a_bad_question_is_refused(citewire, question) -> None:
    run = citewire("ask", question)
    assert (run.returncode, run.stdout) == (Exit.BAD_INPUT, "")
    assert one_sentence(run.stderr)


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "no-such-article"),
        ("remove", "no-such-article"),
        ("ask", "Who?", "--article", "no-such-article"),
        ("ask", "Who?", "--corpus", "no-such-folder"),
        ("ask", "Who?", "--min-confidence", "7"),
        ("ask",),
        ("ask", "Who?", "--no-such-option"),
        ("no-such-command",),
        ("ingest",),
        ("verify", "no-such-answer.json"),
        ("eval", "facts", "--facts", "no-such-facts.yaml"),
        ("eval", "no-such-suite"),
    ],
    ids=" ".join,
)
def test_a_wrong_command_line_is_refused(citewire, arguments) -> None:
    run = citewire(*arguments)
    assert (run.returncode, run.stdout) == (Exit.BAD_INPUT, "")
    assert one_sentence(run.stderr)


@pytest.mark.parametrize(
    "model",
    [
        pytest.param("no-such-model", id="no model"),
        pytest.param("gguf:/no/such/file.gguf", id="no file"),
        pytest.param("openai:gpt-5-mini", id="no key"),
    ],
)
def test_a_model_that_cannot_be_used_is_refused(citewire, shelf, model) -> None:
    run = citewire("ask", "Who is the captain?", "--model", model, "--library", shelf.library)
    assert (run.returncode, run.stdout) == (Exit.MODEL, "")
    assert one_sentence(run.stderr)


def test_a_model_that_does_not_answer_is_replaced_by_quoting(citewire, shelf) -> None:
    model = ("--model", "http://127.0.0.1:9/v1#model")
    run = citewire("ask", "Who is the captain?", *model, "--library", shelf.library)
    assert run.returncode == Exit.DONE
    assert "Answered by quoting." in run.stdout
    assert one_sentence(run.stderr)


def test_a_folder_in_place_of_the_librarys_file_is_refused(citewire, tmp_path) -> None:
    (tmp_path / "library" / "library.sqlite3").mkdir(parents=True)
    run = citewire("list", "--library", tmp_path / "library")
    assert (run.returncode, run.stdout) == (Exit.LIBRARY, "")
    assert one_sentence(run.stderr)


def test_a_library_that_is_none_is_refused(citewire, story, tmp_path) -> None:
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / "library.sqlite3").write_bytes(b"not a database, but long enough to be taken for one" * 100)
    for library in (story, folder):
        run = citewire("list", "--library", library)
        assert (run.returncode, run.stdout) == (Exit.LIBRARY, "")
        assert one_sentence(run.stderr)
    assert story.read_text(encoding="utf-8").startswith("---")


@pytest.mark.parametrize("data", [b"", b"[[[[", b"{}", b"\x00\x01", b"[" * 100_000])
def test_an_answer_that_is_none_is_refused(citewire, story, tmp_path, data) -> None:
    answer = tmp_path / "answer.json"
    answer.write_bytes(data)
    run = citewire("verify", answer, "--article", story)
    assert (run.returncode, run.stdout) == (Exit.BAD_INPUT, "")
    assert one_sentence(run.stderr)


@pytest.fixture
def closed(tmp_path: Path) -> Generator[Path]:
    """A folder that may not be entered, also by root where its right to that can be laid down."""
    folder = tmp_path / "closed"
    folder.mkdir()
    (folder / "library.sqlite3").write_bytes(b"")
    folder.chmod(0)
    yield folder
    folder.chmod(0o700)


@pytest.mark.parametrize(
    ("code", "arguments"),
    [
        (Exit.LIBRARY, ("list", "--library", "closed")),
        (Exit.LIBRARY, ("ingest", "story.md", "--library", "closed")),
        (Exit.LIBRARY, ("status", "--library", "closed/library")),
        (Exit.LIBRARY, ("restore", "closed")),
        (Exit.LIBRARY, ("backup", "closed/backup")),
        (Exit.BAD_INPUT, ("ingest", "closed")),
        (Exit.BAD_INPUT, ("ingest", "closed/story.md")),
        (Exit.BAD_INPUT, ("ask", "Who?", "--corpus", "closed/story.md")),
        (Exit.BAD_INPUT, ("verify", "closed/answer.json")),
        (Exit.BAD_INPUT, ("eval", "init", "story.md", "closed/facts.yaml")),
        (Exit.BAD_INPUT, ("eval", "facts", "--save", "closed/sub/facts.json", "--sample", "1")),
        (Exit.BAD_INPUT, ("eval", "public", "squad2", "--data", "closed")),
        (Exit.MODEL, ("ask", "Who?", "--model", "gguf:closed/model.gguf")),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, tuple) else "",
)
def test_a_place_without_permission_is_told(command, closed, story, code, arguments) -> None:
    run = subprocess.run(
        [*unprivileged(), command, *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=closed.parent,
        timeout=120,
    )
    assert (run.returncode, run.stdout) == (code, "")
    assert one_sentence(run.stderr)
    assert "closed" in run.stderr


def unprivileged() -> list[str]:
    """Return what runs a command without root's right to go past permissions."""
    if os.getuid():
        return []
    rights = "-dac_override,-dac_read_search"
    setpriv = ["setpriv", f"--bounding-set={rights}", f"--inh-caps={rights}"]
    if subprocess.run([*setpriv, "true"], check=False, capture_output=True).returncode:
        pytest.skip("root's rights cannot be laid down here")
    return setpriv


def test_debug_shows_the_traceback(citewire) -> None:
    run = citewire("show", "no-such-article", "--debug")
    assert run.returncode == Exit.BAD_INPUT
    assert "Traceback" in run.stderr
    assert one_sentence(run.stderr.splitlines()[-1])
