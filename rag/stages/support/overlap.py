"""How much of a claim is copied: the share of its runs of words that stand in a text."""

from __future__ import annotations

from collections.abc import Sequence

from rag.stages.language.words import tokens

LONGEST = 4
"""Words of the longest run."""


def ngram_precision(claim: str, text: str) -> float:
    """Return the mean over n = 1..4 of the share of the claim's n-grams that stand in a text, in [0, 1].

    The precision of BLEU (Papineni et al., ACL 2002) without clipping and as an arithmetic mean. 1 for a claim
    without words.
    """
    mine, theirs = ([token.text.lower() for token in tokens(part)] for part in (claim, text))
    shares = []
    for size in range(1, LONGEST + 1):
        wanted, held = _runs(mine, size), frozenset(_runs(theirs, size))
        if wanted:
            shares.append(sum(run in held for run in wanted) / len(wanted))
    return sum(shares) / len(shares) if shares else 1.0


def _runs(words: Sequence[str], size: int) -> list[tuple[str, ...]]:
    return [tuple(words[start : start + size]) for start in range(len(words) - size + 1)]
