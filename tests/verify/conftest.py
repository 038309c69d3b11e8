"""Articles written for these tests, split and readable."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from rag.adapters.grammar import SpacyParser
from rag.adapters.segmenting import SentencexSegmenter
from rag.schema import SplitArticle
from rag.stages.reading import read_article
from rag.stages.splitting import split_sentences
from rag.stages.verify import FactReader, Judgement, Place, verify_claim

FOLDER = Path(__file__).parent / "articles"


@cache
def split(name: str) -> SplitArticle:
    article = read_article((FOLDER / f"{name}.md").read_bytes(), source=f"{name}.md")
    return SplitArticle(article, split_sentences(article, SentencexSegmenter()))


@pytest.fixture(scope="session")
def articles() -> Callable[[str], SplitArticle]:
    """The function that returns a test article by its name."""
    return split


@pytest.fixture(scope="session")
def reader() -> FactReader:
    return FactReader(SpacyParser())


@pytest.fixture(scope="session")
def compare(reader: FactReader) -> Callable[[str, str], Judgement]:
    """The function that judges a claim against one sentence, an article of its own."""

    def judge(claim: str, sentence: str, *, before: str = "", published: str = "") -> Judgement:
        front = f"---\npublished: {published}\n---\n" if published else ""
        text = f"{front}{before} {sentence}".strip() + "\n"
        article = read_article(text.encode(), source="sentence.md")
        whole = SplitArticle(article, split_sentences(article, SentencexSegmenter()))
        cited = [Place(item, whole) for item in whole.sentences if item.text in sentence]
        return verify_claim(claim, cited, reader=reader)

    return judge
