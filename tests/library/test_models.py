"""Vectors of different models never meet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from rag.adapters.fakes import FakeEmbedder
from rag.adapters.library import open_library
from rag.errors import LibraryMismatch

if TYPE_CHECKING:
    from pathlib import Path

Make = Any


@pytest.fixture
def kept(folder: Path, story: Make) -> Path:
    with open_library(folder, embedder=FakeEmbedder()) as library:
        list(library.ingest(story(number) for number in range(6)))
    return folder


@pytest.mark.parametrize("dimension", [64, 48])
def test_a_library_of_another_model_says_what_to_do(kept: Path, story: Make, dimension: int) -> None:
    other = FakeEmbedder(name="other", dimension=dimension)
    with open_library(kept, embedder=other) as library:
        with pytest.raises(LibraryMismatch, match="citewire rebuild"):
            library.search_vectors(other.embed(["harbour"], kind="query")[0], 3)
        with pytest.raises(LibraryMismatch, match="citewire rebuild"):
            list(library.ingest([story(9)]))
        assert len(library.listing()) == 6
        assert library.search_words(["harbour"], 1)
        assert (library.status().fingerprint, library.status().embedder) == ("fake:64", f"other:{dimension}")


def test_a_rebuild_moves_the_library_to_the_new_model(kept: Path, story: Make) -> None:
    other = FakeEmbedder(name="other", dimension=48)
    with open_library(kept, embedder=other) as library:
        assert library.rebuild() == library.status().chunks
        chunk = story(4).chunks[2]
        assert library.search_vectors(other.embed([chunk.text], kind="query")[0], 1)[0].chunk == chunk
        assert library.status().vectors == library.status().chunks
        assert library.check(repair=False).sound
    with open_library(kept, embedder=FakeEmbedder()) as library, pytest.raises(LibraryMismatch):
        list(library.ingest([]))


def test_a_rebuild_by_the_same_model_embeds_nothing(kept: Path) -> None:
    embedder = FakeEmbedder()
    with open_library(kept, embedder=embedder) as library:
        assert library.rebuild() == 0
        assert library.check(repair=False).sound
    assert embedder.calls == []


def test_a_rebuild_that_stops_goes_on_where_it_was(kept: Path, story: Make) -> None:
    """Until it is through, the library answers by the old model."""

    class Failing(FakeEmbedder):
        def embed(self, *arguments: Any, **options: Any) -> Any:
            if self.calls:
                raise RuntimeError("stopped")
            return super().embed(*arguments, **options)

    with open_library(kept, embedder=FakeEmbedder()) as library:
        list(library.ingest(story(number, paragraphs=8) for number in range(40)))
        chunks = library.status().chunks
    with (
        open_library(kept, embedder=Failing(name="other")) as library,
        pytest.raises(RuntimeError, match="stopped"),
    ):
        library.rebuild()
    with open_library(kept, embedder=FakeEmbedder()) as library:
        chunk = story(4, paragraphs=8).chunks[2]
        query = FakeEmbedder().embed([chunk.text], kind="query")[0]
        assert library.search_vectors(query, 1)[0].chunk == chunk
    with open_library(kept, embedder=FakeEmbedder(name="other")) as library:
        assert 0 < library.rebuild() < chunks


def test_progress_is_told(kept: Path) -> None:
    told: list[tuple[int, int]] = []
    with open_library(kept, embedder=FakeEmbedder(name="other")) as library:
        library.rebuild(progress=lambda done, total: told.append((done, total)))
        assert told[-1] == (library.status().chunks, library.status().chunks)
