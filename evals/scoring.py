"""Attempts become a report: each response is scored, and scores are gathered into figures with intervals."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from evals.reasons import refusals_by_reason
from evals.report_schema import Metric, Report, Unit
from evals.responses import read_response
from evals.schema import Attempt, Case, Response, Score, Scored
from evals.statistics import mean_interval
from rag.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from evals.suites.suite import Suite

_log = logging.getLogger("citewire")


def make_report(
    suite: Suite, attempts: Sequence[Attempt], *, system: str, settings: Mapping[str, Any] | None = None
) -> Report:
    """Return the report of attempts at the suite's cases. Failed ones are counted apart, never as a score."""
    cases = {case.id: case for case in suite.cases}
    scored = tuple(score_attempt(suite, cases[attempt.case_id], attempt) for attempt in attempts)
    refusals = refusals_by_reason(scored) if suite.task in {"answer", "judge"} else ()
    metrics = all_metrics(suite, scored)
    return Report(suite.name, system, metrics, scored, suite.notes, dict(settings or {}), refusals)


def score_attempt(suite: Suite, case: Case, attempt: Attempt) -> Scored:
    """Score one attempt; a response that does not read is a failure of the system."""
    if attempt.raw is None:
        return Scored(case, None, attempt.error or "no response", {}, attempt.seconds)
    try:
        response = read_response(attempt.raw)
        return Scored(case, response, None, _scores(suite, case, response), attempt.seconds)
    except BadInput as exc:
        return Scored(case, None, str(exc), {}, attempt.seconds)
    except Exception as exc:  # noqa: BLE001 - a score that breaks is a failure, never a zero
        _log.warning("case %s could not be scored", case.id, exc_info=True)
        return Scored(case, None, f"could not be scored ({exc!r})", {}, attempt.seconds)


def _scores(suite: Suite, case: Case, response: Response) -> dict[str, Score]:
    articles = suite.sources(case)
    return {name: score(case, response, articles) for name, score in suite.case_scores.items()}


def all_metrics(suite: Suite, scored: Sequence[Scored]) -> dict[str, Metric]:
    """Return the mean of each case score, then the figures of the run."""
    sound = [one for one in scored if not one.failed]
    metrics = {name: mean_metric(name, sound, number=name in suite.numbers) for name in suite.case_scores}
    for figures in suite.run_figures:
        metrics.update(figures(sound))
    return metrics


def mean_metric(name: str, sound: Sequence[Scored], *, number: bool = False) -> Metric:
    """Return the mean of one score over the cases that it applies to."""
    pairs = [(one.scores[name].value, one.case.group) for one in sound]
    values = [value for value, _ in pairs if value is not None]
    groups = [group for value, group in pairs if value is not None]
    unit: Unit = "number" if number else "share"
    left_out = len(pairs) - len(values)
    if not values:
        return Metric(None, 0, None, None, "none: not applicable", left_out, unit)
    bounds = mean_interval(values, groups, share=not number)
    mean = sum(values) / len(values)
    return Metric(mean, len(values), bounds.low, bounds.high, bounds.method, left_out, unit)
