"""Is the right document near the top? Scores of one ranked list against graded judgements.

A ranking names documents, best first; a name that comes twice counts at its first place. Documents that were
not judged have grade 0.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from evals.schema import Score

Grades = Mapping[str, float]
"""Grade by document; higher is more relevant, 0 is not relevant."""


def recall_at(ranking: Sequence[str], grades: Grades, *, k: int) -> Score:
    """Score the share of the relevant documents that stand among the first ``k``, in [0, 1]."""
    wanted = {name for name, grade in grades.items() if grade > 0}
    if not wanted:
        return Score(None, "no document is relevant")
    found = wanted & set(_once(ranking)[:k])
    return Score(len(found) / len(wanted), f"{len(found)} of {len(wanted)} relevant documents in the first {k}")


def reciprocal_rank(ranking: Sequence[str], grades: Grades) -> Score:
    """Score 1 / r, r being the place of the first relevant document, or 0 where none was found.

    Its mean over questions is MRR. Source: E. M. Voorhees, TREC-8 question answering track (1999).
    """
    if not any(grade > 0 for grade in grades.values()):
        return Score(None, "no document is relevant")
    for place, name in enumerate(_once(ranking), start=1):
        if grades.get(name, 0) > 0:
            return Score(1 / place, f"the first relevant document stands at place {place}")
    return Score(0.0, "no relevant document was found")


def ndcg_at(ranking: Sequence[str], grades: Grades, *, k: int = 10) -> Score:
    """Score DCG of the first ``k`` over that of the best possible order, in [0, 1].

    DCG = sum of grade / log2(place + 1), the linear gain of trec_eval. Source: K. Jarvelin and J. Kekalainen,
    "Cumulated gain-based evaluation of IR techniques", ACM TOIS 20 (2002).
    """
    ideal = _dcg(sorted((grade for grade in grades.values() if grade > 0), reverse=True)[:k])
    if ideal == 0:
        return Score(None, "no document is relevant")
    gained = _dcg([grades.get(name, 0) for name in _once(ranking)[:k]])
    return Score(gained / ideal, f"gain {gained:.3f} of {ideal:.3f}")


def _dcg(grades: Sequence[float]) -> float:
    return sum(grade / math.log2(place + 1) for place, grade in enumerate(grades, start=1))


def _once(ranking: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(ranking))
