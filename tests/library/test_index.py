"""The index is derived: whatever happens to it costs time, never an answer."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import tempfile
import zlib
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from rag.adapters.fakes import FakeEmbedder
from rag.adapters.library import open_library
from rag.adapters.library.chroma import IndexUnusable, prove_collection, write_collection
from rag.adapters.library.index import VectorIndex
from rag.adapters.library.manifest import folder_manifest
from rag.adapters.library.reading import read_generation
from rag.adapters.library.seals import row_seal
from rag.adapters.library.vectors import Vectors

if TYPE_CHECKING:
    from pathlib import Path

    from rag.adapters.library import DiskLibrary

Make = Any
STORIES = 12


@pytest.fixture
def kept(folder: Path, story: Make) -> Path:
    """A closed library with a built index."""
    with open_library(folder, embedder=FakeEmbedder()) as library:
        list(library.ingest(story(number) for number in range(STORIES)))
    return folder


def generation(folder: Path) -> Path:
    [only] = (folder / "index").iterdir()
    return only


def answers(folder: Path) -> list[tuple[str, int, float]]:
    with open_library(folder, embedder=FakeEmbedder()) as library:
        query = FakeEmbedder().embed(["word7x1v0 harbour 50"], kind="query")[0]
        return [(h.chunk.article_id, h.chunk.index, round(h.score, 4)) for h in library.search_vectors(query, 5)]


DAMAGE = {
    "cut": lambda data: data[: len(data) // 2],
    "altered": lambda data: data[: len(data) // 2] + b"\xff" * 40 + data[len(data) // 2 + 40 :],
    "empty": lambda _: b"",
}


@pytest.mark.parametrize("way", DAMAGE)
@pytest.mark.parametrize("name", ["chroma.sqlite3", "data_level0.bin", "header.bin", "index_metadata.pickle"])
def test_a_damaged_file_of_the_index_costs_no_answer(kept: Path, name: str, way: str) -> None:
    expected = answers(kept)
    [file] = generation(kept).rglob(name)
    file.write_bytes(DAMAGE[way](file.read_bytes()))
    assert answers(kept) == expected
    with open_library(kept, embedder=FakeEmbedder()) as library:
        assert library.status().index.state == "damaged"
        report = library.check(repair=True)
        assert [problem.part for problem in report.problems] == ["index"]
        assert report.sound
        assert library.status().index.state == "ready"
    assert answers(kept) == expected


def test_a_missing_index_costs_no_answer_and_comes_back(kept: Path, story: Make) -> None:
    expected = answers(kept)
    shutil.rmtree(kept / "index")
    assert answers(kept) == expected
    with open_library(kept, embedder=FakeEmbedder()) as library:
        list(library.ingest([story(0)]))
        assert library.status().index.state == "ready"
    assert answers(kept) == expected


def test_the_index_is_really_used(kept: Path) -> None:
    """With the vectors gone from the index's own answer, the newer ones alone could not be right."""
    with open_library(kept, embedder=FakeEmbedder()) as library:
        assert library.status().index.newer == 0
        query = FakeEmbedder().embed(["harbour"], kind="query")[0]
        assert library._index._open is None
        library.search_vectors(query, 3)
        assert library._index._open is not None


@pytest.mark.parametrize("count", [1, 2, 36, 4_000])
def test_reading_leaves_every_byte_of_the_index(tmp_path: Path, count: int) -> None:
    """Small files are copied for Chroma, large ones are shown to it."""
    vectors = Vectors(np.arange(1, count + 1), unit_vectors(count))
    write_collection(tmp_path / "index", vectors, fingerprint="fake")
    before = {path: path.read_bytes() for path in (tmp_path / "index").rglob("*") if path.is_file()}
    for _ in range(2):
        prove_collection(tmp_path / "index", vectors, fingerprint="fake")
    assert {path: path.read_bytes() for path in (tmp_path / "index").rglob("*") if path.is_file()} == before


def unit_vectors(count: int) -> Any:
    matrix = np.random.default_rng(1).standard_normal((count, 64)).astype(np.float32)
    return matrix / np.linalg.norm(matrix, axis=1, keepdims=True)


def test_an_index_in_an_open_library_may_be_deleted(kept: Path) -> None:
    expected = answers(kept)
    with open_library(kept, embedder=FakeEmbedder()) as library:
        query = FakeEmbedder().embed(["word7x1v0 harbour 50"], kind="query")[0]
        library.search_vectors(query, 5)
        shutil.rmtree(kept / "index")
        hits = library.search_vectors(query, 5)
        assert [(h.chunk.article_id, h.chunk.index, round(h.score, 4)) for h in hits] == expected


def test_old_generations_are_removed(library: DiskLibrary) -> None:
    for _ in range(3):
        library.rebuild()
    assert not (library.folder / "index").exists()


def test_each_rebuild_leaves_one_generation(kept: Path, story: Make) -> None:
    with (
        open_library(kept, embedder=FakeEmbedder()) as reader,
        open_library(kept, embedder=FakeEmbedder()) as writer,
    ):
        query = FakeEmbedder().embed(["word7x1v0"], kind="query")[0]
        expected = reader.search_vectors(query, 5)
        first = generation(kept)
        writer.rebuild()
        assert generation(kept) != first
        assert reader.search_vectors(query, 5) == expected
        list(writer.ingest([story(99)]))
        reader.search_vectors(query, 5)
        assert reader.listing() == writer.listing()


def test_a_generation_whose_row_was_altered_is_not_believed(kept: Path) -> None:
    expected = answers(kept)
    with sqlite3.connect(kept / "library.sqlite3") as connection:
        connection.execute("UPDATE generation SET last_chunk = last_chunk + 1000")
    with open_library(kept, embedder=FakeEmbedder()) as library:
        assert library.status().index.state == "absent"
    assert answers(kept) == expected


def believed(folder: Path) -> None:
    """Have the library believe that the index was written as it stands there now."""
    with sqlite3.connect(folder / "library.sqlite3") as connection:
        row = connection.execute("SELECT name, last_chunk, count, fingerprint, chromadb FROM generation").fetchone()
        manifest = json.dumps(folder_manifest(generation(folder)))
        connection.execute("UPDATE generation SET manifest = ?, seal = ?", (manifest, row_seal(*row, manifest)))


def marked_unclean(folder: Path) -> None:
    with sqlite3.connect(folder / "library.sqlite3") as connection:
        connection.execute("INSERT INTO facts VALUES ('unclean', 1)")


def doubted(folder: Path) -> list[int]:
    """Ask the index as after its writer was killed: it is opened in a child first."""
    with open_library(folder, embedder=FakeEmbedder()) as library, library._database.reading() as connection:
        info = read_generation(connection)
        assert info is not None
        index = VectorIndex(folder / "library.sqlite3")
        try:
            return index.nearest(info, FakeEmbedder().embed(["harbour"], kind="query")[0], 5, doubtful=True)
        finally:
            index.close()


def test_an_index_that_works_is_used_after_a_kill(kept: Path) -> None:
    assert len(doubted(kept)) == 5


def test_a_crash_of_native_code_stays_in_the_child(kept: Path) -> None:
    """Links of the graph that point nowhere end Chroma's process with a segmentation fault."""
    expected = answers(kept)
    [graph] = generation(kept).rglob("data_level0.bin")
    data = bytearray(graph.read_bytes())
    record = len(data) // (STORIES * 3)
    for start in range(0, len(data), record):
        data[start + 4 : start + 132] = b"\x7f" * 128
    graph.write_bytes(data)
    believed(kept)
    with pytest.raises(IndexUnusable, match="ended with -"):
        doubted(kept)
    marked_unclean(kept)
    assert answers(kept) == expected


def test_an_index_of_other_vectors_is_not_believed(kept: Path) -> None:
    """The truth says otherwise than the index, though every checksum agrees."""
    chance = np.random.default_rng(1)
    with sqlite3.connect(kept / "library.sqlite3") as connection:
        for (rowid,) in connection.execute("SELECT rowid FROM vectors").fetchall():
            vector = chance.standard_normal(64)
            data = (vector / np.linalg.norm(vector)).astype("<f4").tobytes()
            connection.execute(
                "UPDATE vectors SET vector = ?, seal = ? WHERE rowid = ?", (data, zlib.crc32(data), rowid)
            )
    with pytest.raises(IndexUnusable, match="does not find itself"):
        doubted(kept)


@pytest.mark.slow
def test_a_large_index_is_built_in_a_child(library: DiskLibrary, story: Make) -> None:
    drafts = [story(number, paragraphs=8) for number in range(140)]
    list(library.ingest(drafts))
    status = library.status().index
    assert status.state == "ready"
    assert status.held == sum(len(draft.chunks) for draft in drafts) > 1_000
    query = FakeEmbedder().embed([drafts[77].chunks[3].text], kind="query")[0]
    assert library.search_vectors(query, 1)[0].chunk == drafts[77].chunks[3]


def test_views_that_killed_processes_left_are_cleared(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    old, new = tmp_path / "citewire-index-old", tmp_path / "citewire-index-new"
    for view in (old, new):
        view.mkdir()
        (view / "segment").symlink_to(generation(kept))
    os.utime(old, (0, 0))
    answers(kept)
    assert (old.exists(), new.exists()) == (False, True)
    assert generation(kept).exists()


def test_a_view_that_was_cleared_is_made_again(kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What clears temporary folders may take the view of a process that lives long."""
    expected = answers(kept)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with open_library(kept, embedder=FakeEmbedder()) as library:
        for _ in range(2):
            query = FakeEmbedder().embed(["word7x1v0 harbour 50"], kind="query")[0]
            hits = library.search_vectors(query, 5)
            assert [(h.chunk.article_id, h.chunk.index, round(h.score, 4)) for h in hits] == expected
            for view in tmp_path.glob("citewire-index-*"):
                shutil.rmtree(view)
