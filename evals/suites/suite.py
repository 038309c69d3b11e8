"""What a suite is: cases, their sources, and the scores of each response and of the whole run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from evals.report_schema import Metric
from evals.schema import Case, Response, Score, Scored
from rag.schema import Article

CaseScore = Callable[[Case, Response, Sequence[Article]], Score]
RunFigures = Callable[[Sequence[Scored]], Mapping[str, Metric]]


Task = Literal["answer", "search", "find", "judge", "summarise"]
"""``answer`` a question; ``search`` documents for it; ``find`` the sentences that answer it; ``judge`` whether
sources support a statement; ``summarise`` them.
"""

Ranking = Literal["read", "fused", "words", "vectors"]
"""What ranks where Citewire searches: chunks by BM25 (``words``), by ``vectors`` or by both, ``fused``; or the
sentences that are ``read`` for an answer, as the reranker orders them.
"""
RANKINGS: tuple[Ranking, ...] = get_args(Ranking)


@dataclass(frozen=True, slots=True)
class Suite:
    """Cases and what to score."""

    name: str
    cases: tuple[Case, ...]
    articles: tuple[Article, ...]
    """The sources of all cases that bring none of their own."""
    case_scores: Mapping[str, CaseScore]
    """Scores of one response; a report shows the mean of each."""
    run_figures: tuple[RunFigures, ...] = ()
    """Figures of the whole run that are no means."""
    numbers: frozenset[str] = frozenset()
    """Names of the scores that are no shares."""
    task: Task = "answer"
    """What is asked of a system."""
    notes: tuple[str, ...] = ()
    """What the reader of the figures must know."""

    def sources(self, case: Case) -> tuple[Article, ...]:
        """Return the articles that a case is about."""
        return case.texts or self.articles
