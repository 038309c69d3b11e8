"""The real command, run as a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

COMMAND = str(Path(sys.executable).with_name("citewire"))
STORY = (
    "---\ntitle: Ferry runs aground\n---\n"
    "The ferry Aurora ran aground near Bergen on 3 May 2024. "
    "All 212 passengers were taken off unhurt.\n\n"
    "The captain, Ida Holm, said the rudder had failed. Repairs will cost 4.5 million kroner.\n"
)
QUESTION = "How many passengers were taken off the ferry?"
Run = Callable[..., subprocess.CompletedProcess[str]]


def run_citewire(*arguments: object, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command in ``cwd``; whatever happens, it shows no traceback unless it is asked for one."""
    done = subprocess.run(
        [COMMAND, *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=cwd,
        env={**os.environ, **environment},
        timeout=180,
    )
    assert "--debug" in arguments or "Traceback" not in done.stdout + done.stderr
    return done


@pytest.fixture
def command() -> str:
    """The path of the command, for a test that starts it itself."""
    return COMMAND


@pytest.fixture
def citewire(tmp_path: Path) -> Run:
    """Run the command in ``tmp_path``, with a library of the test's own."""
    return lambda *arguments, **environment: run_citewire(*arguments, cwd=tmp_path, **environment)


@pytest.fixture
def story(tmp_path: Path) -> Path:
    """The file of a small article."""
    path = tmp_path / "story.md"
    path.write_text(STORY, encoding="utf-8")
    return path


@dataclass(frozen=True, slots=True)
class Shelf:
    """A library that holds the small article, for tests that only read."""

    library: Path
    source: Path
    article_id: str
    answer: Path
    """What ``ask --json`` wrote about it."""


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    folder = tmp_path_factory.mktemp("shelf")
    source, library, answer = folder / "story.md", folder / "library", folder / "answer.json"
    source.write_text(STORY, encoding="utf-8")
    ingested = run_citewire("ingest", source, "--library", library, "--json", cwd=folder)
    answered = run_citewire("ask", QUESTION, "--library", library, "--json", cwd=folder)
    answer.write_text(answered.stdout, encoding="utf-8")
    return Shelf(library, source, json.loads(ingested.stdout)["article_id"], answer)
