"""Filters leave out what they should, find the nearest of the rest, and read no article for it."""

from __future__ import annotations

import contextlib
import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.adapters.fakes import FakeEmbedder
from rag.adapters.library import open_library
from rag.adapters.library.chroma import IndexUnusable
from rag.adapters.library.filtering import Asked, Choices
from rag.adapters.library.manifest import folder_manifest
from rag.adapters.library.reading import read_generation
from rag.adapters.library.rough import FILE, RoughIndex, write_rough
from rag.adapters.library.searching import VectorSearch
from rag.adapters.library.vectors import Vectors
from rag.adapters.library.writing import write_generation
from rag.filters import Filters

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from rag.adapters.library import DiskLibrary
    from rag.protocols import Draft

Make = Any
STORIES = 30
QUESTIONS = ["word3x1v0 harbour 22", "bridge 2 word8x2v0", "the council met word5x0v0"]
FILTERS = [
    Filters(publishers=frozenset({"THE POST"})),
    Filters(tags=frozenset({"tag 1"})),
    Filters(since="2026-01-05", until="2026-01-20"),
    Filters("2026-01-02", None, frozenset({"the post", "The Herald"}), frozenset({"Tag 2", "tag 3"})),
    Filters(tags=frozenset({"nothing has it"})),
]


@pytest.fixture
def described(story: Make) -> Make:
    """A numbered article with a publisher, a day and a tag."""

    def make(number: int, **options: int) -> Draft:
        draft = story(number, **options)
        publisher = ("The Post", "The Herald", None)[number % 3]
        stated = {"publisher": publisher, "published": f"2026-01-{number % 28 + 1:02}", "tags": (f"Tag {number % 4}",)}
        return replace(draft, article=replace(draft.article, **stated))

    return make


@pytest.fixture(params=[20_000, 0], ids=["few", "many"])
def searched(library: DiskLibrary, request: pytest.FixtureRequest) -> DiskLibrary:
    """A library that takes what is chosen for few chunks, or for many."""
    library._vectors = VectorSearch(library._index, lambda: True, scanned=request.param)
    return library


def nearest_of(drafts: Iterable[Draft], filters: Filters, question: str, k: int) -> list[tuple[str, int]]:
    """Compare the question with every chunk of the articles that are let through."""
    chunks = [chunk for draft in drafts if filters.admits(draft.article) for chunk in draft.chunks]
    if not chunks:
        return []
    model = FakeEmbedder()
    scores = model.embed([c.text for c in chunks], kind="document") @ model.embed([question], kind="query")[0]
    return [(chunks[row].article_id, chunks[row].index) for row in np.argsort(-scores, kind="stable")[:k]]


def agrees(library: DiskLibrary, drafts: list[Draft]) -> None:
    """Hold every filter and question against a plain comparison."""
    for filters in FILTERS:
        admitted = {draft.article.id for draft in drafts if filters.admits(draft.article)}
        for question in QUESTIONS:
            query = FakeEmbedder().embed([question], kind="query")[0]
            hits = library.search_vectors(query, 5, filters=filters)
            found = [(hit.chunk.article_id, hit.chunk.index) for hit in hits]
            assert found == nearest_of(drafts, filters, question, 5)
            assert set(library.chosen(filters)) == admitted
        assert {hit.chunk.article_id for hit in library.search_words(["harbour"], 500, filters=filters)} == admitted


def test_filters_find_what_a_plain_comparison_finds(searched: DiskLibrary, described: Make) -> None:
    drafts = [described(number) for number in range(STORIES)]
    ids = [stored.article_id for stored in searched.ingest(drafts)]
    agrees(searched, drafts)
    more = [described(number) for number in range(STORIES, STORIES + 6)]
    list(searched.ingest(more))
    assert searched.status().index.newer > 0
    agrees(searched, drafts + more)
    for number in (1, 4, 9):
        searched.remove(ids[number])
    changed = described(2, version=1)
    list(searched.ingest([changed]))
    agrees(searched, [changed, *(draft for n, draft in enumerate(drafts + more) if n not in {1, 2, 4, 9})])


def test_what_another_process_stored_is_told_by_filters(folder: Path, described: Make) -> None:
    drafts = [described(number) for number in range(STORIES)]
    with (
        open_library(folder, embedder=FakeEmbedder()) as reader,
        open_library(folder, embedder=FakeEmbedder()) as owner,
    ):
        list(owner.ingest(drafts))
        agrees(reader, drafts)
        moved = replace(drafts[7], article=replace(drafts[7].article, publisher="The Post", tags=("tag 3",)))
        added = described(STORIES + 1)
        list(owner.ingest([moved, added]))
        now = [*drafts[:7], *drafts[8:], moved, added]
        agrees(reader, now)
        owner.rebuild()
        agrees(reader, now)
        owner.remove(added.article.id)
        agrees(reader, now[:-1])


def test_a_rough_copy_that_is_damaged_or_gone_costs_no_answer(folder: Path, described: Make) -> None:
    drafts = [described(number) for number in range(STORIES)]
    with open_library(folder, embedder=FakeEmbedder()) as library:
        list(library.ingest(drafts))
    [copy] = (folder / "index").rglob(FILE)
    whole = copy.read_bytes()
    for damaged in (whole[: len(whole) // 2], whole[:-900] + b"\xff" * 900, b""):
        copy.write_bytes(damaged)
        with open_library(folder, embedder=FakeEmbedder()) as library:
            agrees(library, drafts)
            assert library.status().index.state == "damaged"
    copy.unlink()
    with open_library(folder, embedder=FakeEmbedder()) as library:
        agrees(library, drafts)
        assert library.check(repair=True).sound
        assert library.status().index.state == "ready"
        agrees(library, drafts)


def test_an_index_from_before_there_were_rough_copies_is_used_and_replaced(folder: Path, described: Make) -> None:
    drafts = [described(number) for number in range(STORIES)]
    with open_library(folder, embedder=FakeEmbedder()) as library:
        list(library.ingest(drafts))
    [copy] = (folder / "index").rglob(FILE)
    copy.unlink()
    with contextlib.closing(sqlite3.connect(folder / "library.sqlite3")) as connection, connection:
        info = read_generation(connection)
        assert info is not None
        write_generation(connection, replace(info, manifest=folder_manifest(copy.parent)))
    with open_library(folder, embedder=FakeEmbedder()) as library:
        assert library.status().index.state == "ready"
        agrees(library, drafts)
        list(library.ingest(drafts[:1]))
        assert list((folder / "index").rglob(FILE))
        agrees(library, drafts)


@given(seed=st.integers(0, 1_000), count=st.integers(1, 1_500), dimension=st.integers(1, 48), share=st.floats(0.01, 1))
def test_the_rough_copy_has_the_nearest_among_its_candidates(
    tmp_path_factory: pytest.TempPathFactory, seed: int, count: int, dimension: int, share: float
) -> None:
    chance = np.random.default_rng(seed)
    matrix = chance.standard_normal((count, dimension)).astype(np.float32)
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
    matrix[0] = 0
    vectors = Vectors(np.sort(chance.choice(10 * count, count, replace=False)), matrix)
    folder = tmp_path_factory.mktemp("index") / "one"
    folder.mkdir()
    write_rough(folder, vectors)
    info: Any = type("Info", (), {"name": "one", "manifest": folder_manifest(folder)})
    rough = RoughIndex(folder.parent).get(info)
    chosen = np.flatnonzero(chance.random(count) < share)
    exact = matrix[chosen] @ matrix[-1]
    for k in (1, 10, count):
        found = rough.nearest(chosen, matrix[-1], k)
        assert len(found) == min(k, len(chosen))
        places = {int(chunk): row for row, chunk in enumerate(vectors.ids[chosen])}
        worst = min((exact[places[chunk]] for chunk in found), default=1.0)
        missed = set(places) - set(found)
        assert all(exact[places[chunk]] <= worst + 0.02 for chunk in missed)


def test_a_rough_copy_of_another_generation_is_not_believed(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    write_rough(tmp_path / "one", Vectors(np.array([1, 2]), np.eye(2, dtype=np.float32)))
    index = RoughIndex(tmp_path)
    info: Any = type("Info", (), {"name": "one", "manifest": {FILE: "0" * 64}})
    for _ in range(2):
        with pytest.raises(IndexUnusable):
            index.get(info)


def test_no_article_is_read_to_choose_some(library: DiskLibrary, described: Make) -> None:
    """An article's row holds its text, so that reading the rows of a quarter of a large library takes long."""
    list(library.ingest([described(1)]))
    said: list[str] = []
    asked = Asked(None, Filters("2026-01-01", "2026-01-31", frozenset({"the herald"}), frozenset({"tag 1"})))
    with library._database.reading() as connection:
        connection.set_trace_callback(said.append)
        choice = Choices().choice(connection, asked)
        connection.set_trace_callback(None)
        plans = [row[3] for sql in said for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}")]
    assert choice is not None
    assert choice.mask.any()
    read = [step for step in plans if step.startswith(("SCAN", "SEARCH")) and ("articles" in step or "chunks" in step)]
    assert len(read) >= 4
    assert all("COVERING INDEX" in step or step == "SEARCH articles" for step in read), read  # one is its greatest key
