"""Citewire: news answers you can check.

``from rag import ask`` answers a question from news articles; every sentence of the answer is bound to an exact
span of a source. Importing this package loads no model and no vendor package: names are resolved at first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rag.api import Pipeline, ask, open_pipeline
    from rag.errors import CitewireError
    from rag.filters import Filters
    from rag.schema import Answer, Article, Citation, Claim, Event, Sentence, Turn
    from rag.summarising import stream_summary, summarise
    from rag.summary import Summary

__all__ = [
    "Answer",
    "Article",
    "Citation",
    "CitewireError",
    "Claim",
    "Event",
    "Filters",
    "Pipeline",
    "Sentence",
    "Summary",
    "Turn",
    "ask",
    "open_pipeline",
    "stream_summary",
    "summarise",
]

_HOMES = {
    "Pipeline": "rag.api",
    "ask": "rag.api",
    "open_pipeline": "rag.api",
    "CitewireError": "rag.errors",
    "Filters": "rag.filters",
    "Summary": "rag.summary",
    "stream_summary": "rag.summarising",
    "summarise": "rag.summarising",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'rag' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES.get(name, "rag.schema")), name)


def __dir__() -> list[str]:
    return __all__
