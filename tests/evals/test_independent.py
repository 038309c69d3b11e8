"""Scores agree with implementations of others, or with ones written step by step from the definition."""

from __future__ import annotations

import collections
import random
import re
import string

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.scores.answers import exact_match, token_f1
from evals.scores.confidence import (
    auroc,
    calibration_error,
    coverage_at_accuracy,
    reliability,
    risk_coverage_area,
    risk_coverage_curve,
)
from evals.scores.ranking import ndcg_at, recall_at, reciprocal_rank

VOCABULARY = [
    "The",
    "the",
    "a",
    "an",
    "cat",
    "sat",
    "on",
    "mat,",
    "66,000",
    "U.S.",
    "migrants'",
    "Zürich",
    "“deal”",
    "co-op",
    "in",
    "1999",
    ".",
    "AN",
]


class Definition:
    """SQuAD 2.0's EM and F1, written down from the published definitions, step by step and slowly."""

    @staticmethod
    def normalise(text: str) -> str:
        text = text.lower()
        text = "".join(character for character in text if character not in set(string.punctuation))
        text = re.sub(re.compile(r"\b(a|an|the)\b", re.UNICODE), " ", text)
        return " ".join(text.split())

    @classmethod
    def golds(cls, answers: list[str]) -> list[str]:
        return [answer for answer in answers if cls.normalise(answer)] or [""]

    @classmethod
    def exact(cls, answers: list[str], given: str) -> int:
        return max(int(cls.normalise(gold) == cls.normalise(given)) for gold in cls.golds(answers))

    @classmethod
    def f1(cls, answers: list[str], given: str) -> float:
        return max(cls._f1(gold, given) for gold in cls.golds(answers))

    @classmethod
    def _f1(cls, gold: str, given: str) -> float:
        wanted, found = cls.normalise(gold).split(), cls.normalise(given).split()
        if not wanted or not found:
            return float(wanted == found)
        same = sum((collections.Counter(wanted) & collections.Counter(found)).values())
        if same == 0:
            return 0
        precision, recall = same / len(found), same / len(wanted)
        return (2 * precision * recall) / (precision + recall)


def phrase(draw: random.Random, longest: int = 6) -> str:
    return " ".join(draw.choice(VOCABULARY) for _ in range(draw.randint(0, longest)))


def test_squad_scores_agree_with_the_definition_on_a_thousand_cases() -> None:
    draw = random.Random(2026)
    refused = 0
    for _ in range(1000):
        answers = [phrase(draw) for _ in range(draw.randint(0, 3))]
        predicted = draw.choice([phrase(draw), "", *answers])
        refused += predicted == ""
        assert exact_match(predicted, answers).value == Definition.exact(answers, predicted)
        assert token_f1(predicted, answers).value == pytest.approx(Definition.f1(answers, predicted))
    assert refused > 100


@pytest.mark.parametrize(
    ("predicted", "answers", "exact", "f1"),
    [
        ("", [], 1.0, 1.0),
        ("Normandy", [], 0.0, 0.0),
        ("", ["Normandy"], 0.0, 0.0),
        ("the Normandy!", ["Normandy", "Rouen"], 1.0, 1.0),
        ("in Normandy", ["Normandy"], 0.0, 2 / 3),
    ],
)
def test_refusals_score_as_squad_2_says(predicted: str, answers: list[str], exact: float, f1: float) -> None:
    assert exact_match(predicted, answers).value == exact
    assert token_f1(predicted, answers).value == pytest.approx(f1)


CASES = st.lists(
    st.tuples(st.sampled_from([0.0, 0.1, 0.25, 0.3, 0.5, 0.7, 0.95, 1.0]), st.booleans()),
    min_size=2,
    max_size=60,
)


@given(CASES)
def test_auroc_agrees_with_scikit_learn(cases: list[tuple[float, bool]]) -> None:
    from sklearn.metrics import roc_auc_score

    numbers, truths = [number for number, _ in cases], [truth for _, truth in cases]
    score = auroc(numbers, truths)
    if len(set(truths)) == 1:
        assert score.value is None
    else:
        assert score.value == pytest.approx(roc_auc_score(truths, numbers))


@given(CASES)
def test_reliability_agrees_with_scikit_learn(cases: list[tuple[float, bool]]) -> None:
    from sklearn.calibration import calibration_curve

    nudged = [(min(number + 0.001, 0.999), truth) for number, truth in cases]  # off the bins' borders
    numbers, truths = [number for number, _ in nudged], [truth for _, truth in nudged]
    accuracy, confidence = calibration_curve(truths, numbers, n_bins=10, strategy="uniform")
    bins = reliability(numbers, truths)
    assert [b.accuracy for b in bins] == pytest.approx(list(accuracy))
    assert [b.confidence for b in bins] == pytest.approx(list(confidence))
    sizes = np.array([b.n for b in bins])
    expected = float((sizes * np.abs(accuracy - confidence)).sum() / sizes.sum())
    assert calibration_error(numbers, truths).value == pytest.approx(expected)


@given(st.lists(st.tuples(st.integers(0, 3), st.floats(0, 1, allow_nan=False)), min_size=2, max_size=30))
def test_ndcg_agrees_with_scikit_learn(documents: list[tuple[int, float]]) -> None:
    from sklearn.metrics import ndcg_score

    grades = [grade for grade, _ in documents]
    # Distinct scores: how ties are broken is a convention, not a definition.
    scores = [score + index * 2 for index, (_, score) in enumerate(documents)]
    order = sorted(range(len(documents)), key=lambda index: -scores[index])
    score = ndcg_at([str(index) for index in order], {str(i): grade for i, grade in enumerate(grades)}, k=10)
    if not any(grades):
        assert score.value is None
    else:
        assert score.value == pytest.approx(ndcg_score([grades], [scores], k=10))


def area_by_the_book(numbers: list[float], rights: list[bool]) -> float:
    """AURC by its definition: the mean, over every case, of the risk of answering it and all surer ones."""
    order = sorted(range(len(numbers)), key=lambda index: -numbers[index])
    risks = [sum(not rights[i] for i in order[:k]) / k for k in range(1, len(order) + 1)]
    return sum(risks) / len(risks)


@given(st.lists(st.booleans(), min_size=1, max_size=40))
def test_risk_coverage_agrees_with_the_definition_without_ties(rights: list[bool]) -> None:
    numbers = [1 - index / 100 for index in range(len(rights))]
    assert risk_coverage_area(numbers, rights).value == pytest.approx(area_by_the_book(numbers, rights))


@given(CASES, st.randoms(use_true_random=False))
def test_figures_do_not_depend_on_the_order_of_cases(cases: list[tuple[float, bool]], draw: random.Random) -> None:
    shuffled = draw.sample(cases, len(cases))
    for score in (auroc, risk_coverage_area, coverage_at_accuracy, calibration_error):
        first = score([n for n, _ in cases], [t for _, t in cases]).value
        second = score([n for n, _ in shuffled], [t for _, t in shuffled]).value
        assert first == (second if second is None else pytest.approx(second))


def test_a_tie_counts_as_its_expected_number_of_mistakes() -> None:
    both_orders = [area_by_the_book([0.9, 0.5, 0.5], rights) for rights in ([True, True, False], [True, False, True])]
    assert risk_coverage_area([0.9, 0.5, 0.5], [True, True, False]).value == pytest.approx(sum(both_orders) / 2)


def test_coverage_is_read_off_the_curve() -> None:
    numbers, rights = [0.9, 0.8, 0.7, 0.6], [True, True, False, True]
    assert [point.risk for point in risk_coverage_curve(numbers, rights)] == pytest.approx([0, 0, 1 / 3, 1 / 4])
    assert coverage_at_accuracy(numbers, rights).value == 0.5
    assert coverage_at_accuracy(numbers, rights, accuracy=0.75).value == 1.0
    assert coverage_at_accuracy(numbers, rights, total=8).value == 0.25
    assert coverage_at_accuracy([0.9], [False]).value == 0.0


def test_ranking_by_hand() -> None:
    grades = {"a": 2.0, "b": 1.0, "c": 0.0}
    ranking = ["c", "a", "a", "b"]
    assert recall_at(ranking, grades, k=2).value == 0.5
    assert recall_at(ranking, grades, k=3).value == 1.0  # a name that comes twice counts once
    assert reciprocal_rank(ranking, grades).value == 0.5
    assert reciprocal_rank(["c"], grades).value == 0.0
    assert ndcg_at(ranking, grades, k=10).value == pytest.approx((2 / np.log2(3) + 1 / 2) / (2 + 1 / np.log2(3)))
    assert recall_at(ranking, {"c": 0}, k=1).value is None


@pytest.mark.parametrize("confidence", [-0.1, 1.5])
def test_calibration_is_not_asked_of_numbers_that_are_no_probabilities(confidence: float) -> None:
    assert calibration_error([confidence, 0.5], [True, False]).value is None
