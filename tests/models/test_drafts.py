"""What is read from a model's answer, in whatever form and in whatever pieces it comes."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.adapters.segmenting import SentencexSegmenter
from rag.stages.writing.drafts import LONGEST, DraftReader
from rag.stages.writing.markers import cited_numbers, without_marks_of
from rag.stages.writing.records import DraftClaim
from rag.stages.writing.wording import holds_markup, is_refusal

FRAGMENTS = st.sampled_from(
    ['{"claims": [', '{"text": "', '", "sources": [1]}', "]}", "[1]", "[2, 3].", " [", ". ", "\n", "A b.", "U.S. ",
     '"', "\\", "{", "}", "<think>", "</think>", "```json", "- ", "1. ",
     "**", "【4】", "é", "\ud800", "…", "Paid [1]. Then "]
)  # fmt: skip
ANYTHING = st.lists(FRAGMENTS | st.text(max_size=12), max_size=20).map("".join)


def read(pieces: list[str]) -> list[DraftClaim]:
    reader = DraftReader(SentencexSegmenter())
    found = [claim for piece in pieces for claim in reader.feed(piece)]
    return [*found, *reader.close()]


@given(ANYTHING, st.integers(1, 9))
def test_how_an_answer_is_cut_into_pieces_changes_nothing(text: str, size: int) -> None:
    assert read([text[start : start + size] for start in range(0, len(text), size)]) == read([text])


@given(ANYTHING)
def test_any_text_gives_sentences_or_nothing(text: str) -> None:
    for claim in read([text]):
        assert any(character.isalnum() for character in claim.text)
        assert "\n" not in claim.text
        assert all(isinstance(number, int) for number in claim.sources)


SENTENCE = st.from_regex(r"[A-Z][a-z]{2,8}( [a-z]{3,8}){1,5}\.", fullmatch=True)


@given(st.lists(st.tuples(SENTENCE, st.lists(st.integers(0, 99), max_size=3, unique=True)), max_size=5))
def test_json_comes_back_as_it_went_in(claims: list[tuple[str, list[int]]]) -> None:
    said = json.dumps({"claims": [{"text": text, "sources": sources} for text, sources in claims]})
    assert read(list(said)) == [DraftClaim(text, tuple(sources)) for text, sources in claims]


@given(st.lists(st.tuples(SENTENCE, st.integers(0, 99)), max_size=5))
def test_marked_sentences_come_back_as_they_went_in(claims: list[tuple[str, int]]) -> None:
    said = " ".join(f"{text[:-1]} [{number}]." for text, number in claims)
    assert read(list(said)) == [DraftClaim(text, (number,)) for text, number in claims]


def test_a_sentence_is_ready_before_the_next_is_whole() -> None:
    reader = DraftReader(SentencexSegmenter())
    assert list(reader.feed('{"claims": [{"text": "It left.", "sources": [1]}')) == [DraftClaim("It left.", (1,))]
    reader = DraftReader(SentencexSegmenter())
    assert list(reader.feed("It left the U.S. on Monday [1]. It")) == [DraftClaim("It left the U.S. on Monday.", (1,))]


def test_an_endless_answer_is_left() -> None:
    reader = DraftReader(SentencexSegmenter())
    for _ in range(LONGEST):
        list(reader.feed("ab"))
    assert reader.full
    assert len("".join(claim.text for claim in reader.close())) <= LONGEST


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("A [1]", (1,)), ("A [1][2]", (1, 2)), ("A [1, 3]", (1, 3)), ("A [2-4]", (2, 3, 4)), ("A 【7】", (7,)),
     ("A [source 2].", (2,)), ("A [^3]", (3,)), ("A (2024)", ()), ("A [sic]", ()), ("A [1-9999]", (1, 9999))],
)  # fmt: skip
def test_marks(text: str, numbers: tuple[int, ...]) -> None:
    assert cited_numbers(text) == numbers
    assert "[" not in without_marks_of(text) or not numbers


@pytest.mark.parametrize(
    "text", ["NO ANSWER", "I cannot answer that.", "I'm sorry.", "The article does not mention Turkey.",
             "The cost is not stated.", "There is no information on it."]
)  # fmt: skip
def test_refusals(text: str) -> None:
    assert is_refusal(text)


@pytest.mark.parametrize(
    "text",
    ["“We do not pay,” said Noem.", "Uzbekistan refused to pay.", "The plane did not leave.", "No one was hurt."],
)
def test_news_of_refusals_is_none(text: str) -> None:
    assert not is_refusal(text)


@pytest.mark.parametrize("text", ["<b>131</b>", "see https://x.example", "![x](y)", "a | b", "&lt;b&gt;", "{131}"])
def test_markup(text: str) -> None:
    assert holds_markup(text)
    assert not holds_markup("The DHS “framework” cost $5 (4.2 million euros) & more — 5% [sic].")


def test_of_an_object_that_is_cut_off_the_whole_sentences_are_read() -> None:
    cut = '{"claims": [{"text": "The port closed. \\"Nobody\\" was hurt. The storm went on and on and'
    assert [claim.text for claim in read([cut])] == ["The port closed.", '"Nobody" was hurt.']
    assert read(['{"claims": [{"text": "The port clo']) == []
    assert read(['{"claims": [{"note": "The port closed. Nobody was']) == []
    assert read(['{"claims": [{"text": "The port closed. It was \\u00']) == []


def test_an_answer_that_goes_round_in_circles_is_left() -> None:
    reader = DraftReader(SentencexSegmenter())
    again = "and the White House has also limited debate to a single immigration policy change, "
    said = '{"claims": [{"text": "The Senate voted. It failed. ' + again * 3
    list(reader.feed(said))
    assert not reader.full
    list(reader.feed(again * 2))
    assert reader.full
    assert [claim.text for claim in reader.close()] == ["The Senate voted.", "It failed."]


def test_a_list_of_much_the_same_is_no_circle() -> None:
    reader = DraftReader(SentencexSegmenter())
    for number in range(30):
        list(reader.feed(f"- The bridge number {number} over the river Daugava cost {number} million euros.\n"))
    assert not reader.full


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Yes, the toll rose [1].", "The toll rose."),
        ("no - it fell [1].", "It fell."),
        ("The plane left the U. S. on Monday [1].", "The plane left the U.S. on Monday."),
        ("No. 10 denied it [1].", "No. 10 denied it."),
        ("Yes votes won [1].", "Yes votes won."),
        ("No-one was hurt [1].", "No-one was hurt."),
        ("J. S. Bach won [1].", "J. S. Bach won."),
    ],
)
def test_a_yes_in_front_and_split_abbreviations_are_tidied(written: str, read: str) -> None:
    reader = DraftReader(SentencexSegmenter())
    assert " ".join(draft.text for draft in [*reader.feed(written), *reader.close()]) == read
