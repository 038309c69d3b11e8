"""A real Chroma server searches in place of the library's own index, and may fail at any time."""

from __future__ import annotations

import logging
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from rag.adapters.fakes import FakeEmbedder
from rag.adapters.library import open_library
from rag.adapters.library.served import open_server
from rag.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Generator

Make = Any


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Generator[str]:
    """The address of a ``chroma run`` of these tests' own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = tmp_path_factory.mktemp("chroma")
    command = [str(Path(sys.executable).with_name("chroma")), "run", "--path", str(folder), "--port", str(port)]
    environment = {**os.environ, "ANONYMIZED_TELEMETRY": "False"}
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            try:
                open_server(url).heartbeat()
                break
            except Exception:  # noqa: BLE001 - whatever the client raises, the server is not up yet
                assert process.poll() is None
                time.sleep(0.1)
        yield url
    finally:
        process.kill()
        process.wait()


def names(url: str) -> list[str]:
    return sorted(collection.name for collection in open_server(url).list_collections())


def test_a_server_finds_what_the_library_finds(server: str, folder: Path, story: Make) -> None:
    drafts = [story(number) for number in range(12)]
    queries = [FakeEmbedder().embed([draft.chunks[0].text], kind="query")[0] for draft in drafts]
    with open_library(folder, embedder=FakeEmbedder()) as own:
        list(own.ingest(drafts))
        expected = [own.search_vectors(query, 5) for query in queries]
    with (
        open_library(folder, embedder=FakeEmbedder(), chroma=server) as one,
        open_library(folder, embedder=FakeEmbedder(), chroma=server) as two,
    ):
        assert [one.search_vectors(query, 5) for query in queries] == expected
        assert [two.search_vectors(query, 5) for query in queries] == expected
        (first,) = names(server)
        one.remove(drafts[0].article.id)
        assert all(hit.chunk.article_id != drafts[0].article.id for hit in two.search_vectors(queries[0], 5))
        one.rebuild()
        assert two.search_vectors(queries[3], 1)[0].chunk == drafts[3].chunks[0]
        assert names(server) != [first]
        assert len(names(server)) <= 2


def test_a_server_that_is_gone_costs_no_answer(folder: Path, story: Make, caplog: pytest.LogCaptureFixture) -> None:
    made = story(1)
    query = FakeEmbedder().embed([made.chunks[0].text], kind="query")[0]
    with (
        open_library(folder, embedder=FakeEmbedder(), chroma="http://127.0.0.1:9") as library,
        caplog.at_level(logging.WARNING, logger="citewire"),
    ):
        list(library.ingest([made]))
        assert [library.search_vectors(query, 1)[0].chunk for _ in range(2)] == [made.chunks[0]] * 2
    assert sum("127.0.0.1:9 cannot be used" in message for message in caplog.messages) == 1


@pytest.mark.parametrize("url", ["", "127.0.0.1:8000", "ftp://a", "http://"])
def test_what_is_no_address_is_refused(url: str, folder: Path) -> None:
    with pytest.raises(BadInput, match="is no address of a Chroma server"):
        open_library(folder, embedder=FakeEmbedder(), chroma=url)
