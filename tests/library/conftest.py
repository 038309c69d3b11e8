"""Libraries on disk with a small deterministic embedder, and processes that work on them."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import rag
from rag.adapters.fakes import FakeEmbedder
from rag.adapters.library import open_library
from rag.adapters.segmenting import SentencexSegmenter
from rag.pipeline.drafting import draft_article
from rag.stages.reading import read_article

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

    from rag.adapters.library import DiskLibrary
    from rag.protocols import Draft

PACKAGES = str(Path(rag.__file__).parents[1])
"""Where this process has Citewire from; the processes that it starts are to have the same."""

PRELUDE = """
import sys
from pathlib import Path
from rag.adapters.fakes import FakeEmbedder
from rag.adapters.library import open_library
from rag.adapters.segmenting import SentencexSegmenter
from rag.pipeline.drafting import draft_article
from rag.stages.reading import read_article

def draft(name, text):
    return draft_article(read_article(text.encode(), source=f"/news/{name}.md"), SentencexSegmenter())

folder = Path(sys.argv[1])
"""


def make_draft(name: str, text: str) -> Draft:
    """Return the article that a file of this name and text would be."""
    return draft_article(read_article(text.encode(), source=f"/news/{name}.md"), SentencexSegmenter())


@pytest.fixture
def draft() -> Callable[[str, str], Draft]:
    return make_draft


@pytest.fixture
def story() -> Callable[..., Draft]:
    """Numbered articles of several chunks, each with a word of its own."""

    def make(number: int, *, version: int = 0, paragraphs: int = 3) -> Draft:
        body = "\n\n".join(
            f"Paragraph {part} of story {number} tells of harbour {number * 7 + part} and of bridge {part}. "
            f"Its word is word{number}x{part}v{version}. "
            + " ".join(f"Speaker {number * 100 + part * 20 + turn} of the council spoke." for turn in range(12))
            for part in range(paragraphs)
        )
        return make_draft(f"story-{number}", f"# Story {number}\n\n{body}\n")

    return make


@pytest.fixture
def embedder() -> FakeEmbedder:
    return FakeEmbedder()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "library-under-test"


@pytest.fixture
def library(folder: Path, embedder: FakeEmbedder) -> Generator[DiskLibrary]:
    with open_library(folder, embedder=embedder) as opened:
        yield opened


@pytest.fixture
def python() -> Generator[Callable[..., subprocess.Popen[str]]]:
    """Start a process that runs ``code`` with ``folder``, ``draft`` and the library's names at hand.

    ``under`` is a command that starts it, as ``nice`` does.
    """
    started: list[subprocess.Popen[str]] = []

    def start(code: str, *arguments: object, under: Sequence[str] = (), **options: Any) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [*under, sys.executable, "-P", "-c", PRELUDE + textwrap.dedent(code), *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": PACKAGES},
            **options,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()
