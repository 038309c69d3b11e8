"""What a claim cites."""

from __future__ import annotations

from typing import Protocol

from rag.schema import Sentence, SplitArticle


class Cited(Protocol):
    """A sentence in its article, such as :class:`rag.schema.Evidence`."""

    @property
    def sentence(self) -> Sentence:
        """The sentence."""

    @property
    def origin(self) -> SplitArticle:
        """The article with all its sentences."""
