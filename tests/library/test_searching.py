"""Search finds what a plain comparison of everything finds, whatever the index holds of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rag.adapters.fakes import FakeEmbedder

if TYPE_CHECKING:
    from collections.abc import Callable

    from rag.adapters.library import DiskLibrary
    from rag.protocols import Draft
    from rag.schema import Chunk

Make = Any


def plain_search(drafts: list[Draft], question: str, k: int) -> list[tuple[str, int]]:
    """Compare the question with every chunk, one by one."""
    chunks = [chunk for draft in drafts for chunk in draft.chunks]
    embedder = FakeEmbedder()
    scores = embedder.embed([c.text for c in chunks], kind="document") @ embedder.embed([question], kind="query")[0]
    return [place(chunks[row]) for row in np.argsort(-scores, kind="stable")[:k]]


def place(chunk: Chunk) -> tuple[str, int]:
    return chunk.article_id, chunk.index


def found(library: DiskLibrary, question: str, k: int, articles: frozenset[str] | None = None) -> list[tuple[str, int]]:
    query = FakeEmbedder().embed([question], kind="query")[0]
    return [place(hit.chunk) for hit in library.search_vectors(query, k, articles=articles)]


QUESTIONS = ["word3x1v0 harbour 22", "bridge 2 word8x2v0", "the council met word5x0v0", "story 9 paragraph 1"]


def test_the_index_finds_what_a_plain_comparison_finds(library: DiskLibrary, story: Make) -> None:
    drafts = [story(number) for number in range(12)]
    list(library.ingest(drafts))
    assert library.status().index.state == "ready"
    assert library.status().index.newer == 0
    for question in QUESTIONS:
        assert found(library, question, 5) == plain_search(drafts, question, 5)


def test_chunks_newer_than_the_index_are_found(library: DiskLibrary, story: Make) -> None:
    drafts = [story(number) for number in range(4)]
    list(library.ingest(drafts))
    more = [story(number) for number in range(4, 10)]
    list(library.ingest(more))
    assert library.status().index.newer > 0
    for question in QUESTIONS:
        assert found(library, question, 6) == plain_search(drafts + more, question, 6)


def test_chunks_that_are_gone_make_room(library: DiskLibrary, story: Make) -> None:
    drafts = [story(number) for number in range(20)]
    ids = [stored.article_id for stored in library.ingest(drafts)]
    for number in (3, 5, 8, 9):
        library.remove(ids[number])
    kept = [draft for number, draft in enumerate(drafts) if number not in {3, 5, 8, 9}]
    assert library.status().index.removed > 0
    for question in QUESTIONS:
        assert found(library, question, 8) == plain_search(kept, question, 8)


def test_only_the_chosen_articles_are_searched(library: DiskLibrary, story: Make) -> None:
    drafts = [story(number) for number in range(10)]
    ids = [stored.article_id for stored in library.ingest(drafts)]
    chosen = frozenset({ids[2], ids[7], "nowhere"})
    for question in QUESTIONS:
        expected = plain_search([drafts[2], drafts[7]], question, 4)
        assert found(library, question, 4, chosen) == expected
    assert {hit.chunk.article_id for hit in library.search_words(["harbour"], 50, articles=chosen)} == {
        ids[2],
        ids[7],
    }
    assert found(library, "harbour", 5, frozenset()) == []
    assert library.search_words(["harbour"], 5, articles=frozenset()) == []


def test_scores_are_cosines_and_fall(library: DiskLibrary, story: Make) -> None:
    list(library.ingest([story(1), story(2)]))
    text = story(1).chunks[0].text
    hits = library.search_vectors(FakeEmbedder().embed([text], kind="query")[0], 6)
    assert hits[0].score == pytest.approx(1, abs=1e-5)
    assert hits[0].title == "Story 1"
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_an_empty_library_finds_nothing(library: DiskLibrary, embedder: FakeEmbedder) -> None:
    assert library.search_vectors(embedder.embed(["anything"], kind="query")[0], 5) == []
    assert library.search_words(["anything"], 5) == []
    assert library.listing() == ()


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The ministers resigned on Monday.", "minister"),
        ("Der Präsident besuchte Malmö.", "malmo"),
        ("市政府宣布关闭机场。", "机场"),
        ("市政府宣布关闭机场。", "宣布关闭"),
        ("東京で新しい橋が開通した。", "新しい橋"),
        ("정부는 새 다리를 열었다.", "정부"),
        ("أعلنت الحكومة إغلاق المطار.", "الحكومة"),
        ('He said "no deal" AND left.', "AND"),
        ("The C++ code leaked.", 'c"++'),
    ],
)
def test_words_are_found_as_people_write_them(library: DiskLibrary, draft: Make, text: str, word: str) -> None:
    list(library.ingest([draft("other", "Nothing of the kind stands here."), draft("news", text)]))
    assert [hit.chunk.text.strip() for hit in library.search_words([word], 1)] == [text]


def test_rare_words_weigh_more(library: DiskLibrary, story: Make) -> None:
    ids = [stored.article_id for stored in library.ingest(story(number) for number in range(8))]
    assert library.search_words(["harbour", "word4x2v0", "council"], 3)[0].chunk.article_id == ids[4]


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(st.text(max_size=12), max_size=8))
def test_words_are_never_syntax(filled: DiskLibrary, words: list[str]) -> None:
    assert isinstance(filled.search_words(words, 3), list)


@pytest.mark.parametrize(
    "words", [['"', "*"], ["NEAR(a b)"], ["title:x"], ["-"], ["\0"], [""], ["a" * 100_000], ["^x"]]
)
def test_syntax_of_the_word_index_is_text(filled: DiskLibrary, words: list[str]) -> None:
    assert filled.search_words([*words, "harbour"], 3)


def test_a_very_long_question_is_searched(filled: DiskLibrary) -> None:
    assert filled.search_words(["harbour", *(f"w{number}" for number in range(50_000))], 3)


@pytest.fixture
def filled(library: DiskLibrary, story: Callable[..., Draft]) -> DiskLibrary:
    list(library.ingest([story(1)]))
    return library
