"""Figures of a whole run that are no means of case scores, each with an interval over documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from evals.schema import Metric, Score, Scored, Unit
from evals.scores import confidence, refusals
from evals.scores.refusals import Decision
from evals.statistics import Floats, statistic_interval, wilson


def refusal_figures(cases: Sequence[Scored]) -> Mapping[str, Metric]:
    """Return precision, recall and F1 of refusing; see :mod:`evals.scores.refusals`."""
    seen = [scored for scored in cases if scored.response is not None]
    rows = np.array([[_refused(scored), scored.case.answerable] for scored in seen], dtype=np.float64)
    scores: dict[str, Callable[[Sequence[Decision]], Score]] = {
        "refusal_precision": refusals.refusal_precision,
        "refusal_recall": refusals.refusal_recall,
        "refusal_f1": refusals.refusal_f1,
    }
    return {name: figure(_of_decisions(score), rows.reshape(-1, 2), seen) for name, score in scores.items()}


def confidence_figures(cases: Sequence[Scored]) -> Mapping[str, Metric]:
    """Return figures of the confidences, for systems that state any; see :mod:`evals.scores.confidence`.

    ``auroc`` tells answerable questions from unanswerable ones, over all cases. The others tell right answers
    from those that are not, over the answers given; ``coverage_at_95`` is a share of all cases.
    """
    sure = [scored for scored in cases if scored.response and scored.response.confidence is not None]
    if not sure:
        return {}
    given = [scored for scored in sure if not _refused(scored)]
    asked = _rows(sure, [scored.case.answerable for scored in sure])
    answered = _rows(given, [is_right(scored) for scored in given])
    share = len(given) / len(sure)
    return {
        "auroc": figure(lambda rows: confidence.auroc(*_columns(rows)), asked, sure),
        "risk_coverage_area": figure(
            lambda rows: confidence.risk_coverage_area(*_columns(rows)), answered, given
        ),
        "coverage_at_95": figure(
            lambda rows: confidence.coverage_at_accuracy(*_columns(rows), total=round(len(rows) / share)),
            answered,
            given,
        ),
        "calibration_error": figure(
            lambda rows: confidence.calibration_error(*_columns(rows)), answered, given
        ),
    }


def is_right(scored: Scored) -> bool:
    """Tell whether an answer was right; an answer to an unanswerable question is not."""
    score = scored.scores.get("right")
    return score is not None and score.value == 1.0


def figure(
    score: Callable[[Floats], Score], rows: Floats, cases: Sequence[Scored], *, unit: Unit = "share"
) -> Metric:
    """Return a score of ``rows``, one for each of ``cases``, with its interval over their documents.

    A share of 0 or 1 that resampling cannot move has Wilson's bounds for as many cases as there are
    documents.
    """
    value = score(rows).value if len(rows) else None
    if value is None:
        return Metric(None, len(rows), None, None, "none: not applicable", unit=unit)
    groups = [scored.case.group for scored in cases]

    def number(part: Floats) -> float:
        found = score(part).value
        return float("nan") if found is None else found

    bounds = statistic_interval(number, rows, groups)
    if bounds is not None and bounds.low == bounds.high and value in (0.0, 1.0):
        clusters = len(set(groups)) if len(set(groups)) > 1 else len(groups)
        bounds = wilson(round(value) * clusters, clusters)
    if bounds is None:
        return Metric(value, len(rows), None, None, "none: too few cases", unit=unit)
    return Metric(value, len(rows), bounds.low, bounds.high, bounds.method, unit=unit)


def _refused(scored: Scored) -> bool:
    return scored.response is not None and scored.response.refused


def _of_decisions(score: Callable[[Sequence[Decision]], Score]) -> Callable[[Floats], Score]:
    """Return ``score`` as a function of rows of (refused, answerable)."""
    return lambda rows: score(_decisions(rows))


def _decisions(rows: Floats) -> list[Decision]:
    return [Decision(bool(refused), bool(answerable)) for refused, answerable in rows]


def _rows(cases: Sequence[Scored], truths: Sequence[bool]) -> Floats:
    pairs = [
        (scored.response.confidence, truth)
        for scored, truth in zip(cases, truths, strict=True)
        if scored.response is not None
    ]
    return np.array(pairs, dtype=np.float64).reshape(-1, 2)


def _columns(rows: Floats) -> tuple[list[float], list[bool]]:
    return rows[:, 0].tolist(), rows[:, 1].astype(bool).tolist()
