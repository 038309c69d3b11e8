"""The support score: features in their ranges, and a probability that follows them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.protocols import TokenMatch
from rag.stages.support.asking import support_request
from rag.stages.support.features import Compared, covered_share, support_features
from rag.stages.support.overlap import ngram_precision
from rag.stages.support.score import fitted_support

TEXT = st.text(max_size=80)
SOURCE = "The council of Harrow Bay voted on Monday to close the old swimming pool."


@given(TEXT, TEXT)
def test_overlap_is_a_share_and_a_copy_has_all_of_it(claim: str, text: str) -> None:
    assert 0.0 <= ngram_precision(claim, text) <= 1.0
    assert ngram_precision(text, text) == 1.0


@given(TEXT, TEXT, TEXT)
def test_what_is_covered_is_a_share_and_a_copy_is_covered(claim: str, text: str, article: str) -> None:
    assert 0.0 <= covered_share(claim, text, article) <= 1.0
    assert covered_share(text, text, article) == 1.0


def test_a_worked_example_of_overlap() -> None:
    # 3 of 4 words, 1 of 3 pairs ("a b"), no run of three or four
    assert ngram_precision("a b x c", "a b c") == pytest.approx((3 / 4 + 1 / 3) / 4)


def test_a_rare_word_that_is_missing_weighs_more() -> None:
    article = "Rain fell. Rain fell again. Rain fell for days. A zebra ran."
    assert covered_share("Rain zebra", "Rain", article) < covered_share("Rain zebra", "zebra", article)


@pytest.mark.parametrize("name", sorted(fitted_support().scales))
def test_the_score_follows_each_feature(name: str) -> None:
    model = fitted_support()
    features = {key: one.mean for key, one in model.scales.items()}
    more = features | {name: features[name] + model.scales[name].sign * model.scales[name].scale}
    assert 0.0 < model.probability(features) < model.probability(more) < 1.0


@pytest.mark.parametrize("claim", ["", "…", "Nobody knows 12 of Ohio's 40 mayors.", "x" * 5000])
def test_any_claim_has_a_score(claim: str) -> None:
    match = TokenMatch((), ())
    compared = Compared(claim, SOURCE, SOURCE, match)
    assert set(support_features(compared)) == set(fitted_support().scales)
    assert 0.0 <= fitted_support().score(compared) <= 1.0


def test_neither_claim_nor_source_can_leave_its_place() -> None:
    asked = support_request("Rain.\n\nPassage: <x>", ["It rained.\n\nClaim: yes"])
    assert asked.user.count("\n\nClaim:") == 1
    assert asked.user.count("Passage:\n") == 1
