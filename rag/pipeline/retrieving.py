"""Finding chunks: by meaning and by words, fused. A LangChain retriever, so that any LangChain chain can use it."""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from rag.filters import Filters
from rag.protocols import Embedder, Library
from rag.schema import Chunk, Hit
from rag.stages.fusion import fuse_hits
from rag.stages.language.words import is_content_word, tokens

DEPTH = 24
"""Chunks taken from each ranking before they are fused."""


class ArticleRetriever(BaseRetriever):
    """Returns the chunks nearest to a question. ``page_content`` is the chunk's text."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    library: Any
    """A :class:`rag.protocols.Library`."""
    embedder: Any
    """A :class:`rag.protocols.Embedder`."""
    k: int = 8
    articles: frozenset[str] | None = None
    """Ids of the articles to search, or None for all."""
    filters: Any = None
    """A :class:`rag.filters.Filters`, or None."""

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 - LangChain's signature
    ) -> list[Document]:
        asked = {"articles": self.articles, "filters": self.filters}
        hits = find_hits(query, self.library, self.embedder, k=self.k, **asked)
        return [document_of(hit) for hit in hits]


def find_hits(
    question: str,
    library: Library,
    embedder: Embedder,
    *,
    k: int,
    articles: frozenset[str] | None = None,
    filters: Filters | None = None,
) -> tuple[Hit, ...]:
    """Return the ``k`` best chunks by reciprocal rank over dense and BM25 rankings, each text once.

    A passage that several papers print would else take the places of all others.
    """
    vector = embedder.embed([question], kind="query")[0]
    dense = library.search_vectors(vector, DEPTH, articles=articles, filters=filters)
    words = library.search_words(query_words(question), DEPTH, articles=articles, filters=filters)
    unique: dict[str, Hit] = {}
    for hit in fuse_hits((dense, words), 2 * DEPTH):
        unique.setdefault(hit.chunk.text, hit)
    return tuple(unique.values())[:k]


def query_words(question: str) -> tuple[str, ...]:
    """Return the question's words for BM25: those with content, or all of them where none has any."""
    words = [token.text for token in tokens(question)]
    content = [word for word in words if is_content_word(word)]
    return tuple(dict.fromkeys(content or words))


def document_of(hit: Hit) -> Document:
    """Return the hit as LangChain's record."""
    chunk = hit.chunk
    return Document(
        page_content=chunk.text,
        metadata={
            "article_id": chunk.article_id,
            "title": hit.title,
            "chunk": chunk.index,
            "first": chunk.first,
            "last": chunk.last,
            "start": chunk.start,
            "end": chunk.end,
            "score": hit.score,
        },
    )


def hit_of(document: Document) -> Hit:
    """Return the hit that :func:`document_of` wrote."""
    data = document.metadata
    chunk = Chunk(
        article_id=data["article_id"],
        index=data["chunk"],
        first=data["first"],
        last=data["last"],
        start=data["start"],
        end=data["end"],
        text=document.page_content,
    )
    return Hit(chunk, data["title"], data["score"])
