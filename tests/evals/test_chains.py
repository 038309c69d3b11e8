"""A chain of LangChain's shape is scored with the same cases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from langchain_core.documents import Document
from langchain_core.runnables import RunnableLambda, RunnablePassthrough

from evals import facts_suite, retrieval_chain, retrieval_suite, run

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

SUITE = facts_suite()
PARAGRAPHS = [Document(page_content=text) for text in SUITE.articles[0].text.split("\n") if text]


def words(text: str) -> set[str]:
    return set(text.lower().split())


def retrieve(given: dict[str, str]) -> list[Document]:
    return sorted(PARAGRAPHS, key=lambda doc: -len(words(doc.page_content) & words(given["input"])))[:2]


@pytest.fixture
def chain() -> Runnable[Any, Any]:
    """Retrieve by common words, and answer with the first document, whatever was asked."""
    return RunnablePassthrough.assign(context=RunnableLambda(retrieve)).assign(
        answer=lambda given: given["context"][0].page_content
    )


def test_a_chain_that_never_refuses_makes_things_up(chain: Any) -> None:
    figures = run(retrieval_chain(chain), suite=SUITE).metrics
    assert figures["made_up"].value == 1.0
    assert figures["quote_validity"].value == 1.0
    assert figures["citation_precision"].value < 0.5
    assert 0 < figures["right"].value < 1


def test_what_a_chain_found_is_scored_too(chain: Any) -> None:
    report = run(retrieval_chain(chain), suite=retrieval_suite())
    found = [report.metrics[f"recall_at_{k}"].value for k in (1, 3, 10)]
    assert report.failed == 0
    assert 0 < found[0] <= found[1] <= found[2] <= 1
