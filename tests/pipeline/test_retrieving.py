"""The retriever is a LangChain retriever like any other, and no question is ever search syntax."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import RunnableLambda, RunnablePassthrough

from rag.adapters.onnx import OnnxEmbedder
from rag.pipeline.retrieving import ArticleRetriever, document_of, hit_of, query_words

if TYPE_CHECKING:
    from rag import Pipeline

QUESTION = "How many people were on the plane?"
HOSTILE = [
    '"foo" OR NEAR(',
    "*",
    "col:",
    "text:plane",
    "NOT",
    "a AND",
    "(((",
    '"""',
    "^plane",
    "plane*",
    "-plane",
    "{plane}: x",
    "NEAR(plane flight, 2",
    "plane'; DROP TABLE chunks; --",
    "%_%",
    "\x00plane",
    "\ud800",
    "🚨 كم عدد الركاب؟",
    "他说什么？",
    "plane " * 400,
    "",
    " ",
    "?",
    "who what where",
]


@pytest.fixture(scope="module")
def retriever(pipeline: Pipeline) -> ArticleRetriever:
    return ArticleRetriever(library=pipeline.library, embedder=OnnxEmbedder())


def test_it_is_a_retriever_of_langchain(retriever: ArticleRetriever) -> None:
    assert isinstance(retriever, BaseRetriever)
    documents = retriever.invoke(QUESTION)
    assert documents
    assert all(isinstance(document, Document) for document in documents)


def test_a_document_is_an_exact_span_of_its_article(retriever: ArticleRetriever, pipeline: Pipeline) -> None:
    for document in retriever.invoke(QUESTION):
        data = document.metadata
        article = pipeline.library.article(data["article_id"])
        assert article.text[data["start"] : data["end"]] == document.page_content
        assert data["title"] == article.title
        assert document_of(hit_of(document)) == document


def test_the_best_comes_first_and_no_more_than_asked_for(retriever: ArticleRetriever) -> None:
    scores = [document.metadata["score"] for document in retriever.invoke(QUESTION)]
    assert scores == sorted(scores, reverse=True)
    assert len(retriever.model_copy(update={"k": 2}).invoke(QUESTION)) == 2


def test_all_ways_of_calling_it_agree(retriever: ArticleRetriever) -> None:
    other = "What is CECOT?"
    expected = [retriever.invoke(QUESTION), retriever.invoke(other)]

    async def both() -> list[list[Document]]:
        return [await retriever.ainvoke(QUESTION), *(await retriever.abatch([other]))]

    assert retriever.batch([QUESTION, other]) == expected
    assert asyncio.run(both()) == expected


def test_it_stands_in_anybodys_chain(retriever: ArticleRetriever) -> None:
    chain = RunnablePassthrough.assign(found=RunnableLambda(lambda asked: asked["question"]) | retriever)
    assert chain.invoke({"question": QUESTION})["found"] == retriever.invoke(QUESTION)


def test_only_chosen_articles_are_searched(retriever: ArticleRetriever) -> None:
    chosen = retriever.model_copy(update={"articles": frozenset({"nobody-00000000"})})
    assert chosen.invoke(QUESTION) == []


@pytest.mark.parametrize("question", HOSTILE, ids=lambda question: ascii(question)[:24])
def test_no_question_is_syntax(question: str, retriever: ArticleRetriever) -> None:
    for document in retriever.invoke(question):
        assert document.page_content


@settings(max_examples=50, suppress_health_check=list(HealthCheck))
@given(question=st.text(st.characters(exclude_categories=()), max_size=40))
def test_any_words_can_be_searched(question: str, pipeline: Pipeline) -> None:
    words = query_words(question)
    assert len(set(words)) == len(words)
    for hit in pipeline.library.search_words(words, 3):
        assert hit.score > 0


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How many people were on the plane?", ("many", "people", "plane")),
        ("Who is it?", ("Who", "is", "it")),
        ("aircraft in El Salvador's prison", ("aircraft", "El", "Salvador's", "prison")),
        ("plane plane", ("plane",)),
        ("?!", ()),
    ],
)
def test_words_with_content_are_searched(question: str, words: tuple[str, ...]) -> None:
    assert query_words(question) == words
