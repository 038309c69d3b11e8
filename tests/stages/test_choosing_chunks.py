"""Chunks keep headings with what they head; rankings fuse; candidates are few and in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from rag.schema import Chunk, Hit, SplitArticle
from rag.stages.chunking import TARGET, group_chunks
from rag.stages.fusion import RANK_CONSTANT, fuse_hits
from rag.stages.gathering import LIMIT, gather_candidates

if TYPE_CHECKING:
    from collections.abc import Callable

    from rag.schema import Article, Sentence

    Split = Callable[[str], tuple[Sentence, ...]]
    ArticleOf = Callable[[str], Article]

SENTENCE = "The plane left on Wednesday morning with 131 people on board."


def hit(index: int, article_id: str = "a", first: int = 0, last: int = 0) -> Hit:
    return Hit(Chunk(article_id, index, first, last, 0, 1, "x"), "Title", 0.0)


def test_a_heading_opens_a_chunk_and_is_never_left_alone(split: Split, article_of: ArticleOf) -> None:
    long = "It was " + "a very " * 82 + "long flight."
    text = f"# One\n\n{long}\n\n# Two\n\n## Three\n\n{SENTENCE} {SENTENCE}\n\n# Four\n\nPhoto: AP\n\n{SENTENCE}"
    chunks = group_chunks(article_of(text), split(text))
    assert [chunk.text.split("\n")[0] for chunk in chunks] == ["One", "Two", "Four"]
    assert all(SENTENCE in chunk.text or long in chunk.text for chunk in chunks)


def test_chunks_are_about_their_target(split: Split, article_of: ArticleOf) -> None:
    text = " ".join([SENTENCE] * 100)
    chunks = group_chunks(article_of(text), split(text))
    assert all(TARGET - len(SENTENCE) - 1 <= chunk.end - chunk.start <= TARGET for chunk in chunks[:-1])


def test_headings_alone_fill_no_endless_chunk(split: Split, article_of: ArticleOf) -> None:
    text = "\n".join(f"# Heading number {number}" for number in range(500))
    chunks = group_chunks(article_of(text), split(text))
    assert max(chunk.end - chunk.start for chunk in chunks) <= TARGET + 100


def test_fusion_adds_reciprocal_ranks() -> None:
    fused = fuse_hits(([hit(1), hit(2)], [hit(2), hit(3)]), 10)
    assert [item.chunk.index for item in fused] == [2, 1, 3]
    assert fused[0].score == 1 / (RANK_CONSTANT + 2) + 1 / (RANK_CONSTANT + 1)


@given(st.lists(st.lists(st.integers(0, 20), unique=True), max_size=3), st.integers(0, 25))
def test_fusion_returns_each_chunk_once_best_first(rankings: list[list[int]], k: int) -> None:
    fused = fuse_hits([[hit(index) for index in ranking] for ranking in rankings], k)
    every = {index for ranking in rankings for index in ranking}
    assert len(fused) == min(k, len(every))
    assert len({item.chunk.index for item in fused}) == len(fused)
    assert [item.score for item in fused] == sorted((item.score for item in fused), reverse=True)


def origin_of(text: str, split: Split, article_of: ArticleOf) -> SplitArticle:
    return SplitArticle(article_of(text), split(text))


def test_candidates_are_body_sentences_each_wording_once(split: Split, article_of: ArticleOf) -> None:
    text = f"# Plane leaves\n\nPhoto: AP\n\n{SENTENCE}\n\n{SENTENCE.upper()} Then it landed."
    origin = origin_of(text, split, article_of)
    found = gather_candidates("Which plane?", [hit(0, first=0, last=len(origin.sentences) - 1)], {"a": origin})
    assert [candidate.sentence.text for candidate in found] == [SENTENCE, "Then it landed."]


def test_no_more_candidates_than_are_read(split: Split, article_of: ArticleOf) -> None:
    text = " ".join(f"Flight {number} left." for number in range(40)) + " The pilot was Ann Lee. It landed."
    origin = origin_of(text, split, article_of)
    hits = [hit(index, first=index * 14, last=index * 14 + 13) for index in range(3)]
    found = gather_candidates("Who was the pilot?", hits, {"a": origin})
    assert len(found) == LIMIT
    assert "The pilot was Ann Lee." in [candidate.sentence.text for candidate in found]
    assert "It landed." in [candidate.sentence.text for candidate in found]  # after the sentence that was asked for


def test_a_question_without_content_words_keeps_the_ranks(split: Split, article_of: ArticleOf) -> None:
    origin = origin_of("One left. Two left. Three left.", split, article_of)
    hits = [hit(1, first=2, last=2), hit(0, first=0, last=1)]
    found = gather_candidates("What was it?", hits, {"a": origin})
    assert [candidate.sentence.index for candidate in found] == [2, 0, 1]
