"""Whole sentences quoted word for word always pass, by rule: the parser is not even asked."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rag.schema import Article, Parse, Sentence, SplitArticle
from rag.stages.verify import FactReader, Place, verify_claim
from rag.stages.verify.injection import gives_orders

SENTENCES = (
    "The deal did not fail.",
    "Officials said no ship may leave before May.",
    "“We never lied,” she said – but nobody believed her.",
    "He called it \"a 'real' mess\".",
    "Nearly 66,000 people, or one in five, left.",
    "It was the allegedly stolen car.",
    "Why did they go?",
)
PIECES = st.one_of(st.sampled_from(SENTENCES), st.text(min_size=1).filter(lambda text: any(c.isalnum() for c in text)))


class SilentParser:
    """A parser that must not be used."""

    def parse(self, texts: Sequence[str]) -> tuple[Parse, ...]:
        raise AssertionError(f"the parser was asked for {texts!r}")


def article_of(pieces: list[str]) -> SplitArticle:
    text, sentences = "", []
    for index, piece in enumerate(pieces):
        sentences.append(Sentence("a", index, len(text), len(text) + len(piece), piece))
        text += piece + " "
    return SplitArticle(Article("a", "A title", text, "0" * 64, "a.txt"), tuple(sentences))


@given(pieces=st.lists(PIECES, min_size=1, max_size=5), data=st.data())
def test_any_sentences_quoted_whole_are_verified(pieces: list[str], data: st.DataObject) -> None:
    article = article_of([piece.strip() for piece in pieces])
    chosen = data.draw(st.lists(st.sampled_from(article.sentences), min_size=1, max_size=3))
    assume(not any(gives_orders(sentence.text) for sentence in chosen))
    text = " ".join(sentence.text for sentence in chosen)
    assume(len(text) <= 1200 and not gives_orders(text) and any(character.isalnum() for character in text))
    judgement = verify_claim(text, [Place(item, article) for item in chosen], reader=FactReader(SilentParser()))
    assert judgement.verified, judgement.reason
    assert {item.sentence for item in judgement.cited} <= set(chosen)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_other_quotation_marks_and_dashes_are_no_change(sentence: str) -> None:
    article = article_of([sentence])
    plain = sentence.translate(str.maketrans({"“": '"', "”": '"', "’": "'", "–": "-"}))
    judgement = verify_claim(plain, [Place(article.sentences[0], article)], reader=FactReader(SilentParser()))
    assert judgement.verified
