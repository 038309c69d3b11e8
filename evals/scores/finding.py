"""How early does a search show the sentences that prove? Scores of the passages of one response.

Passages are read sentence by sentence in the order in which they were found, and places are counted in sentences:
a search that returns the whole article has found nothing early. A sentence that is found twice counts once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from evals.schema import Case, Response, Score, Span
from evals.scores import ranking
from evals.spans import resolve, sentences_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rag.schema import Article


def proof_recall(case: Case, response: Response, articles: Sequence[Article], *, k: int) -> Score:
    """Score the share of the parts of the proof that stand in the first ``k`` sentences, in [0, 1]."""
    return ranking.recall_at(_places(case, response, articles), _grades(case), k=k)


def proof_rank(case: Case, response: Response, articles: Sequence[Article]) -> Score:
    """Score 1 / r, r being the place of the first sentence that proves; see :func:`ranking.reciprocal_rank`."""
    return ranking.reciprocal_rank(_places(case, response, articles), _grades(case))


def proof_ndcg(case: Case, response: Response, articles: Sequence[Article], *, k: int = 10) -> Score:
    """Score nDCG of the first ``k`` sentences, each part of the proof being worth 1; see :func:`ranking.ndcg_at`."""
    return ranking.ndcg_at(_places(case, response, articles), _grades(case), k=k)


def _grades(case: Case) -> dict[str, float]:
    return {_part_name(number): 1.0 for number in range(len(case.proof))}


def _part_name(number: int) -> str:
    return f"proof {number}"


def _places(case: Case, response: Response, articles: Sequence[Article]) -> tuple[str, ...]:
    """Return a name for each place: that of the part of the proof which the sentence is first to hold, else its own."""
    names: list[str] = []
    for place, sentence in enumerate(dict.fromkeys(_sentences(response, articles))):
        parts = [_part_name(number) for number in _parts_in(case, sentence)]
        names += [part for part in parts if part not in names] or [f"place {place}"]
    return tuple(names)


def _parts_in(case: Case, sentence: Span | str) -> list[int]:
    if isinstance(sentence, str):
        return []
    return [number for number, part in enumerate(case.proof) if any(span.overlaps(sentence) for span in part.spans)]


def _sentences(response: Response, articles: Sequence[Article]) -> Iterator[Span | str]:
    """Yield the sentences of each passage; a passage that stands nowhere takes a place by its words."""
    by_hash = {article.sha256: article for article in articles}
    for passage in response.passages:
        span = resolve(passage, articles).span
        if span is None:
            yield passage.quote
            continue
        for sentence in sentences_of(by_hash[span.sha256]):
            whole = Span(span.sha256, sentence.start, sentence.end)
            if whole.overlaps(span):
                yield whole
