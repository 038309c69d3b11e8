"""The library in memory finds what a search of everything finds."""

from __future__ import annotations

import math
import re
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.adapters.fakes import FakeEmbedder
from rag.adapters.memory import FEW, MemoryLibrary
from rag.adapters.onnx import OnnxEmbedder
from rag.adapters.segmenting import SentencexSegmenter
from rag.errors import UnknownArticle
from rag.pipeline.drafting import draft_article
from rag.pipeline.retrieving import ArticleRetriever, find_hits
from rag.schema import Article
from rag.stages.reading import article_id, sha256_of

if TYPE_CHECKING:
    from rag.protocols import Draft
    from rag.schema import Hit

WORDS = ["cat", "dog", "bird", "fish", "boat", "harbour", "north"]


def draft(name: str, text: str) -> Draft:
    source = f"/news/{name}.md"
    return draft_article(Article(article_id(source), name, text, sha256_of(text), source), SentencexSegmenter())


def chapters(texts: list[str]) -> Draft:
    """Return an article with one chunk for each text."""
    return draft("book", "\n\n".join(f"# Part {n}\n\n{text}" for n, text in enumerate(texts)))


TEXTS = st.lists(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(lambda words: " ".join(words).capitalize() + "."),
    min_size=FEW + 1,
    max_size=30,
)


def places(hits: list[Hit]) -> list[int]:
    return [hit.chunk.index for hit in hits]


@given(texts=TEXTS, asked=st.lists(st.sampled_from(WORDS), min_size=1), k=st.integers(1, 40))
def test_the_nearest_vectors_are_found(texts: list[str], asked: list[str], k: int) -> None:
    embedder, book = FakeEmbedder(), chapters(texts)
    hits = MemoryLibrary([book], embedder=embedder).search_vectors(_asked(embedder, asked), k)
    cosines = embedder.embed([chunk.text for chunk in book.chunks], kind="document") @ _asked(embedder, asked)
    assert np.allclose([hit.score for hit in hits], sorted(cosines, reverse=True)[:k], atol=1e-6)
    assert np.allclose([hit.score for hit in hits], cosines[places(hits)], atol=1e-6)
    assert len(set(places(hits))) == min(k, len(texts))


def _asked(embedder: FakeEmbedder, words: list[str]) -> np.ndarray:
    return embedder.embed([" ".join(words)], kind="query")[0]


@given(texts=TEXTS, asked=st.lists(st.sampled_from(WORDS), min_size=1, unique=True), k=st.integers(1, 40))
def test_the_best_words_are_found(texts: list[str], asked: list[str], k: int) -> None:
    book = chapters(texts)
    hits = MemoryLibrary([book], embedder=FakeEmbedder()).search_words(asked, k)
    scores = _bm25([re.findall(r"\w+", chunk.text.lower()) for chunk in book.chunks], asked)
    assert np.allclose([hit.score for hit in hits], sorted(scores.values(), reverse=True)[:k], atol=1e-6)
    assert np.allclose([hit.score for hit in hits], [scores[place] for place in places(hits)], atol=1e-6)


def _bm25(texts: list[list[str]], asked: list[str]) -> dict[int, float]:
    """Okapi BM25 as SQLite's FTS5 documents it: k1 = 1.2, b = 0.75, idf no less than a millionth."""
    mean = sum(map(len, texts)) / len(texts)
    scores: dict[int, float] = {}
    for word in asked:
        holding = [place for place, text in enumerate(texts) if word in text]
        idf = max(math.log((len(texts) - len(holding) + 0.5) / (len(holding) + 0.5)), 1e-6)
        for place in holding:
            count = texts[place].count(word)
            length = len(texts[place]) / mean
            scores[place] = scores.get(place, 0) + idf * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * length))
    return scores


def test_the_real_model_finds_the_same_as_a_search_of_everything() -> None:
    subjects = [
        "flights",
        "rain",
        "elections",
        "football",
        "prices",
        "migrants",
        "volcanoes",
        "trains",
        "books",
        "cats",
    ]
    book = chapters([f"This part is about {subject} and nothing else." for subject in subjects])
    embedder = OnnxEmbedder()
    library = MemoryLibrary([book], embedder=embedder)
    vectors = embedder.embed([chunk.text for chunk in book.chunks], kind="document")
    for subject in subjects[:4]:
        asked = embedder.embed([f"What is said of {subject}?"], kind="query")[0]
        assert places(library.search_vectors(asked, 10)) == list(np.argsort(-(vectors @ asked), kind="stable"))
        assert places(library.search_vectors(asked, 1)) == [subjects.index(subject)]


def test_a_long_text_is_ranked_and_a_short_one_is_read_whole() -> None:
    texts = ["The cat sat."] * FEW
    asked = FakeEmbedder().embed(["dog"], kind="query")[0]
    short = MemoryLibrary([chapters(texts)], embedder=FakeEmbedder())
    assert places(short.search_vectors(asked, 24)) == list(range(FEW))
    long = MemoryLibrary([chapters([*texts, *texts, "The dog barked at the moon."])], embedder=FakeEmbedder())
    assert places(long.search_vectors(asked, 24))[0] == 2 * FEW
    assert find_hits("Which dog barked?", long, FakeEmbedder(), k=8)[0].chunk.index == 2 * FEW


def test_what_is_left_unranked_is_all_passed_on() -> None:
    assert ArticleRetriever.model_fields["k"].default >= FEW


def test_only_the_articles_asked_for_are_searched() -> None:
    drafts = [draft(f"n{number}", f"The cat sat on mat {number}. " * 30) for number in range(6)]
    library = MemoryLibrary(drafts, embedder=FakeEmbedder())
    wanted = frozenset({drafts[2].article.id, drafts[4].article.id})
    asked = FakeEmbedder().embed(["cat"], kind="query")[0]
    for hits in (
        library.search_vectors(asked, 9, articles=wanted),
        library.search_words(["cat"], 1, articles=wanted),
    ):
        assert hits
        assert {hit.chunk.article_id for hit in hits} <= wanted
    assert library.search_vectors(asked, 3, articles=frozenset()) == []


@pytest.mark.parametrize(
    "words",
    [["OR"], ['"'], ["a*"], ["col:x"], ["NEAR("], ["\x00"], ["\ud800"], [""], ["cat\x00OR"], ["-", "^", "+"]],
)
def test_words_are_never_syntax(words: list[str]) -> None:
    library = MemoryLibrary([chapters(["The cat sat."] * 12)], embedder=FakeEmbedder())
    assert library.search_words(words, 3) == [] or "cat" in words[0]


def test_any_unicode_can_be_stored() -> None:
    library = MemoryLibrary([chapters(["The cat \ud800 sat \x00 here.", *["A dog 🚨."] * 12])], embedder=FakeEmbedder())
    assert places(library.search_words(["cat"], 3)) == [0]
    assert places(library.search_words(["here"], 3)) == [0]


def test_it_lists_and_returns_what_it_holds() -> None:
    drafts = [draft(name, "The cat sat. It left.") for name in ("b", "a")]
    library = MemoryLibrary(drafts, embedder=FakeEmbedder())
    assert [info.title for info in library.listing()] == ["a", "b"]
    assert [info.sentences for info in library.listing()] == [2, 2]
    assert library.article(drafts[0].article.id) == drafts[0].article
    assert library.sentences(drafts[0].article.id) == drafts[0].sentences
    with pytest.raises(UnknownArticle, match="no article 'nope'"):
        library.sentences("nope")


def test_an_article_can_be_replaced() -> None:
    library = MemoryLibrary([chapters(["The cat sat."] * 12)], embedder=FakeEmbedder())
    assert library.search_words(["cat"], 3)
    again = [chapters(["The cat sat."] * 12), chapters(["The dog sat."] * 12), draft("other", "A bird.")]
    assert [record.status for record in library.ingest(again)] == ["unchanged", "replaced", "added"]
    assert library.search_words(["cat"], 3) == []
    assert len(library.search_words(["dog"], 3)) == 3


def test_threads_find_the_same() -> None:
    library = MemoryLibrary(
        [chapters([f"The {word} sat {n}." for n in range(5) for word in WORDS])], embedder=FakeEmbedder()
    )
    asked = FakeEmbedder().embed(["cat"], kind="query")[0]
    with ThreadPoolExecutor(8) as pool:
        found = list(
            pool.map(lambda _: (library.search_vectors(asked, 9), library.search_words(["cat"], 9)), range(32))
        )
    assert all(each == found[0] for each in found)
    library.close()
