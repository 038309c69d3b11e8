"""Scores of a summary by rules: is it true to its article, how much of it does it hold, does it repeat itself?

They say nothing of whether what matters was chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from evals.schema import Case, Response, Score
from evals.spans import sentences_of
from rag.adapters.onnx import OnnxEmbedder
from rag.schema import Article, SplitArticle
from rag.stages.reading import sha256_of
from rag.stages.summarising.contents import Contents, body_contents
from rag.stages.summarising.lines import count_words
from rag.stages.summarising.measuring import held_by

if TYPE_CHECKING:
    from rag.protocols import Floats

Supports = Callable[[str, Sequence[Article]], bool]
"""Tells whether articles bear one sentence out."""
_NOTHING = Score(None, "there is no summary")


def verified(response: Response, articles: Sequence[Article], supports: Supports) -> Score:
    """Return the share of the shown sentences that the articles bear out."""
    shown = shown_sentences(response)
    if not shown:
        return _NOTHING
    failed = [text for text in shown if not supports(text, articles)]
    reason = f"not borne out: {failed[0]!r}" if failed else f"all {len(shown)} sentences are borne out"
    return Score(1 - len(failed) / len(shown), reason)


def withheld(response: Response) -> Score:
    """Return the share of the written sentences that were not shown."""
    written = len(shown_sentences(response)) + response.withheld
    return Score(response.withheld / written, f"{response.withheld} of {written}") if written else _NOTHING


def recall(response: Response, articles: Sequence[Article]) -> Score:
    """Return the share of the articles' names, quantities and dates that the summary holds."""
    return _recall([response.text], articles) if response.text else _NOTHING


def lead_recall(_: Case, articles: Sequence[Article], *, sentences: int) -> Score:
    """Return the same of the first sentences of the articles, which is hard to beat on news."""
    body = [item.text for article in articles for item in sentences_of(article) if item.kind == "body"]
    return _recall(body[:sentences], articles)


def recall_gain(case: Case, response: Response, articles: Sequence[Article], *, sentences: int) -> Score:
    """Return how much more a summary holds than the first sentences; over a run, a paired difference."""
    own, lead = recall(response, articles), lead_recall(case, articles, sentences=sentences)
    if own.value is None or lead.value is None:
        return Score(None, "one of the two does not apply")
    return Score(own.value - lead.value, f"{own.value:.3f} beside {lead.value:.3f}")


def redundancy(response: Response) -> Score:
    """Return the largest cosine similarity of two shown sentences, by the embedding model that searches use."""
    shown = shown_sentences(response)
    if len(shown) < 2:
        return Score(None, "there are no two sentences")
    vectors = _embedded(tuple(shown))
    alike = vectors @ vectors.T - 2 * np.eye(len(shown), dtype=np.float32)
    first, second = np.unravel_index(int(alike.argmax()), alike.shape)
    return Score(float(alike.max()), f"{shown[int(first)]!r} and {shown[int(second)]!r}")


def words(response: Response) -> Score:
    """Return the number of words."""
    return Score(float(count_words(response.text)), "counted") if response.text else _NOTHING


def shown_sentences(response: Response) -> list[str]:
    """Return the sentences of a summary: its claims, where it has them, else what its text is cut into."""
    if response.claims:
        return [claim.text for claim in response.claims]
    text = response.text
    return [item.text for item in sentences_of(Article("", "", text, sha256_of(text), ""))] if text else []


def _recall(texts: Sequence[str], articles: Sequence[Article]) -> Score:
    splits = [SplitArticle(article, sentences_of(article)) for article in articles]
    there: Contents = frozenset(key for split in splits for key in body_contents(split))
    if not there:
        return Score(None, "the article has no name and no figure")
    held = held_by(texts, splits) & there
    return Score(len(held) / len(there), f"{len(held)} of {len(there)} names and figures")


@lru_cache(maxsize=1)
def _embedder() -> OnnxEmbedder:
    return OnnxEmbedder()


@lru_cache(maxsize=256)
def _embedded(texts: tuple[str, ...]) -> Floats:
    return _embedder().embed(texts, kind="document")
