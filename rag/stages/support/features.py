"""What is known of a claim beside the sentences that are to bear it out, as numbers that a small model can weigh."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rag.protocols import TokenMatch
from rag.stages.language.names import find_names
from rag.stages.language.numbers import find_quantities
from rag.stages.language.words import Token, tokens
from rag.stages.support.overlap import ngram_precision

LOWEST = 3
"""Tokens whose similarity stands for what is least borne out."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A claim beside its sources."""

    claim: str
    source: str
    """The sentences, joined by spaces."""
    article_text: str
    match: TokenMatch
    """The claim's tokens against the source's."""


def support_features(compared: Compared) -> dict[str, float]:
    """Return the features by name: shares in [0, 1], cosines in [-1, 1], and counts.

    More of each speaks for the claim, except of ``names_new`` and ``numbers_new``.
    """
    claim, source, article = compared.claim, compared.source, compared.article_text
    best = sorted(compared.match.best) or [1.0]
    return {
        "ngrams": ngram_precision(claim, source),
        "ngrams_article": ngram_precision(claim, article),
        "token_mean": float(np.mean(best)),
        "token_low": float(np.mean(best[:LOWEST])),
        "rare_covered": covered_share(claim, source, article),
        "names_new": _new_names(claim, source, article),
        "numbers_new": _new_numbers(claim, source),
    }


def covered_share(claim: str, text: str, article_text: str) -> float:
    """Return the share of a claim's content words that stand in a text, rare ones weighing more.

    The weight of a stem is ``log(1 + N / n)`` over the article's ``N`` words, of which ``n`` are that stem; one that
    the article does not have at all weighs as one that it has once. 1 for a claim without content.
    """
    wanted, held = (frozenset(_content(tokens(part))) for part in (claim, text))
    everywhere = Counter(_content(tokens(article_text)))
    total = sum(everywhere.values())
    weights = {stem: math.log1p(total / max(1, everywhere[stem])) for stem in wanted}
    whole = sum(weights.values())
    return 1.0 - sum(weights[stem] for stem in wanted - held) / whole if whole else 1.0


def _content(words: Sequence[Token]) -> list[str]:
    return [word.stem for word in words if word.is_content]


def _new_names(claim: str, text: str, article_text: str) -> float:
    known = {word for name in find_names(text, article_text) for word in name.words}
    known |= {token.stem for token in tokens(text)} | {token.text.lower() for token in tokens(text)}
    return float(sum(not set(name.words) <= known for name in find_names(claim, article_text)))


def _new_numbers(claim: str, text: str) -> float:
    known = {(found.low, found.high) for found in find_quantities(text)}
    return float(sum((found.low, found.high) not in known for found in find_quantities(claim)))
