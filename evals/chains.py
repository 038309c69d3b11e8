"""Other people's retrieval chains as systems."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from evals.systems import System


class _Document(Protocol):
    page_content: str


class _Chain(Protocol):
    def invoke(self, input: Any) -> Mapping[str, Any]:  # noqa: A002 - LangChain's name
        """Run the chain."""


def retrieval_chain(chain: _Chain) -> System:
    """Return a chain of LangChain's ``create_retrieval_chain`` as a system.

    Such a chain takes ``{"input"}`` and returns ``{"answer", "context"}``. It names no citation, so the
    documents that it put before its model count as cited, each in full: it has nothing finer to show.
    """

    def ask(question: str) -> Mapping[str, Any]:
        result = chain.invoke({"input": question})
        documents: Sequence[_Document] = result["context"]
        quotes = [{"quote": document.page_content} for document in documents]
        return {
            "text": result["answer"],
            "citations": quotes,
            "passages": quotes,
        }

    return ask
