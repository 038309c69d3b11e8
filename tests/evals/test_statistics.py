"""Intervals are what their sources say, and the same every time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.statistics import mean_interval, paired_difference, statistic_interval, wilson


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [  # R. G. Newcombe, Statistics in Medicine 17 (1998), table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_gives_the_published_bounds(successes: int, n: int, low: float, high: float) -> None:
    bounds = wilson(successes, n)
    assert (bounds.low, bounds.high) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_holds_the_share_and_mirrors(pair: tuple[int, int]) -> None:
    successes, n = pair
    bounds, mirrored = wilson(successes, n), wilson(n - successes, n)
    assert 0 <= bounds.low <= successes / n <= bounds.high <= 1
    assert bounds.low == pytest.approx(1 - mirrored.high)


@pytest.mark.parametrize(("successes", "n"), [(1, 0), (3, 2), (-1, 4)])
def test_no_interval_of_no_share(successes: int, n: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        wilson(successes, n)


def test_cases_of_one_document_do_not_count_as_many() -> None:
    random = np.random.default_rng(1)
    documents = np.repeat(np.arange(40), 25)
    values = (random.random(40)[documents] > 0.4).astype(float).tolist()  # alike within a document
    clustered = mean_interval(values, documents.tolist())
    naive = mean_interval(values, list(range(len(values))))
    assert naive.method == "wilson"
    assert clustered.method == "bootstrap over 40 documents"
    assert clustered.high - clustered.low > 3 * (naive.high - naive.low)


def test_interval_of_documents_all_alike_is_not_a_point() -> None:
    bounds = mean_interval([1.0] * 50, [index // 5 for index in range(50)])
    assert (bounds.low, bounds.high) == (wilson(10, 10).low, 1.0)
    assert bounds.method == "wilson over 10 documents"


def test_a_number_that_happens_to_be_one_everywhere_is_no_share() -> None:
    bounds = mean_interval([1.0] * 20, ["one"] * 20, share=False)
    assert (bounds.low, bounds.high, bounds.method) == (1.0, 1.0, "bootstrap over 20 cases")


def test_few_documents_are_not_resampled_and_the_method_says_so() -> None:
    values, groups = [float(index % 3 == 0) for index in range(60)], [index // 20 for index in range(60)]
    bounds = mean_interval(values, groups)
    assert bounds.method == "wilson, 3 documents being too few"
    assert (bounds.low, bounds.high) == (wilson(20, 60).low, wilson(20, 60).high)


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 5)), min_size=1, max_size=40))
def test_intervals_are_the_same_every_time(cases: list[tuple[float, int]]) -> None:
    values, groups = [value for value, _ in cases], [group for _, group in cases]
    assert mean_interval(values, groups) == mean_interval(values, groups)
    bounds = mean_interval(values, groups)
    assert 0 <= bounds.low <= bounds.high <= 1


def test_any_statistic_has_an_interval_over_documents() -> None:
    items = [1.0, 2.0, 3.0, 10.0]
    many = [float(index // 2) for index in range(40)]
    bounds = statistic_interval(max, many, [index // 2 for index in range(40)])
    assert bounds is not None
    assert bounds.method == "bootstrap over 20 documents"
    assert 14.0 < bounds.low < bounds.high == 19.0
    assert statistic_interval(max, items, ["a", "a", "b", "c"]).method.endswith("3 documents being too few")
    assert statistic_interval(lambda part: float("nan"), items, items) is None


def test_paired_comparison_sees_what_single_intervals_do_not() -> None:
    old = [float(index % 2) for index in range(200)]
    new = [1.0 if index % 20 == 0 else value for index, value in enumerate(old)]
    difference = paired_difference(old, new, list(range(200)))
    assert difference.value == pytest.approx(0.05)
    assert 0 < difference.low < 0.05 < difference.high
    assert difference.p < 0.01
    same = paired_difference(old, old, list(range(200)))
    assert (same.value, same.low, same.high, same.p) == (0.0, 0.0, 0.0, 1.0)


def test_the_mean_is_covered_about_as_often_as_it_says() -> None:
    random = np.random.default_rng(7)
    covered = 0
    for _ in range(200):
        documents = random.random(30)
        values = [float(random.random() < share) for share in documents for _ in range(8)]
        bounds = mean_interval(values, [index // 8 for index in range(240)])
        covered += bounds.low <= 0.5 <= bounds.high
    assert 180 <= covered <= 200  # 95% of 200, give or take


def test_a_comparison_needs_the_same_cases() -> None:
    with pytest.raises(ValueError, match="same cases"):
        paired_difference([1.0], [1.0, 0.0], ["a"])
