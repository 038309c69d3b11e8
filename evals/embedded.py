"""Citewire itself as the system that is evaluated: its answers, and its search."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
import weakref
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from evals.spending import spending
from rag.adapters.chat.naming import read_model_name
from rag.api import Pipeline
from rag.loading import shared_embedder
from rag.pipeline.retrieving import find_hits, query_words
from rag.schema import ClaimShown, Finished, SourcesFound
from rag.stages.citing import cite, cite_span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from evals.suites.suite import Ranking
    from evals.systems import System
    from rag.protocols import Library
    from rag.schema import Answer, Article, Citation, Event, Evidence, Hit

DEPTH = 24
"""Chunks taken for one search; documents are ranked by their best chunk."""
WARMING = "What happened, and who said so?"
"""Asked before the first case, which would else be charged with the loading of what answers all of them."""


@contextmanager
def answering_system(
    articles: Sequence[Article],
    *,
    model: str | None = None,
    min_confidence: float | None = None,
    warming: Sequence[Article] = (),
) -> Iterator[System]:
    """Yield Citewire over ``articles``, which are stored in a library that is removed afterwards.

    Before, a question about ``warming`` has loaded what answers, so that no case's time holds that.
    """
    with (
        tempfile.TemporaryDirectory(prefix="citewire-eval-", ignore_cleanup_errors=True) as folder,
        Pipeline(library=f"{folder}/library", model=model, min_confidence=min_confidence) as pipeline,
    ):
        if warming:
            _warm(warming, model, f"{folder}/warming")
        if articles:
            list(pipeline.library.ingest(pipeline.draft(article) for article in articles))

        def ask(question: str, *, texts: Sequence[Article] = ()) -> dict[str, Any]:
            with spending() as spent:
                answer = pipeline.ask_texts(question, texts).to_dict() if texts else _timed(pipeline.stream(question))
            return {**answer, "usage": spent.to_dict()}

        yield ask


def _warm(articles: Sequence[Article], model: str | None, folder: str) -> None:
    """Load the embedded models, and start and examine a model's file; a model elsewhere is not asked: it costs."""
    chosen = model or os.environ.get("CITEWIRE_MODEL") or "quote"
    loaded_here = chosen != "quote" and read_model_name(chosen).path is not None
    with Pipeline(library=folder, model=chosen if loaded_here else "quote") as pipeline:
        pipeline.ask_texts(WARMING, articles)


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


def searching_system(articles: Sequence[Article], *, ranking: Ranking = "fused") -> System:
    """Return Citewire's search over a library of ``articles``.

    It tells ``passages``, best first, and ``ranking``, the ids of their articles.
    """
    known = {article.id: article for article in articles}
    pipeline = _library_of(tuple(articles))

    def search(question: str) -> dict[str, Any]:
        found = _passages(question, pipeline, ranking, known)
        return {
            "text": f"{len(found)} passages",
            "abstained": not found,
            "ranking": list(dict.fromkeys(citation.article_id for citation in found)),
            "passages": [citation.to_dict() for citation in found],
        }

    return search


@lru_cache(maxsize=1)
def _library_of(articles: tuple[Article, ...]) -> Pipeline:
    """Return a library of these articles: kept, since rankings are compared over one that took minutes to embed."""
    folder = tempfile.mkdtemp(prefix="citewire-eval-")
    pipeline = Pipeline(library=folder)
    weakref.finalize(pipeline, shutil.rmtree, folder, ignore_errors=True)
    list(pipeline.library.ingest(pipeline.draft(article) for article in articles))
    return pipeline


def _passages(question: str, pipeline: Pipeline, ranking: Ranking, known: Mapping[str, Article]) -> Sequence[Citation]:
    if ranking == "read":
        return [cite(item.origin.article, item.sentence) for item in _read(pipeline.stream(question))]
    chunks = [hit.chunk for hit in _hits(question, pipeline.library, ranking)]
    return [cite_span(known[chunk.article_id], chunk.start, chunk.end) for chunk in chunks]


def _read(events: Iterator[Event]) -> tuple[Evidence, ...]:
    """Return what is read for a question, best first; nothing is answered."""
    return next((event.evidence for event in events if isinstance(event, SourcesFound)), ())


def _hits(question: str, library: Library, ranking: Ranking) -> Sequence[Hit]:
    embedder = shared_embedder()
    match ranking:
        case "words":
            return library.search_words(query_words(question), DEPTH)
        case "vectors":
            return library.search_vectors(embedder.embed([question], kind="query")[0], DEPTH)
    return find_hits(question, library, embedder, k=DEPTH)
