"""The one chain that every question runs through, in LangChain's expression language.

``{"question", "articles", "filters", "most", "history"}`` -> rewritten (the question by itself, where it leans on
earlier turns) -> comparison (the two sides that it compares, or None) -> searched (documents for the question and for
each side) -> sources (at most so many documents, or three times as many of a comparison) -> parts (the questions asked,
with scored sentences; last those about the sides) -> claims -> answer. It streams: sources come first, then each claim
when it is settled, last the answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from langchain_core.documents import Document
from langchain_core.runnables import Runnable, RunnableGenerator, RunnableLambda, RunnablePassthrough
from langchain_core.runnables.utils import AddableDict

from rag.errors import UnknownArticle
from rag.pipeline.comparing import compare
from rag.pipeline.counting import Selection, count_articles
from rag.pipeline.retrieving import ArticleRetriever, hit_of
from rag.pipeline.rewriting import Rewriter
from rag.protocols import Answerer, Library, Parser, Reranker
from rag.schema import (
    ClaimShown,
    ClaimWithheld,
    Event,
    Evidence,
    Finished,
    Part,
    QuestionRewritten,
    SourcesFound,
    SplitArticle,
)
from rag.stages.asking.comparing import Comparison, read_comparison
from rag.stages.asking.frames import strip_frame
from rag.stages.asking.mentions import words_asked_for
from rag.stages.conversation.parts import standalone_parts
from rag.stages.gathering import Candidate, gather_candidates
from rag.stories import CitedStory


@dataclass(frozen=True, slots=True)
class Parts:
    """What the chain is made of."""

    library: Library
    retriever: ArticleRetriever
    reranker: Reranker
    parser: Parser
    answerer: Answerer
    rewriter: Rewriter


def build_chain(parts: Parts) -> Runnable[dict[str, Any], dict[str, Any]]:
    """Return the chain; ``invoke`` gives the keys of above, and those withheld."""

    def follow(asked: dict[str, Any]) -> str | None:
        return parts.rewriter.rewrite(asked["question"], asked.get("history") or ())

    def sides_of(asked: dict[str, Any]) -> Comparison | None:
        question = strip_frame(asked["rewritten"] or asked["question"])
        return read_comparison(parts.parser.parse([question])[0])

    def search(asked: dict[str, Any]) -> list[list[Document]]:
        narrowed = {"articles": asked.get("articles"), "filters": asked.get("filters")}
        wanted = {**narrowed, "k": asked.get("most") or parts.retriever.k}
        retriever = parts.retriever.model_copy(update=wanted)
        return [retriever.invoke(question) for question in _questions_of(asked)]

    def read(asked: dict[str, Any]) -> tuple[Part, ...]:
        (question, *sides), (found, *beside) = _questions_of(asked), asked["searched"]
        of_sides = [_read(side, (side,), sources, parts) for side, sources in zip(sides, beside, strict=True)]
        return (*read_closely(question, found, parts), *(part for (part,) in of_sides))

    def answer(chunks: Iterator[dict[str, Any]]) -> Iterator[AddableDict]:
        known: dict[str, Any] = {}
        for chunk in chunks:
            known.update(chunk)
            yield AddableDict(chunk)
        rewritten: str | None = known["rewritten"]
        for event in _settled(known, rewritten or known["question"], parts):
            sourced = with_sources(event, parts.library)
            yield AddableDict(_chunk_of(_as_asked(sourced, known["question"], rewritten)))

    follow_up = RunnablePassthrough.assign(rewritten=RunnableLambda(follow))
    read_sides = RunnablePassthrough.assign(comparison=RunnableLambda(sides_of))
    find_sources = RunnablePassthrough.assign(searched=RunnableLambda(search)) | RunnablePassthrough.assign(
        sources=RunnableLambda(_each_once)
    )
    score_sentences = RunnablePassthrough.assign(parts=RunnableLambda(read))
    return follow_up | read_sides | find_sources | score_sentences | RunnableGenerator(answer)


def _settled(known: dict[str, Any], question: str, parts: Parts) -> Iterator[Event]:
    """Yield what becomes of a question whose sentences are known."""
    comparison: Comparison | None = known["comparison"]
    if comparison is not None:
        return compare(question, comparison, known["parts"], parts.answerer)
    words = words_asked_for(strip_frame(question))
    if words is None:
        return parts.answerer.stream(question, known["parts"])
    return count_articles(question, words, parts.library, Selection(known.get("articles"), known.get("filters")))


def _questions_of(asked: dict[str, Any]) -> tuple[str, ...]:
    """Return what is searched and read for: the question, and what it asks of each of two sides."""
    comparison: Comparison | None = asked["comparison"]
    question: str = asked["rewritten"] or asked["question"]
    return (question,) if comparison is None else (question, *comparison.questions)


def _each_once(asked: dict[str, Any]) -> list[Document]:
    """Return the documents that were found, each once, in the order of first use."""
    keys = {
        (document.metadata["article_id"], document.metadata["chunk"]): document
        for documents in reversed(asked["searched"])
        for document in reversed(documents)
    }
    return list(reversed(keys.values()))


def _as_asked(event: Event, question: str, rewritten: str | None) -> Event:
    """Give the answer the question as it was asked, and beside it what was answered in its place."""
    if isinstance(event, Finished) and rewritten is not None:
        return Finished(replace(event.answer, question=question, rewritten=rewritten))
    return event


def with_sources(event: Event, library: Library) -> Event:
    """Give a whole answer its independent sources: of the articles that it cites, reprints of one text are one."""
    if not isinstance(event, Finished) or event.answer.abstained:
        return event
    cited = list(dict.fromkeys(citation.article_id for citation in event.answer.citations))
    groups: dict[frozenset[str], list[str]] = {}
    for article_id, story in library.stories(cited).items():
        groups.setdefault(frozenset(story), []).append(article_id)
    stories = (CitedStory(tuple(ids), tuple(sorted(story - set(ids)))) for story, ids in groups.items())
    return Finished(replace(event.answer, sources=tuple(stories)))


def read_closely(question: str, sources: list[Document], parts: Parts) -> tuple[Part, ...]:
    """Return the questions asked, each with the candidate sentences scored for it, best first."""
    asked = standalone_parts(strip_frame(question), parts.parser)
    return _read(question, asked, sources, parts)


def _read(question: str, asked: tuple[str, ...], sources: list[Document], parts: Parts) -> tuple[Part, ...]:
    """Return what ``question`` asks, each part with the sentences that were gathered for the whole of it."""
    hits = [hit_of(document) for document in sources]
    articles = _load_articles(parts.library, {hit.chunk.article_id for hit in hits})
    present = [hit for hit in hits if hit.chunk.article_id in articles]
    candidates = gather_candidates(question, present, articles)
    return tuple(Part(part, _scored(part, candidates, parts.reranker)) for part in asked)


def _scored(question: str, candidates: tuple[Candidate, ...], reranker: Reranker) -> tuple[Evidence, ...]:
    scores = reranker.score(question, [candidate.sentence.text for candidate in candidates])
    evidence = [
        Evidence(candidate.sentence, candidate.origin, float(score))
        for candidate, score in zip(candidates, scores, strict=True)
    ]
    return tuple(sorted(evidence, key=lambda item: -item.score))


def _load_articles(library: Library, ids: set[str]) -> dict[str, SplitArticle]:
    """Return the articles that are still there: another process may have removed one since the search."""
    loaded = {}
    for article_id in sorted(ids):
        with suppress(UnknownArticle):
            loaded[article_id] = SplitArticle(library.article(article_id), library.sentences(article_id))
    return loaded


def events_of(chunk: dict[str, Any]) -> Iterator[Event]:
    """Yield the events that one chunk of the chain's stream carries."""
    if chunk.get("rewritten"):
        yield QuestionRewritten(chunk["rewritten"])
    if "parts" in chunk:
        found = {item.sentence: item for part in chunk["parts"] for item in part.evidence}
        yield SourcesFound(tuple(sorted(found.values(), key=lambda item: -item.score)))
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
        case SourcesFound() | QuestionRewritten():
            return {}
