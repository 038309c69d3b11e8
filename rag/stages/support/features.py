"""What is known of a claim beside the sentences that are to bear it out, as numbers that a small model can weigh."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rag.protocols import TokenMatch
from rag.stages.language.names import find_names
from rag.stages.language.numbers import find_quantities
from rag.stages.language.words import content_set, content_stems, tokens
from rag.stages.support.overlap import ngram_precision

LOWEST = 3
"""Tokens whose similarity stands for what is least borne out."""
REACH = 3
"""Content words between which a claim is taken to say something."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A claim beside the sentences that share most with it."""

    claim: str
    sources: tuple[str, ...]
    """Best first."""
    matches: tuple[TokenMatch, ...]
    """The claim's tokens against each of ``sources``, in order."""
    sentences: tuple[str, ...]
    """All sentences of the articles."""
    article_text: str


def support_features(compared: Compared) -> dict[str, float]:
    """Return the features by name: shares in [0, 1], cosines in [-1, 1], and counts.

    ``token_mean`` and ``token_low`` take for each token of the claim the sentence that is nearest to it; the former is
    the mean and the latter that of the lowest few. ``token_one`` is the mean over the one sentence that is nearest to
    the whole claim, and ``together`` the share of its neighbouring words that stand together in a sentence: what is put
    together from many sentences is borne out by none. More of each speaks for the claim, except of ``names_new`` and
    ``numbers_new``.
    """
    claim, article = compared.claim, compared.article_text
    source = " ".join(compared.sources)
    nearest = _nearest(compared.matches)
    return {
        "ngrams_article": ngram_precision(claim, article),
        "token_mean": float(np.mean(nearest)),
        "token_low": float(np.mean(nearest[:LOWEST])),
        "token_one": max((float(np.mean(match.best)) for match in compared.matches if match.best), default=1.0),
        "together": together_share(claim, compared.sentences),
        "names_new": _new_names(claim, source, article),
        "numbers_new": _new_numbers(claim, source),
    }


def together_share(claim: str, sentences: Sequence[str]) -> float:
    """Return the share of the pairs of a claim's content words, up to ``REACH`` apart, that one sentence holds.

    Words are compared by their stems. 1 for a claim without two of them.
    """
    stems = content_stems(claim)
    pairs = [
        (first, other) for at, first in enumerate(stems) for other in stems[at + 1 : at + 1 + REACH] if other != first
    ]
    held = [content_set(sentence) for sentence in sentences]
    return (
        sum(any(first in one and other in one for one in held) for first, other in pairs) / len(pairs) if pairs else 1.0
    )


def _nearest(matches: Sequence[TokenMatch]) -> list[float]:
    """Return for each token of the claim its largest similarity in any sentence, in ascending order."""
    best = [max(values) for values in zip(*(match.best for match in matches), strict=True)]
    return sorted(best) or [1.0]


def _new_names(claim: str, text: str, article_text: str) -> float:
    known = {word for name in find_names(text, article_text) for word in name.words}
    known |= {token.stem for token in tokens(text)} | {token.text.lower() for token in tokens(text)}
    return float(sum(not set(name.words) <= known for name in find_names(claim, article_text)))


def _new_numbers(claim: str, text: str) -> float:
    known = {(found.low, found.high) for found in find_quantities(text)}
    return float(sum((found.low, found.high) not in known for found in find_quantities(claim)))
