"""Systems that cheat or fail in a known way must score as they deserve on every figure."""

from __future__ import annotations

import random
import sys
from typing import TYPE_CHECKING, Any

import pytest

from evals import facts_suite, run
from evals.scores.outcomes import SPARE_SENTENCES

if TYPE_CHECKING:
    from collections.abc import Callable

    from evals import Case, Report

    Trap = Callable[[str], Any]

SUITE = facts_suite()
ARTICLE = SUITE.articles[0]
CASES = {case.question: case for case in SUITE.cases}
ANSWERABLE = sum(case.answerable for case in SUITE.cases)
UNANSWERABLE = len(SUITE.cases) - ANSWERABLE
OFF_TOPIC = "File Source"  # of the photo credit; holds no accepted answer


def citation(start: int, end: int) -> dict[str, Any]:
    quote = ARTICLE.text[start:end]
    return {"sha256": ARTICLE.sha256, "start": start, "end": end, "quote": quote}


def proofs(case: Case) -> list[dict[str, Any]]:
    return [citation(part.spans[0].start, part.spans[0].end) for part in case.proof]


def cited(text: str, citations: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    return {"text": text, "abstained": False, "citations": citations, **more}


def gold(question: str) -> list[dict[str, Any]]:
    """Return the proving sentences; for an unanswerable question, the photo credit."""
    at = ARTICLE.text.index(OFF_TOPIC)
    return proofs(CASES[question]) or [citation(at, at + len(OFF_TOPIC))]


def quoted(question: str) -> str:
    return " ".join(item["quote"] for item in gold(question))


def oracle(question: str) -> Any:
    if not CASES[question].answerable:
        return {"text": "", "abstained": True, "reason": "The article does not say."}
    return cited(quoted(question), gold(question))


def always_refuses(question: str) -> Any:
    return {"text": "", "abstained": True, "reason": "The article does not say.", "citations": []}


def refuses_in_words(question: str) -> Any:
    return "I'm sorry, the article does not mention that."


def empty(question: str) -> Any:
    return ""


def never_refuses(question: str) -> Any:
    return cited(quoted(question), gold(question))


def copies_everything(question: str) -> Any:
    return cited(ARTICLE.text, [citation(0, len(ARTICLE.text))])


def cites_wrongly(question: str) -> Any:
    at = ARTICLE.text.index(OFF_TOPIC)
    return cited(quoted(question), [citation(at, at + len(OFF_TOPIC))])


def cites_at_random(question: str) -> Any:
    start = random.Random(question).randrange(len(ARTICLE.text) - 5)
    return cited(quoted(question), [citation(start, start + 5)])


def off_topic(question: str) -> Any:
    at = ARTICLE.text.index(OFF_TOPIC)
    return cited(OFF_TOPIC, [citation(at, at + len(OFF_TOPIC))])


def from_memory(question: str) -> Any:
    return " ".join([*CASES[question].answers, *CASES[question].must, "sixty-six"])


def cites_nothing(question: str) -> Any:
    return cited(quoted(question), [])


def invents_quotes(question: str) -> Any:
    return cited(quoted(question), [{"quote": "Nobody was on board."}])


def moves_offsets(question: str) -> Any:
    moved = [{**item, "start": item["start"] + 1, "end": item["end"] + 1} for item in gold(question)]
    return cited(quoted(question), moved)


def contradicts(question: str) -> Any:
    spent: dict[str, Any] = {
        "withheld": [{"text": "One."}, {"text": "Two."}],
        "usage": {"input_tokens": 30, "output_tokens": 4},
    }
    spent["model"] = "a model"
    return {**cited("The opposite happened, 7 times, in Narnia.", gold(question)), **spent}


def crashes(question: str) -> Any:
    raise ConnectionError("the model went away")


def exits(question: str) -> Any:
    sys.exit(3)


def returns_rubbish(question: str) -> Any:
    return {"text": ["not", "a", "string"]}


REFUSING = {
    "right": 0.0,
    "wrong": 0.0,
    "over_refused": 1.0,
    "made_up": 0.0,
    "right_refusal": 1.0,
    "answer_correct": 0.0,
    "citation_correct": None,
    "citation_precision": None,
    "citation_recall": None,
    "quote_validity": None,
    "numeric_accuracy": None,
    "citation_coverage": None,
    "sentences": None,
    "refusal_precision": UNANSWERABLE / len(CASES),
    "refusal_recall": 1.0,
    "refusal_f1": 2 * UNANSWERABLE / (len(CASES) + UNANSWERABLE),
}
ANSWERING = {
    "over_refused": 0.0,
    "made_up": 1.0,
    "right_refusal": 0.0,
    "refusal_precision": None,
    "refusal_recall": 0.0,
    "refusal_f1": 0.0,
}
UNPROVED = {
    "citation_coverage": 1.0,
    **ANSWERING,
    "right": 0.0,
    "wrong": 1.0,
    "answer_correct": 1.0,
    "numeric_accuracy": 1.0,
}
MISCITED = {**UNPROVED, "citation_correct": 0.0, "citation_precision": 0.0, "citation_recall": 0.0}
PROVED = {
    "citation_coverage": 1.0,
    "citation_correct": 1.0,
    "citation_precision": 1.0,
    "citation_recall": 1.0,
    "quote_validity": 1.0,
}

EXPECTED: dict[Trap, dict[str, float | None]] = {
    oracle: {
        **PROVED,
        "right": 1.0,
        "wrong": 0.0,
        "over_refused": 0.0,
        "made_up": 0.0,
        "right_refusal": 1.0,
        "answer_correct": 1.0,
        "numeric_accuracy": 1.0,
        "refusal_precision": 1.0,
        "refusal_recall": 1.0,
        "refusal_f1": 1.0,
    },
    always_refuses: REFUSING,
    refuses_in_words: REFUSING,
    empty: REFUSING,
    never_refuses: {
        **ANSWERING,
        **PROVED,
        "right": 1.0,
        "wrong": 0.0,
        "answer_correct": 1.0,
        "numeric_accuracy": 1.0,
    },
    copies_everything: {
        **UNPROVED,
        "citation_correct": 1.0,
        "citation_recall": 1.0,
        "quote_validity": 1.0,
    },
    cites_wrongly: {**MISCITED, "quote_validity": 1.0},
    cites_at_random: {**UNPROVED, "right": None, "wrong": None, "quote_validity": 1.0},
    off_topic: {
        **MISCITED,
        "answer_correct": 0.0,
        "numeric_accuracy": 0.0,
        "quote_validity": 1.0,
        "sentences": 1.0,
    },
    from_memory: {
        **UNPROVED,
        "citation_coverage": None,
        "citation_correct": None,
        "citation_precision": None,
        "citation_recall": None,
        "quote_validity": None,
        "sentences": 1.0,
    },
    cites_nothing: {**MISCITED, "citation_coverage": 0.0, "quote_validity": None},
    invents_quotes: {**MISCITED, "citation_coverage": 1.0, "quote_validity": 0.0},
    moves_offsets: {**MISCITED, "quote_validity": 0.0},
    contradicts: {
        **ANSWERING,
        **PROVED,
        "right": 0.0,
        "wrong": 1.0,
        "answer_correct": 0.0,
        "numeric_accuracy": 0.0,
        "withheld": 2.0,
        "tokens": 34.0,
        "tokens_written": 4.0,
        "own_words": 1.0,
    },
}


def answers_only(report: Report) -> dict[str, float | None]:
    return {name: metric.value for name, metric in report.metrics.items()}


@pytest.mark.parametrize("trap", [trap for trap in EXPECTED if trap is not cites_at_random])
def test_trap_scores_as_it_deserves(trap: Trap) -> None:
    report = run(trap, suite=SUITE)
    figures = answers_only(report)
    assert report.failed == 0
    assert {name: figures[name] for name in EXPECTED[trap]} == pytest.approx(EXPECTED[trap])


def test_every_figure_is_pinned_by_some_trap() -> None:
    pinned = {name for expected in EXPECTED.values() for name in expected}
    assert set(run(oracle, suite=SUITE).metrics) <= pinned


def test_copying_the_article_is_long_and_imprecise() -> None:
    figures = answers_only(run(copies_everything, suite=SUITE))
    assert figures["sentences"] > 10
    assert 0 < figures["citation_precision"] < 0.2


def test_random_citations_prove_little() -> None:
    figures = answers_only(run(cites_at_random, suite=SUITE))
    assert figures["right"] == figures["citation_correct"]
    assert figures["right"] < 0.35
    assert figures["wrong"] > 0.65
    assert figures["answer_correct"] == 1.0
    assert figures["quote_validity"] == 1.0


def test_one_sentence_past_the_limit_buries_the_answer() -> None:
    case = next(case for case in SUITE.cases if case.id == "encounters-now")

    def padded(extra: int) -> Trap:
        def system(question: str) -> Any:
            return cited(quoted(case.question) + " It rained." * extra, gold(case.question))

        return system

    one = facts_suite().__class__("facts", (case,), SUITE.articles, SUITE.case_scores)
    assert answers_only(run(padded(SPARE_SENTENCES), suite=one))["right"] == 1.0
    assert answers_only(run(padded(SPARE_SENTENCES + 1), suite=one))["right"] == 0.0


@pytest.mark.parametrize("trap", [crashes, exits, returns_rubbish])
def test_a_crash_is_a_failure_and_never_a_score(trap: Trap) -> None:
    report = run(trap, suite=SUITE)
    assert report.failed == report.n == len(CASES)
    assert all(metric.n == 0 and metric.value is None for metric in report.metrics.values())
    assert all(scored.error and not scored.scores for scored in report.cases)


def test_crashes_leave_the_other_cases_as_they_are() -> None:
    def fragile(question: str) -> Any:
        return oracle(question) if CASES[question].answerable else crashes(question)

    report = run(fragile, suite=SUITE)
    assert report.failed == UNANSWERABLE
    assert report.metrics["right"].value == 1.0
    assert report.metrics["right"].n == ANSWERABLE
    assert report.metrics["made_up"].n == 0


@pytest.mark.parametrize(("surer_when_right", "auroc"), [(True, 1.0), (False, 0.0)])
def test_confidence_is_credited_only_when_it_is_right(surer_when_right: bool, auroc: float) -> None:
    def system(question: str) -> Any:
        high = CASES[question].answerable == surer_when_right
        return {**never_refuses(question), "confidence": 0.9 if high else 0.2}

    figures = run(system, suite=SUITE).metrics
    assert figures["auroc"].value == auroc
    assert figures["coverage_at_95"].value == pytest.approx(ANSWERABLE / len(CASES) if surer_when_right else 0.0)
    shares = (ANSWERABLE, UNANSWERABLE)
    gaps = (0.1, 0.2) if surer_when_right else (0.8, 0.9)
    expected = sum(n * gap for n, gap in zip(shares, gaps, strict=True)) / len(CASES)
    assert figures["calibration_error"].value == pytest.approx(expected)


def test_refusals_are_told_from_answers_whatever_the_form() -> None:
    kept = {"abstained": True, "text": "Uzbekistan paid.", "citations": []}
    assert run(lambda question: kept, suite=SUITE).metrics["over_refused"].value == 1.0
    said = {"abstained": False, "text": "I do not know.", "citations": []}
    assert run(lambda question: said, suite=SUITE).metrics["made_up"].value == 1.0
