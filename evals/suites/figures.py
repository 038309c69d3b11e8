"""Figures of a whole run that are no means of case scores, each with an interval over documents."""

from __future__ import annotations

import statistics
from functools import partial
from typing import TYPE_CHECKING

from evals.report_schema import Metric, Unit
from evals.schema import Score, Scored
from evals.scores import confidence, refusals
from evals.scores.refusals import Decision
from evals.statistics import mean_interval, statistic_interval

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


def refusal_figures(cases: Sequence[Scored]) -> Mapping[str, Metric]:
    """Return precision, recall and F1 of refusing; see :mod:`evals.scores.refusals`."""
    return {
        "refusal_precision": figure(lambda part: refusals.refusal_precision(decisions(part)), cases),
        "refusal_recall": figure(lambda part: refusals.refusal_recall(decisions(part)), cases),
        "refusal_f1": figure(lambda part: refusals.refusal_f1(decisions(part)), cases),
    }


def confidence_figures(cases: Sequence[Scored]) -> Mapping[str, Metric]:
    """Return figures of the confidences, for systems that state any; see :mod:`evals.scores.confidence`.

    ``auroc`` tells answerable questions from unanswerable ones, over all cases. The others tell right answers
    from those that are not, over the answers given; ``coverage_at_95`` is a share of all cases.
    """
    sure = stating(cases)
    if not sure:
        return {}
    asked = {"auroc": answerability_auroc(sure)}
    if "right" not in sure[0].scores:
        return asked
    given = [scored for scored in sure if not refused(scored)]

    def covered(part: Sequence[Scored]) -> Score:
        answered = [scored for scored in part if not refused(scored)]
        return confidence.coverage_at_accuracy(confidences(answered), rights(answered), total=len(part))

    return {
        **asked,
        "risk_coverage_area": figure(partial(_of_rights, confidence.risk_coverage_area), given),
        "coverage_at_95": figure(covered, sure),
        "calibration_error": figure(partial(_of_rights, confidence.calibration_error), given),
    }


def answerability_auroc(sure: Sequence[Scored]) -> Metric:
    """Return how well the confidences tell answerable cases from unanswerable ones."""

    def auroc(part: Sequence[Scored]) -> Score:
        return confidence.auroc(confidences(part), [scored.case.answerable for scored in part])

    return figure(auroc, sure)


def median_words(cases: Sequence[Scored]) -> Mapping[str, Metric]:
    """Return ``words_median``: the median number of words of the short answers."""
    counted = [scored for scored in cases if _words(scored) is not None]

    def median(part: Sequence[Scored]) -> Score:
        counts = [words for scored in part if (words := _words(scored)) is not None]
        return Score(float(statistics.median(counts)), "the middle one")

    return {"words_median": figure(median, counted, unit="number")}


def figure(score: Callable[[Sequence[Scored]], Score], cases: Sequence[Scored], *, unit: Unit = "share") -> Metric:
    """Return a score of ``cases`` with its interval over their documents.

    A share of 0 or 1 that resampling cannot move has Wilson's bounds for as many cases as there are
    documents.
    """
    value = score(cases).value if cases else None
    if value is None:
        return Metric(None, len(cases), None, None, "none: not applicable", unit=unit)
    groups = [scored.case.group for scored in cases]
    bounds = statistic_interval(lambda part: _number(score(part)), cases, groups)
    if bounds is not None and bounds.low == bounds.high and unit == "share" and value in (0.0, 1.0):
        bounds = mean_interval([value] * len(groups), groups)
    if bounds is None:
        return Metric(value, len(cases), None, None, "none: too few cases", unit=unit)
    return Metric(value, len(cases), bounds.low, bounds.high, bounds.method, unit=unit)


def stating(cases: Sequence[Scored]) -> list[Scored]:
    """Return the cases in which the system stated a confidence."""
    return [scored for scored in cases if scored.response and scored.response.confidence is not None]


def confidences(cases: Sequence[Scored]) -> list[float]:
    """Return the stated confidences, in order; minus infinity where there is none."""
    stated = (scored.response.confidence if scored.response else None for scored in cases)
    return [float("-inf") if number is None else number for number in stated]


def rights(cases: Sequence[Scored]) -> list[bool]:
    """Tell of each answer whether it was right; one to an unanswerable question is not."""
    return [(score := scored.scores.get("right")) is not None and score.value == 1.0 for scored in cases]


def refused(scored: Scored) -> bool:
    """Tell whether the system refused the case."""
    return scored.response is not None and scored.response.refused


def decisions(cases: Sequence[Scored]) -> list[Decision]:
    """Return what the system decided of each case."""
    return [Decision(refused(scored), scored.case.answerable) for scored in cases]


def _of_rights(score: Callable[[Sequence[float], Sequence[bool]], Score], part: Sequence[Scored]) -> Score:
    return score(confidences(part), rights(part))


def _words(scored: Scored) -> float | None:
    score = scored.scores.get("short_words")
    return score.value if score else None


def _number(score: Score) -> float:
    return float("nan") if score.value is None else score.value
