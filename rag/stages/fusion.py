"""Two rankings of chunks become one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.schema import Hit

RANK_CONSTANT = 60
"""k of reciprocal rank fusion (Cormack, Clarke and Buettcher, SIGIR 2009)."""


def fuse_hits(rankings: Sequence[Sequence[Hit]], k: int) -> tuple[Hit, ...]:
    """Return the ``k`` best chunks by the sum of 1 / (60 + rank) over the rankings, best first."""
    scores: dict[tuple[str, int], float] = {}
    hits: dict[tuple[str, int], Hit] = {}
    for ranking in rankings:
        for rank, hit in enumerate(ranking, start=1):
            key = (hit.chunk.article_id, hit.chunk.index)
            scores[key] = scores.get(key, 0.0) + 1.0 / (RANK_CONSTANT + rank)
            hits.setdefault(key, hit)
    best = sorted(scores, key=lambda key: (-scores[key], key))[:k]
    return tuple(replace(hits[key], score=scores[key]) for key in best)
