"""What the tests of the stages share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rag.adapters.segmenting import SentencexSegmenter
from rag.schema import Article
from rag.stages.reading import sha256_of
from rag.stages.splitting import split_sentences

if TYPE_CHECKING:
    from collections.abc import Callable

    from rag.schema import Sentence


@pytest.fixture(scope="session")
def article_of() -> Callable[[str], Article]:
    """Return the article whose stored text is exactly this."""
    return lambda text: Article("a", "Title", text, sha256_of(text), "/news/a.md")


@pytest.fixture(scope="session")
def split(article_of: Callable[[str], Article]) -> Callable[[str], tuple[Sentence, ...]]:
    """Return a text's sentences as the product finds them."""
    segmenter = SentencexSegmenter()
    return lambda text: split_sentences(article_of(text), segmenter)


@pytest.fixture(scope="session")
def split_texts(split: Callable[[str], tuple[Sentence, ...]]) -> Callable[[str], list[str]]:
    """Return the sentences' texts."""
    return lambda text: [sentence.text for sentence in split(text)]


@pytest.fixture(scope="session")
def kinds(split: Callable[[str], tuple[Sentence, ...]]) -> Callable[[str], list[tuple[str, str]]]:
    """Return each sentence's kind and text."""
    return lambda text: [(sentence.kind, sentence.text) for sentence in split(text)]
