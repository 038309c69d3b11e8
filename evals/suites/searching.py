"""Suites of search: does the right document, or the sentence that proves, stand near the top?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from evals.scores import finding, ranking
from evals.suites.facts import facts_suite
from evals.suites.suite import CaseScore, Suite

if TYPE_CHECKING:
    from pathlib import Path

    from evals.schema import Case
    from rag.schema import Article


def search_suite(name: str, cases: tuple[Case, ...], corpus: tuple[Article, ...]) -> Suite:
    """Return a suite whose systems answer ``f(question)`` with ``{"ranking": [document id, ...]}``."""
    return Suite(name, cases, corpus, SEARCHING, task="search")


def retrieval_suite(facts: Path | str | None = None) -> Suite:
    """Return the suite of the proofs of a facts file, by default of the article that ships with Citewire.

    Its systems answer ``f(question)`` with ``{"passages": [{"quote"}, ...]}``, best first. Questions that the
    articles do not answer have no proof and are not asked. Raises UnreadableFile or BadInput.
    """
    base = facts_suite(facts)
    cases = tuple(case for case in base.cases if case.proof)
    return Suite("retrieval", cases, base.articles, FINDING, task="find", notes=_NOTES)


_NOTES = ("Places are counted in sentences: a passage of three sentences takes three.",)


def _recall(k: int) -> CaseScore:
    return lambda case, response, _: ranking.recall_at(response.ranking, case.grades, k=k)


def _proof_recall(k: int) -> CaseScore:
    return lambda case, response, articles: finding.proof_recall(case, response, articles, k=k)


SEARCHING: dict[str, CaseScore] = {
    "recall_at_1": _recall(1),
    "recall_at_3": _recall(3),
    "recall_at_5": _recall(5),
    "recall_at_10": _recall(10),
    "reciprocal_rank": lambda case, response, _: ranking.reciprocal_rank(response.ranking, case.grades),
    "ndcg_at_10": lambda case, response, _: ranking.ndcg_at(response.ranking, case.grades, k=10),
}

FINDING: dict[str, CaseScore] = {
    "recall_at_1": _proof_recall(1),
    "recall_at_3": _proof_recall(3),
    "recall_at_5": _proof_recall(5),
    "recall_at_10": _proof_recall(10),
    "reciprocal_rank": finding.proof_rank,
    "ndcg_at_10": finding.proof_ndcg,
}
