"""Offsets are exact for any Unicode text, lone surrogates and control characters among it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rag.adapters.segmenting import SentencexSegmenter
from rag.stages.chunking import TARGET, group_chunks
from rag.stages.citing import CONTEXT, cite
from rag.stages.enclosures import MAX_LENGTH, find_enclosures
from rag.stages.splitting import split_sentences

if TYPE_CHECKING:
    from collections.abc import Callable

    from rag.schema import Article, Sentence

    Split = Callable[[str], tuple[Sentence, ...]]
    ArticleOf = Callable[[str], Article]

_SHAPES = (
    *("“", "”", '"', "‘", "’", "'", "«", "»", "„", "「", "」", "(", ")", "[", "]", "— ", "–", "*", "**"),
    *(". ", "! ", "? ", "… ", "... ", ".", "?", "。", "؟ ", "। ", ": ", ", ", "; "),
    *("Mr. ", "Gov. ", "U.S. ", "D.C. ", "p.m. ", "Jan. ", "No. ", "J. ", "St. ", "3.5 ", "5 ", "a) ", "1. "),
    *("The ", "He ", "the ", "said ", "Smith ", "i", "Ünal ", "مرحبا ", "नमस्ते ", "你好", "é", "e\u0301"),
    *("\n", "\n\n", "\r", "\r\n", "\t", "\x00", "\x0c", "\x1f", "\x85", "\u00a0", "\u2028", "\u200b"),
    *(
        "\u200f",
        "\u202e",
        "😀",
        "👩‍👩‍👧",
        "\U00010348",
        "\ud800",
        "\udfff",
        "https://a.b/c?d=e. ",
        "a.b@c.org ",
    ),
    *(
        "\n- ",
        "\n> ",
        "\n# ",
        "\n| ",
        " |\n",
        "\n---\n",
        "\n===\n",
        "\nPhoto: ",
        "\n© ",
        "\n• ",
        "word " * 30,
    ),
)
_CHARACTERS = st.characters(exclude_categories=())
TEXTS = st.one_of(
    st.text(_CHARACTERS),
    st.lists(st.sampled_from(_SHAPES), max_size=40).map("".join),
    st.lists(st.one_of(st.sampled_from(_SHAPES), _CHARACTERS), max_size=40).map("".join),
)


@dataclass(frozen=True, slots=True)
class CutsAnywhere:
    """A segmenter that cuts every so many characters, and may lose or invent some."""

    size: int
    lost: str = ""

    def segment(self, paragraph: str) -> list[str]:
        kept = paragraph if not self.lost else paragraph.replace(self.lost, "")
        return [kept[at : at + self.size] for at in range(0, len(kept), self.size)] or [kept]


def assert_exact(article: Article, sentences: tuple[Sentence, ...]) -> None:
    text = article.text
    held: set[int] = set()
    for index, sentence in enumerate(sentences):
        assert sentence.index == index
        assert sentence.article_id == article.id
        assert text[sentence.start : sentence.end] == sentence.text
        assert sentence.text == sentence.text.strip()
        assert any(map(str.isalnum, sentence.text))
        assert len(sentence.text) <= 2000
        held.update(range(sentence.start, sentence.end))
    assert all(first.end <= second.start for first, second in pairwise(sentences))
    assert [at for at, character in enumerate(text) if character.isalnum() and at not in held] == []


@given(text=TEXTS)
@example(text="\ud800. A \udfff “b")
@example(text="A.\r\nB.\rC.\x00D. \u2028E.")
@example(text="# \n> \n- \n1. \n| |")
@example(text="a" * 5000)
@example(text="\u0301" * 3000 + "a. b")
def test_every_sentence_is_a_slice_and_every_letter_is_in_one(text: str, split: Split, article_of: ArticleOf) -> None:
    assert_exact(article_of(text), split(text))


@given(text=TEXTS, size=st.integers(1, 7), lost=st.sampled_from(["", "e", " ", "\n"]))
def test_no_segmenter_can_move_an_offset(text: str, size: int, lost: str, article_of: ArticleOf) -> None:
    article = article_of(text)
    assert_exact(article, split_sentences(article, CutsAnywhere(size, lost)))


@given(text=TEXTS)
def test_the_segmenter_loses_nothing(text: str) -> None:
    assert "".join(SentencexSegmenter().segment(text)) == text


@given(text=TEXTS)
def test_splitting_is_the_same_each_time(text: str, split: Split) -> None:
    assert split(text) == split(text)


@given(text=TEXTS)
def test_chunks_hold_every_sentence_once_and_whole(text: str, split: Split, article_of: ArticleOf) -> None:
    sentences = split(text)
    chunks = group_chunks(article_of(text), sentences)
    held = [index for chunk in chunks for index in range(chunk.first, chunk.last + 1)]
    assert held == list(range(len(sentences)))
    for index, chunk in enumerate(chunks):
        assert chunk.index == index
        assert (chunk.start, chunk.end) == (sentences[chunk.first].start, sentences[chunk.last].end)
        assert text[chunk.start : chunk.end] == chunk.text
        assert chunk.first == chunk.last or chunk.end - chunk.start <= 2 * TARGET + 2000


@given(text=TEXTS)
def test_every_sentence_can_be_cited_and_found_again(text: str, split: Split, article_of: ArticleOf) -> None:
    article = article_of(text)
    for sentence in split(text):
        citation = cite(article, sentence)
        assert text[citation.start : citation.end] == citation.quote == sentence.text
        assert text[: citation.start].endswith(citation.prefix)
        assert text[citation.end :].startswith(citation.suffix)
        assert len(citation.prefix) == min(CONTEXT, citation.start)
        assert len(citation.suffix) == min(CONTEXT, len(text) - citation.end)


@given(text=TEXTS)
def test_enclosures_are_in_order_and_apart(text: str) -> None:
    enclosures = find_enclosures(text)
    assert all(first[1] <= second[0] for first, second in pairwise(enclosures.spans))
    assert not enclosures.openers & enclosures.closers
    for start, end in enclosures.spans:
        assert start in enclosures.openers
        assert end - 1 in enclosures.closers
        assert 2 <= end - start <= MAX_LENGTH + 1


@given(text=TEXTS)
def test_hiding_marks_moves_nothing(text: str) -> None:
    hidden = find_enclosures(text).hidden(text)
    assert len(hidden) == len(text)
    assert all(new in (old, " ") for old, new in zip(text, hidden, strict=True))


_WORDS = st.sampled_from(["we", "commend", "them", "today", "and", "nobody", "left", "the", "border"])
_SENTENCES = st.lists(_WORDS, min_size=2, max_size=8).map(lambda words: " ".join(words).capitalize())
_MARKS = st.sampled_from(["“”", '""', "«»", "‘’", "''", "„“"])


@given(quoted=st.lists(_SENTENCES, min_size=1, max_size=6), marks=_MARKS)
def test_a_quotation_stays_with_its_speaker(quoted: list[str], marks: str, split: Split) -> None:
    speech = f"{marks[0]}{'. '.join(quoted)},{marks[1]} said Noem."
    found = [sentence.text for sentence in split(f"They met. {speech} Then they parted.")]
    assert found == ["They met.", speech, "Then they parted."]


@given(said=st.lists(_SENTENCES, min_size=2, max_size=6), mark=st.sampled_from(["“", '"', "«", "「"]))
def test_a_quotation_that_is_never_closed_hides_no_end(said: list[str], mark: str, split: Split) -> None:
    text = mark + " ".join(f"{sentence}." for sentence in said)
    assert [sentence.text.strip(mark) for sentence in split(text)] == [f"{sentence}." for sentence in said]


@given(said=st.lists(_SENTENCES, min_size=1, max_size=12), width=st.integers(60, 80))
def test_a_hard_wrap_cuts_nothing(said: list[str], width: int, split: Split) -> None:
    wrapped = _wrapped(" ".join(f"{sentence} in the northern town of Angren." for sentence in said), width)
    found = [" ".join(sentence.text.split()) for sentence in split(wrapped)]
    assert found == [f"{sentence} in the northern town of Angren." for sentence in said]


def _wrapped(text: str, width: int) -> str:
    import textwrap

    return "\n".join(textwrap.wrap(text, width, break_long_words=False))


@pytest.mark.parametrize("span", [(0, 0), (-1, 2), (3, 2), (0, 99)])
def test_a_span_outside_the_text_is_refused(span: tuple[int, int], article_of: ArticleOf) -> None:
    from rag.stages.citing import cite_span

    with pytest.raises(ValueError, match="no span"):
        cite_span(article_of("Hello."), *span)
