"""Articles written for these tests, split and readable."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from rag.adapters.grammar import SpacyParser
from rag.adapters.segmenting import SentencexSegmenter
from rag.schema import SplitArticle
from rag.stages.reading import read_article
from rag.stages.splitting import split_sentences
from rag.stages.verify import FactReader

FOLDER = Path(__file__).parent / "articles"


@cache
def split(name: str) -> SplitArticle:
    article = read_article((FOLDER / f"{name}.md").read_bytes(), source=f"{name}.md")
    return SplitArticle(article, split_sentences(article, SentencexSegmenter()))


@pytest.fixture(scope="session")
def reader() -> FactReader:
    return FactReader(SpacyParser())
