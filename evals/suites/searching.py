"""Suites of search: does the right document stand near the top?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from evals.scores import ranking
from evals.suites.suite import CaseScore, Suite

if TYPE_CHECKING:
    from evals.schema import Case
    from rag.schema import Article


def search_suite(name: str, cases: tuple[Case, ...], corpus: tuple[Article, ...]) -> Suite:
    """Return a suite whose systems answer ``f(question)`` with ``{"ranking": [document id, ...]}``."""
    return Suite(name, cases, corpus, SEARCHING, task="search")


def _recall(k: int) -> CaseScore:
    return lambda case, response, _: ranking.recall_at(response.ranking, case.grades, k=k)


SEARCHING: dict[str, CaseScore] = {
    "recall_at_1": _recall(1),
    "recall_at_3": _recall(3),
    "recall_at_5": _recall(5),
    "recall_at_10": _recall(10),
    "reciprocal_rank": lambda case, response, _: ranking.reciprocal_rank(response.ranking, case.grades),
    "ndcg_at_10": lambda case, response, _: ranking.ndcg_at(response.ranking, case.grades, k=10),
}
