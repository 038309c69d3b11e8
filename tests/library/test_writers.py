"""One writer at a time, by a lock that dies with its process; readers are free."""

from __future__ import annotations

import json
import sqlite3
import threading
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from rag.adapters.fakes import FakeEmbedder
from rag.adapters.library import open_library
from rag.adapters.library.owner import holder, is_owned, ownership
from rag.errors import LibraryBusy

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from subprocess import Popen

    from rag.adapters.library import DiskLibrary

Make = Any
Python = Any

INGEST_AND_WAIT = """
import json
library = open_library(folder, embedder=FakeEmbedder())
drafts = (draft(f"n{number}", f"Item {number} has the word only{number}.") for number in range(1_000_000))
for number, stored in enumerate(library.ingest(drafts)):
    print(json.dumps(stored.article_id), flush=True)
    if number + 1 == int(sys.argv[2]):
        sys.stdin.readline()
        break
"""


def test_the_second_writer_is_told_who_is_first(folder: Path, python: Python, story: Make) -> None:
    first = python(INGEST_AND_WAIT, folder, 2)
    first.stdout.readline()
    with open_library(folder, embedder=FakeEmbedder()) as library:
        with pytest.raises(LibraryBusy) as told:
            list(library.ingest([story(1)]))
        assert f"process {first.pid} " in str(told.value)
        assert "since 20" in str(told.value)
        assert str(told.value).count(". ") == 0
        assert library.status().writer is not None
        assert library.search_words(["only0"], 1)


def test_the_lock_dies_with_its_process(folder: Path, python: Python, story: Make) -> None:
    first = python(INGEST_AND_WAIT, folder, 2)
    first.stdout.readline()
    first.kill()
    first.wait()
    with open_library(folder, embedder=FakeEmbedder()) as library:
        assert not library.status().clean
        assert [stored.status for stored in library.ingest([story(1)])] == ["added"]
        assert library.status().clean
        assert library.status().writer is None


def test_another_program_cannot_take_the_log_of_a_living_writer(folder: Path, python: Python, story: Make) -> None:
    """Whoever closes a SQLite file last removes its log; the writer's locks tell others that he is not the last."""
    with open_library(folder, embedder=FakeEmbedder()) as library:
        list(library.ingest([story(1)]))
    writer = python(INGEST_AND_WAIT, folder, 2)
    written = [json.loads(writer.stdout.readline()) for _ in range(2)]
    with closing(sqlite3.connect(folder / "library.sqlite3")) as other:
        assert other.execute("SELECT count(*) FROM articles").fetchone() == (3,)
    assert (folder / "library.sqlite3-wal").stat().st_size
    writer.kill()
    writer.wait()
    with open_library(folder, embedder=FakeEmbedder()) as library:
        assert {info.article_id for info in library.listing()} >= set(written)


def test_writers_that_come_close_after_each_other_wait(folder: Path, story: Make) -> None:
    def write(number: int) -> None:
        with open_library(folder, embedder=FakeEmbedder()) as library:
            list(library.ingest([story(number)]))

    open_library(folder, embedder=FakeEmbedder()).close()
    threads = [threading.Thread(target=write, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with open_library(folder, embedder=FakeEmbedder()) as library:
        assert len(library.listing()) == 2


def test_two_threads_of_one_library_do_not_write_at_once(library: DiskLibrary, story: Make) -> None:
    first = library.ingest([story(1), story(2)])
    next(first)
    with pytest.raises(LibraryBusy):
        library.remove("any")
    assert len(list(first)) == 1


def test_an_ingest_that_is_left_lets_go(library: DiskLibrary, story: Make) -> None:
    first = library.ingest(story(number) for number in range(5))
    next(first)
    first.close()
    assert not is_owned(library.folder)
    assert library.status().clean


def test_an_ingest_that_fails_lets_go(library: DiskLibrary, story: Make) -> None:
    def drafts() -> Any:
        yield story(1)
        raise RuntimeError("the source broke")

    with pytest.raises(RuntimeError, match="the source broke"):
        list(library.ingest(drafts()))
    assert not is_owned(library.folder)
    list(library.ingest([story(2)]))


def test_many_processes_may_make_the_same_library(folder: Path, python: Python) -> None:
    processes = [python("open_library(folder, embedder=FakeEmbedder()); print('made')", folder) for _ in range(4)]
    assert [process.communicate()[0].strip() for process in processes] == ["made"] * 4


def test_a_holder_that_cannot_be_read_is_another_process(folder: Path) -> None:
    folder.mkdir()
    with ownership(folder):
        (folder / "owner.json").write_text("{")
        assert holder(folder) == "another process"


def test_every_acknowledged_article_is_seen_at_once(folder: Path, python: Python) -> None:
    """The acknowledgement crosses from the writer's process to this one; then the article must be there."""
    writer = python(INGEST_AND_WAIT, folder, 40)
    with reader_of(folder, writer) as library:
        for line in writer.stdout:
            number = int(json.loads(line).split("-")[0][1:])
            assert_found(library, number)
            if number == 39:
                break
    writer.communicate("\n")


def reader_of(folder: Path, writer: Popen[str]) -> DiskLibrary:
    assert writer.stdout is not None
    json.loads(writer.stdout.readline())
    return open_library(folder, embedder=FakeEmbedder())


def assert_found(library: DiskLibrary, number: int) -> None:
    [hit] = library.search_words([f"only{number}"], 2)
    query = FakeEmbedder().embed([hit.chunk.text], kind="query")[0]
    assert library.search_vectors(query, 1)[0].chunk == hit.chunk
    assert hit.chunk.article_id in {info.article_id for info in library.listing()}


def test_eight_threads_ask_while_another_ingests(library: DiskLibrary, story: Callable[..., Any]) -> None:
    list(library.ingest(story(number) for number in range(10)))
    expected = {number: library.search_words([f"word{number}x0v0"], 1)[0].chunk for number in range(10)}
    done = threading.Event()
    failures: list[BaseException] = []
    asked = [0] * 8

    def ask(thread: int) -> None:
        embedder = FakeEmbedder()
        try:
            while not done.is_set() or asked[thread] < 5:
                number = (thread + asked[thread]) % 10
                assert library.search_words([f"word{number}x0v0"], 1)[0].chunk == expected[number]
                query = embedder.embed([expected[number].text], kind="query")[0]
                assert library.search_vectors(query, 1)[0].chunk == expected[number]
                assert library.sentences(expected[number].article_id)
                asked[thread] += 1
        except BaseException as exc:  # noqa: BLE001 - reported below, where the test can fail by it
            failures.append(exc)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for start in range(10, 40, 10):
        list(library.ingest(story(number) for number in range(start, start + 10)))
        library.rebuild()
    done.set()
    for thread in threads:
        thread.join()
    assert not failures
    assert min(asked) >= 5
    assert len(library.listing()) == 40
