"""The single file that strangers run is made from the code that Citewire runs."""

from __future__ import annotations

import json
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from rag.schema import Answer, Claim
from rag.stages.citing import cite_span
from rag.stages.reading import read_article

TOOLS = Path(__file__).parents[2] / "tools"
SOURCE = "---\ntitle: A title\n---\nThe mayor resigned.\nNobody was hurt.\n"


def verify(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the file by itself: isolated from the environment and from installed packages."""
    command = [sys.executable, "-I", "-S", str(TOOLS / "verify.py"), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=60)


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    article = read_article(SOURCE.encode(), source="/news/story.md")
    claim = Claim("Nobody was hurt.", (cite_span(article, 20, 36),), "verified", "quoted")
    path = tmp_path / "answer.json"
    path.write_text(json.dumps(Answer("Hurt?", (claim,), (), None, None, None, "quote").to_dict()), encoding="utf-8")
    return path


def test_it_is_in_step() -> None:
    made = runpy.run_path(str(TOOLS / "make_verify.py"))["single_file"]()
    assert (TOOLS / "verify.py").read_text(encoding="utf-8") == made


@pytest.mark.parametrize(
    ("text", "code", "last"),
    [
        (SOURCE, 0, "The proof holds: 1 held, 0 moved, 0 lost."),
        ("Update: " + SOURCE, 0, "The proof holds: 0 held, 1 moved, 0 lost."),
        (SOURCE.replace("Nobody", "One"), 5, "The proof does not hold: 0 held, 0 moved, 1 lost."),
    ],
)
def test_it_tells_what_stands(saved: Path, tmp_path: Path, text: str, code: int, last: str) -> None:
    article = tmp_path / "story.md"
    article.write_text(text, encoding="utf-8")
    run = verify(saved, "--article", article)
    assert (run.returncode, run.stdout.splitlines()[-1], run.stderr) == (code, last, "")


def test_strict_fails_where_a_quote_has_moved(saved: Path, tmp_path: Path) -> None:
    article = tmp_path / "story.md"
    article.write_text("Update: " + SOURCE, encoding="utf-8")
    assert verify(saved, "--article", article, "--strict").returncode == 5


def test_bad_files_get_one_sentence(saved: Path, tmp_path: Path) -> None:
    for arguments in (
        (saved, "--article", tmp_path),
        (tmp_path / "no.json", "--article", saved),
        (TOOLS / "verify.py", "--article", saved),
    ):
        run = verify(*arguments)
        assert (run.returncode, len(run.stderr.splitlines())) == (2, 1)
