"""Suites of judged statements: does a verifier flag what people found unsupported, and pass the rest?

A statement that the system does not pass counts as refused, so the scores of refusing are read so: ``caught``
is the share of unsupported statements that are flagged, ``false_alarm`` the share of supported ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from evals.scores import outcomes
from evals.scores.refusals import balanced_accuracy
from evals.suites.figures import answerability_auroc, decisions, figure, stating
from evals.suites.suite import CaseScore, Suite

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from evals.report_schema import Metric
    from evals.schema import Case, Scored

JUDGING: dict[str, CaseScore] = {
    "caught": lambda case, response, _: outcomes.right_refusal(case, response),
    "false_alarm": lambda case, response, _: outcomes.over_refused(case, response),
}


def judging_suite(name: str, cases: tuple[Case, ...], *, notes: tuple[str, ...] = ()) -> Suite:
    """Return a suite whose systems answer ``f(statement, texts=...)`` with ``{"text", "abstained",
    "confidence"}``.

    ``abstained`` says that the statement is flagged; ``confidence`` how well the sources support it.
    """
    return Suite(name, cases, (), JUDGING, (judging_figures,), task="judge", notes=notes)


def judging_figures(cases: Sequence[Scored]) -> Mapping[str, Metric]:
    """Return ``balanced_accuracy``, the mean of both sorts' accuracy, and ``auroc`` of the stated support."""
    figures = {"balanced_accuracy": figure(lambda part: balanced_accuracy(decisions(part)), cases)}
    sure = stating(cases)
    return {**figures, "auroc": answerability_auroc(sure)} if sure else figures
