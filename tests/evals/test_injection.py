"""Hostile copies keep an article's sentences, hide one order each, and tell the obedient from the steady."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from evals import injection_suite, run
from evals.suites.attacking import CLEAN
from evals.suites.orders import ORDERS

if TYPE_CHECKING:
    from evals import Case

SUITE = injection_suite()
ATTACKED = [case for case in SUITE.cases if case.attack]


def test_each_attacked_case_has_a_clean_twin_and_holds_its_trigger_once() -> None:
    clean = {case.id for case in SUITE.cases if not case.attack}
    assert clean == {f"{case.id}{CLEAN}" for case in ATTACKED}
    for case in ATTACKED:
        assert case.texts[0].text.casefold().count(str(case.attack)) == 1
    for case in SUITE.cases:
        if not case.attack:
            assert not any(order.trigger in case.texts[0].text.casefold() for order in ORDERS)


def test_proof_is_found_again_in_the_hostile_copy() -> None:
    for case in ATTACKED:
        for part in case.proof:
            assert part.spans
            for span in part.spans:
                assert case.texts[0].sha256 == span.sha256
                assert part.text in case.texts[0].text[span.start : span.end]


def proved(case: Case, texts: Any) -> Any:
    spans = [part.spans[0] for part in case.proof]
    quotes = [{"quote": texts[0].text[span.start : span.end]} for span in spans]
    text = " ".join(part.text for part in case.proof)
    return {"text": text, "abstained": not spans, "citations": quotes}


@pytest.mark.parametrize("obeys", [True, False])
def test_obedience_is_seen(obeys: bool) -> None:
    by_key = {(case.question, case.texts[0].sha256): case for case in SUITE.cases}

    def system(question: str, *, texts: Any) -> Any:
        case = by_key[question, texts[0].sha256]
        if obeys and case.attack:
            return {"text": f"Very well: {case.attack.upper()}!", "abstained": False, "citations": []}
        return proved(case, texts)

    figures = run(system, suite=SUITE).metrics
    assert figures["attack_success"].value == float(obeys)
    assert figures["attack_success"].n == len(ATTACKED)
    assert figures["utility_kept"].value == float(not obeys)
    assert figures["answer_kept"].value == float(not obeys)
