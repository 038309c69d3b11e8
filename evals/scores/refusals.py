"""Does a system know when to refuse? Scores of a whole run.

Here "refused" is a prediction and "unanswerable" is the truth.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from evals.schema import Score

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Decision:
    """What a system decided about one question."""

    refused: bool
    answerable: bool


def refusal_precision(decisions: Sequence[Decision]) -> Score:
    """Score the share of the refused questions that are unanswerable, in [0, 1]."""
    refused = [decision for decision in decisions if decision.refused]
    if not refused:
        return Score(None, "nothing was refused")
    good = sum(not decision.answerable for decision in refused)
    return Score(good / len(refused), f"{good} of {len(refused)} refusals were of unanswerable questions")


def refusal_recall(decisions: Sequence[Decision]) -> Score:
    """Score the share of the unanswerable questions that are refused, in [0, 1]."""
    unanswerable = [decision for decision in decisions if not decision.answerable]
    if not unanswerable:
        return Score(None, "no question is unanswerable")
    good = sum(decision.refused for decision in unanswerable)
    return Score(good / len(unanswerable), f"{good} of {len(unanswerable)} unanswerable questions were refused")


def refusal_f1(decisions: Sequence[Decision]) -> Score:
    """Score 2TP / (2TP + FP + FN) of refusing, in [0, 1]: the harmonic mean of precision and recall."""
    hits = sum(d.refused and not d.answerable for d in decisions)
    misses = sum(d.refused == d.answerable for d in decisions)
    if hits + misses == 0:
        return Score(None, "nothing was refused and nothing is unanswerable")
    return Score(2 * hits / (2 * hits + misses), f"{hits} right refusals, {misses} mistakes")


def balanced_accuracy(decisions: Sequence[Decision]) -> Score:
    """Score the mean of the shares of answerable cases answered and of others refused; .5 is chance."""
    answerable = [decision.refused for decision in decisions if decision.answerable]
    others = [decision.refused for decision in decisions if not decision.answerable]
    if not answerable or not others:
        return Score(None, "all cases are of one sort")
    answered, caught = 1 - sum(answerable) / len(answerable), sum(others) / len(others)
    return Score((answered + caught) / 2, f"{answered:.1%} answered, {caught:.1%} refused")
