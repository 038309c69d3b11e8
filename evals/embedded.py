"""Citewire itself as the system that is evaluated: its answers, and its search."""

from __future__ import annotations

import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from rag.adapters.library import open_library
from rag.adapters.onnx import OnnxEmbedder
from rag.adapters.segmenting import SentencexSegmenter
from rag.api import Pipeline
from rag.pipeline.drafting import draft_article
from rag.pipeline.retrieving import find_hits, query_words
from rag.schema import ClaimShown, Finished

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from evals.systems import System
    from rag.protocols import Embedder, Library
    from rag.schema import Answer, Article, Event, Hit

DEPTH = 24
"""Chunks taken for one search; documents are ranked by their best chunk."""

Ranking = Literal["fused", "words", "vectors"]
"""What ranks: BM25 and vectors fused, as answers are searched for, or one alone to compare with."""


@contextmanager
def answering_system(
    articles: Sequence[Article], *, model: str | None = None, min_confidence: float | None = None
) -> Iterator[System]:
    """Yield Citewire over ``articles``, which are stored in a library that is removed afterwards."""
    with (
        tempfile.TemporaryDirectory(prefix="citewire-eval-", ignore_cleanup_errors=True) as folder,
        Pipeline(library=folder, model=model, min_confidence=min_confidence) as pipeline,
    ):
        if articles:
            list(pipeline.library.ingest(pipeline.draft(article) for article in articles))

        def ask(question: str, *, texts: Sequence[Article] = ()) -> Answer | dict[str, Any]:
            return pipeline.ask_texts(question, texts) if texts else _timed(pipeline.stream(question))

        yield ask


def _timed(events: Iterator[Event]) -> dict[str, Any]:
    """Return the answer that a stream ends with, and when its first sentence came."""
    started, first = time.monotonic(), None
    answer: Answer | None = None
    for event in events:
        if isinstance(event, ClaimShown) and first is None:
            first = time.monotonic() - started
        if isinstance(event, Finished):
            answer = event.answer
    if answer is None:
        raise RuntimeError("the chain ended without an answer")
    return {**answer.to_dict(), "first_sentence_seconds": first}


@contextmanager
def searching_system(articles: Sequence[Article], *, ranking: Ranking = "fused") -> Iterator[System]:
    """Yield the first stage of Citewire over a library of ``articles``: fused, or one of its two rankings."""
    embedder, segmenter = OnnxEmbedder(), SentencexSegmenter()
    with tempfile.TemporaryDirectory(prefix="citewire-eval-", ignore_cleanup_errors=True) as folder:
        library = open_library(Path(folder), embedder=embedder)
        try:
            list(library.ingest(draft_article(article, segmenter) for article in articles))

            def search(question: str) -> dict[str, Any]:
                hits = _hits(question, library, embedder, ranking)
                found = list(dict.fromkeys(hit.chunk.article_id for hit in hits))
                return {"text": f"{len(found)} documents", "abstained": not found, "ranking": found}

            yield search
        finally:
            library.close()


def _hits(question: str, library: Library, embedder: Embedder, ranking: Ranking) -> Sequence[Hit]:
    match ranking:
        case "fused":
            return find_hits(question, library, embedder, k=DEPTH)
        case "words":
            return library.search_words(query_words(question), DEPTH)
        case "vectors":
            return library.search_vectors(embedder.embed([question], kind="query")[0], DEPTH)
