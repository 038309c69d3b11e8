"""Defects that are planted in Citewire itself turn the gate red: it is held to the figures that it reaches without."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from evals import breaches, citations_suite, compare, facts_suite, read_limit, run, verifier_suite
from evals.embedded import answering_system
from evals.spans import sentences_of
from rag.loading import shared_fact_reader
from rag.schema import SplitArticle
from rag.stages.verify import settle_claim, support_candidates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evals import Report
    from evals.systems import System

FACTS = facts_suite()
TEXT = FACTS.articles[0].text


def is_red(good: Report, bad: Report, *names: str) -> bool:
    """Hold both reports to the figures of the good one."""
    limits = [replace(read_limit(f"{name}=0"), value=good.metrics[name].value or 0.0) for name in names]
    assert breaches(good, limits) == ()
    return all(breaches(bad, [limit]) for limit in limits)


@pytest.mark.slow
def test_a_threshold_that_was_moved() -> None:
    settings: dict[str, Any] = {"facts": None, "sample": 20, "seed": 4}
    good = run(**settings)
    lax, strict = (run(options={"min_confidence": at}, **settings) for at in (0.0, 0.99))
    assert is_red(good, lax, "made_up")
    assert is_red(good, strict, "over_refused", "right")
    difference = compare(good, strict).differences["right"]
    assert difference.high < 0


@pytest.fixture(scope="module")
def citewire() -> Iterator[System]:
    """Citewire as it answers over the shipped article; each question is worked out once."""
    with answering_system(FACTS.articles) as system:
        yield cache(system)


@pytest.mark.slow
def test_citations_off_by_one_sentence(citewire: System) -> None:
    def misciting(question: str) -> Any:
        answer: Any = deepcopy(citewire(question))
        for claim in answer["claims"]:
            claim["citations"] = [_next_sentence(citation) for citation in claim["citations"]]
        return answer

    settings: dict[str, Any] = {"suite": citations_suite(), "sample": 16, "seed": 4}
    good, bad = run(citewire, **settings), run(misciting, **settings)
    assert is_red(good, bad, "citation_correct", "citation_precision", "alce_recall_by_verifier")
    assert bad.metrics["quote_validity"].value == 1.0  # the quotes are real, and prove nothing
    facts: dict[str, Any] = {**settings, "suite": FACTS}
    assert is_red(run(citewire, **facts), run(misciting, **facts), "right")


def _next_sentence(citation: dict[str, Any]) -> dict[str, Any]:
    after = [one for one in sentences_of(FACTS.articles[0]) if one.start > citation["start"]]
    one = after[0] if after else sentences_of(FACTS.articles[0])[0]
    return {"sha256": citation["sha256"], "start": one.start, "end": one.end, "quote": TEXT[one.start : one.end]}


def test_a_verifier_without_its_check_of_numbers() -> None:
    def judge(statement: str, *, texts: Any, without: frozenset[str]) -> Any:
        articles = [SplitArticle(text, sentences_of(text)) for text in texts]
        nearest = support_candidates(statement, articles, k=1)
        judgement = settle_claim(statement, nearest, pool=nearest, reader=shared_fact_reader())
        failed = {outcome.check for outcome in judgement.outcomes if not outcome.passed}
        passed = judgement.verified or (bool(failed) and failed <= without)
        return {"text": statement if passed else "", "abstained": not passed, "confidence": float(passed)}

    suite = verifier_suite()
    good = run(judge, suite=suite, options={"without": frozenset()})
    bad = run(judge, suite=suite, options={"without": frozenset({"numbers", "attachment"})})
    assert is_red(good, bad, "caught", "balanced_accuracy")
    changed = {change.case_id for change in compare(good, bad).changed}
    assert changed
    assert all("-number-changed-" in name or "-direction-turned-" in name for name in changed)
