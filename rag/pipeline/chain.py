"""The one chain that every question runs through, in LangChain's expression language.

``{"question", "articles"}`` -> sources (documents) -> evidence (scored sentences) -> claims -> answer. It streams:
sources come first, then each claim when it is settled, last the answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from langchain_core.documents import Document
from langchain_core.runnables import Runnable, RunnableGenerator, RunnableLambda, RunnablePassthrough
from langchain_core.runnables.utils import AddableDict

from rag.pipeline.retrieving import ArticleRetriever, hit_of
from rag.protocols import Answerer, Library, Reranker
from rag.schema import ClaimShown, ClaimWithheld, Event, Evidence, Finished, SourcesFound, SplitArticle
from rag.stages.gathering import gather_candidates


@dataclass(frozen=True, slots=True)
class Parts:
    """What the chain is made of."""

    library: Library
    retriever: ArticleRetriever
    reranker: Reranker
    answerer: Answerer


def build_chain(parts: Parts) -> Runnable[dict[str, Any], dict[str, Any]]:
    """Return the chain; ``invoke`` gives the keys sources, evidence, claims, withheld and answer."""

    def find(asked: dict[str, Any]) -> list[Document]:
        retriever = parts.retriever.model_copy(update={"articles": asked.get("articles")})
        return retriever.invoke(asked["question"])

    def read(asked: dict[str, Any]) -> tuple[Evidence, ...]:
        return read_closely(asked["question"], asked["sources"], parts)

    def answer(chunks: Iterator[dict[str, Any]]) -> Iterator[AddableDict]:
        known: dict[str, Any] = {}
        for chunk in chunks:
            known.update(chunk)
            yield AddableDict(chunk)
        for event in parts.answerer.stream(known["question"], known["evidence"]):
            yield AddableDict(_chunk_of(event))

    find_sources = RunnablePassthrough.assign(sources=RunnableLambda(find))
    score_sentences = RunnablePassthrough.assign(evidence=RunnableLambda(read))
    return find_sources | score_sentences | RunnableGenerator(answer)


def read_closely(question: str, sources: list[Document], parts: Parts) -> tuple[Evidence, ...]:
    """Score the candidate sentences of the sources, best first."""
    hits = [hit_of(document) for document in sources]
    articles = {hit.chunk.article_id: load_article(parts.library, hit.chunk.article_id) for hit in hits}
    candidates = gather_candidates(question, hits, articles)
    scores = parts.reranker.score(question, [candidate.sentence.text for candidate in candidates])
    evidence = [
        Evidence(candidate.sentence, candidate.origin, float(score))
        for candidate, score in zip(candidates, scores, strict=True)
    ]
    return tuple(sorted(evidence, key=lambda item: -item.score))


def load_article(library: Library, article_id: str) -> SplitArticle:
    """Return the article with its sentences."""
    return SplitArticle(library.article(article_id), library.sentences(article_id))


def events_of(chunk: dict[str, Any]) -> Iterator[Event]:
    """Yield the events that one chunk of the chain's stream carries."""
    if "evidence" in chunk:
        yield SourcesFound(chunk["evidence"])
    for claim in chunk.get("claims", ()):
        yield ClaimShown(claim)
    for claim in chunk.get("withheld", ()):
        yield ClaimWithheld(claim)
    if "answer" in chunk:
        yield Finished(chunk["answer"])


def _chunk_of(event: Event) -> dict[str, Any]:
    match event:
        case ClaimShown(claim):
            return {"claims": [claim]}
        case ClaimWithheld(claim):
            return {"withheld": [claim]}
        case Finished(answer):
            return {"answer": answer}
        case SourcesFound(evidence):
            return {"evidence": evidence}
