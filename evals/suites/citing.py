"""The suite of citations: are they there, are they real, do they prove, and do they bear the sentences out?"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from evals.scores import citations, support
from evals.suites.common import PROVING
from evals.suites.facts import facts_suite
from evals.suites.suite import CaseScore, Suite

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from evals.schema import Case, Response, Score
    from evals.scores.support import SupportScore
    from rag.schema import Article

_NOTE = (
    "ALCE's recall and precision have Citewire's verifier where ALCE has a model of entailment. They do not compare "
    "with figures of another judge, and say little of Citewire itself, which shows nothing that the verifier rejects."
)


def citations_suite(facts: Path | str | None = None) -> Suite:
    """Return the suite of a facts file, by default of the article that ships; raises UnreadableFile or BadInput."""
    base = facts_suite(facts)
    return Suite("citations", base.cases, base.articles, CITING, notes=(_NOTE,))


def _by_verifier(score: SupportScore) -> CaseScore:
    """Return a score of support as a case score, with Citewire's verifier as the judge."""

    def scored(_: Case, response: Response, articles: Sequence[Article]) -> Score:
        from evals.judging import supports  # noqa: PLC0415 - brings in spaCy

        return score(response, partial(supports, articles=articles))

    return scored


CITING: dict[str, CaseScore] = {
    "citation_coverage": lambda _, response, __: citations.citation_coverage(response),
    "invalid_ids": lambda _, response, articles: citations.invalid_ids(response, articles),
    "quote_validity": lambda _, response, articles: citations.quote_validity(response, articles),
    **PROVING,
    "alce_recall_by_verifier": _by_verifier(support.support_recall),
    "alce_precision_by_verifier": _by_verifier(support.support_precision),
    "unsupported_by_verifier": _by_verifier(support.unsupported_rate),
}
