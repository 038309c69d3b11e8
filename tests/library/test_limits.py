"""A full disk, a disk that cannot be written, a folder without permission: one sentence, and nothing lost."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from rag.adapters.fakes import FakeEmbedder
from rag.adapters.library import open_library

if TYPE_CHECKING:
    from collections.abc import Generator

Make = Any
Python = Any

LOADED = """
import json, os, tempfile
import chromadb, filelock
with tempfile.TemporaryDirectory() as place:  # load what is loaded late, before rights are given up
    with open_library(Path(place) / "first", embedder=FakeEmbedder()) as library:
        list(library.ingest([draft("a", "One sentence.")]))
        library.search_vectors(FakeEmbedder().embed(["one"], kind="query")[0], 1)
"""
UNPRIVILEGED = """
if os.getuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
"""
TELL = """
def tell(act):
    try:
        print(json.dumps({"said": act()}), flush=True)
    except Exception as exc:
        print(json.dumps({"error": type(exc).__name__, "text": str(exc)}), flush=True)
"""
READ = """
def read():
    with open_library(folder, embedder=FakeEmbedder()) as library:
        text = library.search_words(["word2x1v0"], 1)[0].chunk.text
        query = FakeEmbedder().embed([text], kind="query")[0]
        return [
            len(library.listing()),
            text,
            library.search_vectors(query, 1)[0].chunk.text,
            library.sentences(library.listing()[0].article_id)[0].text,
            library.status().index.state,
        ]
"""
WRITE = """
def write():
    with open_library(folder, embedder=FakeEmbedder()) as library:
        return [stored.status for stored in library.ingest([draft("new", "A new sentence.")])]
"""


@pytest.fixture
def shared() -> Generator[Path]:
    """A folder that another user may enter; pytest's own are private."""
    place = Path(tempfile.mkdtemp(prefix="citewire-test-"))
    place.chmod(0o755)
    yield place
    os.system(f"chmod -R u+rwX {place}")
    shutil.rmtree(place)


@pytest.fixture
def kept(shared: Path, story: Make) -> Path:
    folder = shared / "library"
    with open_library(folder, embedder=FakeEmbedder()) as library:
        list(library.ingest(story(number) for number in range(4)))
    return folder


def set_modes(folder: Path, *, of_folders: int, of_files: int) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        path.chmod(of_folders if path.is_dir() else of_files)
    folder.chmod(of_folders)


def said(python: Python, code: str, *arguments: object, **options: Any) -> list[dict[str, Any]]:
    output, _ = python(LOADED + TELL + READ + WRITE + code, *arguments, **options).communicate(timeout=120)
    return [json.loads(line) for line in output.splitlines()]


def test_a_library_that_may_not_be_written_is_read(kept: Path, python: Python) -> None:
    before = {path: path.read_bytes() for path in kept.rglob("*") if path.is_file()}
    set_modes(kept, of_folders=0o555, of_files=0o444)
    read, written = said(python, UNPRIVILEGED + "tell(read); tell(write)", kept)
    assert "said" in read, read
    assert "word2x1v0" in read["said"][1]
    assert "word2x1v0" in read["said"][2]
    assert (read["said"][0], read["said"][4]) == (4, "ready")
    assert written["error"] == "LibraryError"
    assert "read-only" in written["text"]
    assert {path: path.read_bytes() for path in kept.rglob("*") if path.is_file()} == before


def test_a_library_that_may_not_be_read_says_so(kept: Path, python: Python) -> None:
    set_modes(kept, of_folders=0o700, of_files=0o600)
    for told in said(python, UNPRIVILEGED + "tell(read); tell(write)", kept):
        assert told["error"] == "LibraryError"
        assert "permission" in told["text"]


def test_no_library_is_made_where_nothing_may_be_written(shared: Path, python: Python) -> None:
    shared.chmod(0o555)
    [told] = said(python, UNPRIVILEGED + "tell(write)", shared / "library")
    assert told["error"] == "LibraryError"
    assert "permission" in told["text"]


def test_a_killed_writers_library_is_not_read_where_it_cannot_be_recovered(kept: Path, python: Python) -> None:
    """What the log holds was acknowledged: to leave it out would be a wrong answer."""
    writer = python(
        """
        library = open_library(folder, embedder=FakeEmbedder())
        stored = library.ingest(draft(f"n{number}", f"Item {number}.") for number in range(1000))
        next(stored)
        print("ready", flush=True)
        sys.stdin.readline()
        """,
        kept,
    )
    writer.stdout.readline()
    writer.kill()
    writer.wait()
    (kept / "library.sqlite3-shm").unlink()
    assert (kept / "library.sqlite3-wal").stat().st_size
    set_modes(kept, of_folders=0o555, of_files=0o444)
    [told] = said(python, UNPRIVILEGED + "tell(read)", kept)
    assert told["error"] == "LibraryError"
    assert "killed" in told["text"]


FILL = """
import resource
with open_library(folder, embedder=FakeEmbedder()) as library:
    list(library.ingest([draft("first", "The first sentence.")]))
size = (folder / "library.sqlite3").stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (size + 300_000, size + 300_000))
def fill():
    acknowledged = []
    with open_library(folder, embedder=FakeEmbedder()) as library:
        texts = (f"Item {number}. " + f"Sentence {number}. " * 400 for number in range(1000))
        drafts = (draft(f"n{number}", text) for number, text in enumerate(texts))
        try:
            for stored in library.ingest(drafts):
                acknowledged.append(stored.article_id)
        finally:
            print(json.dumps(acknowledged), flush=True)
tell(fill)
tell(lambda: len(open_library(folder, embedder=FakeEmbedder()).listing()))
"""


def test_a_disk_without_space_loses_nothing(folder: Path, python: Python) -> None:
    """The limit on the size of files stands in for the disk's: no test may fill the disk it runs on."""
    acknowledged, told, listed = said(python, FILL, folder)
    assert acknowledged
    assert told["error"] == "LibraryError"
    assert "full" in told["text"]
    assert listed["said"] >= len(acknowledged) + 1
    with open_library(folder, embedder=FakeEmbedder()) as library:
        assert {*acknowledged} <= {info.article_id for info in library.listing()}
        assert library.check(repair=True).sound
        assert library.search_words(["Item"], 3)


def test_an_index_that_does_not_fit_costs_no_article(folder: Path, python: Python) -> None:
    """The index is built after the last acknowledgement; without room for it, every vector is compared."""
    code = """
    import resource
    open_library(folder, embedder=FakeEmbedder()).close()
    resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, 150_000))
    tell(write)
    """
    [told] = said(python, textwrap.dedent(code), folder)
    assert told["said"] == ["added"]
    with open_library(folder, embedder=FakeEmbedder()) as library:
        assert library.status().index.state == "absent"
        assert library.search_vectors(FakeEmbedder().embed(["new"], kind="query")[0], 1)
        assert library.status().articles == 1


SMALL = """
import subprocess
def resize(kilobytes, *options):
    size = ["-o", ",".join([*options, f"size={kilobytes}k"])]
    subprocess.run(["mount", "-t", "tmpfs", *size, "tmpfs", folder], check=True)
def on_a_disk_of(kilobytes, act):
    resize(kilobytes)
    tell(lambda: act(folder / "library"))
    resize(9_000, "remount")
    tell(lambda: len(open_library(folder / "library", embedder=FakeEmbedder()).listing()))
    subprocess.run(["umount", "--lazy", folder], check=True)
def fill(place):
    with open_library(place, embedder=FakeEmbedder()) as library:
        return len(list(library.ingest([draft("new", "A new sentence.")])))
def copy(place):
    open_library(Path(sys.argv[2]), embedder=FakeEmbedder()).backup(place)
    return 4
for act in (fill, copy):
    for kilobytes in range(40, 900, 30):
        on_a_disk_of(kilobytes, act)
"""


def test_a_library_is_made_whole_or_not_at_all(folder: Path, kept: Path, python: Python) -> None:
    """A disk of the test's own, which is too small by little steps; whatever fits is right."""
    folder.mkdir()
    alone = ["unshare", "--map-root-user", "--mount"]
    if subprocess.run([*alone, "mount", "-t", "tmpfs", "tmpfs", folder], capture_output=True, check=False).returncode:
        pytest.skip("no disk may be mounted here")
    told = said(python, SMALL, folder, kept, under=alone)
    for done, listed in zip(told[::2], told[1::2], strict=True):
        assert listed == {"said": 0 if "full" in done.get("text", "") else done.get("said")}
    assert {"said": 1} in told
    assert {"said": 4} in told
    assert any("error" in done for done in told[::2])
