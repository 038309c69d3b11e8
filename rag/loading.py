"""The models of this process, each loaded once at first use, and the answerers that are made of them.

Imports of vendor packages stand inside functions, so that importing this module is light.
"""

from __future__ import annotations

import os
from functools import lru_cache
from typing import TYPE_CHECKING

from rag.errors import BadInput

if TYPE_CHECKING:
    from rag.adapters.grammar import SpacyParser
    from rag.adapters.onnx import OnnxEmbedder, OnnxReranker, OnnxTokenSimilarity
    from rag.pipeline.quoting import QuoteAnswerer
    from rag.pipeline.rewriting import Rewriter
    from rag.protocols import Answerer
    from rag.stages.verify import FactReader
    from rag.stages.verify.records import Supports
    from rag.stages.writing.prompts import PromptStyle
    from rag.stages.writing.records import ChatModel


@lru_cache(maxsize=1)
def shared_embedder() -> OnnxEmbedder:
    """Return the embedder."""
    from rag.adapters.onnx import OnnxEmbedder

    return OnnxEmbedder()


@lru_cache(maxsize=1)
def shared_reranker() -> OnnxReranker:
    """Return the reranker."""
    from rag.adapters.onnx import OnnxReranker

    return OnnxReranker()


@lru_cache(maxsize=1)
def shared_parser() -> SpacyParser:
    """Return the parser."""
    from rag.adapters.grammar import SpacyParser

    return SpacyParser()


@lru_cache(maxsize=1)
def shared_similarity() -> OnnxTokenSimilarity:
    """Return the comparison word by word."""
    from rag.adapters.onnx import OnnxTokenSimilarity

    return OnnxTokenSimilarity()


@lru_cache(maxsize=1)
def shared_fact_reader() -> FactReader:
    """Return the reader of facts, which remembers what it read."""
    from rag.stages.verify import FactReader

    return FactReader(shared_parser())


def open_answerer(
    model: str | None, min_confidence: float | None, *, wording: str | None = None, style: PromptStyle | None = None
) -> Answerer:
    """Return what answers: the model of a string or of CITEWIRE_MODEL; without one, or for "quote", by quoting."""
    from rag.pipeline.quoting import QuoteAnswerer

    quoting = QuoteAnswerer(shared_parser(), shared_similarity(), shared_reranker(), min_confidence=min_confidence)
    chosen = model or os.environ.get("CITEWIRE_MODEL") or quoting.name
    supports = open_support(wording)
    return quoting if chosen == quoting.name else _model_answerer(chosen, quoting, min_confidence, supports, style)


def _model_answerer(
    model: str,
    quoting: QuoteAnswerer,
    min_confidence: float | None,
    supports: Supports | None,
    style: PromptStyle | None,
) -> Answerer:
    from rag.adapters.chat import open_chat
    from rag.adapters.chat.examined import ExaminationNotes
    from rag.adapters.segmenting import SentencexSegmenter
    from rag.pipeline.addressing import Addressing
    from rag.pipeline.consulting import Consultant
    from rag.pipeline.weighing import Scales
    from rag.pipeline.writing import ModelAnswerer
    from rag.stages.weighing.confidence import fitted_model

    fitted = fitted_model()
    chat = open_chat(model)
    return ModelAnswerer(
        chat,
        quoting=quoting,
        addressing=Addressing(
            shared_parser(),
            shared_reranker(),
            Scales(shared_parser(), shared_similarity(), shared_reranker(), fitted),
            fitted.threshold if min_confidence is None else min_confidence,
        ),
        reader=shared_fact_reader(),
        segmenter=SentencexSegmenter(),
        consultant=Consultant(chat, ExaminationNotes(model)),
        supports=supports,
        style=style,
    )


def open_support(wording: str | None) -> Supports | None:
    """Return what may let a model's sentence pass that every rule passes but the one on wording.

    ``rules``, the default, lets none pass; a number in (0, 1] those whose support score reaches it; any other string
    names a chat model on this machine that judges. CITEWIRE_WORDING holds where none is given. Raises BadInput and
    ModelError.
    """
    chosen = (wording or os.environ.get("CITEWIRE_WORDING") or "rules").strip()
    if chosen == "rules":
        return None
    from rag.pipeline.supporting import JudgedSupport, ScoredSupport
    from rag.stages.support.score import fitted_support

    try:
        least = float(chosen)
    except ValueError:
        from rag.adapters.chat import open_chat

        return JudgedSupport(open_chat(chosen))
    if not 0.0 < least <= 1.0:
        raise BadInput(f"The wording {chosen!r} is no support score; give a number above 0 and up to 1, or 'rules'.")
    return ScoredSupport(shared_similarity(), fitted_support(), least)


def open_rewriter(model: str | None) -> Rewriter:
    """Return what makes a follow-up stand by itself: with the model that answers, where there is one."""
    from rag.pipeline.rewriting import Rewriter

    chosen = model or os.environ.get("CITEWIRE_MODEL") or "quote"
    return Rewriter(shared_parser(), None if chosen == "quote" else lambda: _chat_model(chosen))


def _chat_model(model: str) -> ChatModel:
    from rag.adapters.chat import open_chat

    return open_chat(model)
