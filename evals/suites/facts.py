"""The suite of a facts file: right, wrong, refused, made up; and whether the right sentence is cited."""

from __future__ import annotations

from pathlib import Path

from evals.facts_file import load_facts, packaged_facts
from evals.scores import answers, citations, outcomes
from evals.suites.figures import confidence_figures, refusal_figures
from evals.suites.suite import CaseScore, Suite

FACT_SCORES: dict[str, CaseScore] = {
    "right": outcomes.right,
    "wrong": outcomes.wrong,
    "over_refused": lambda case, response, _: outcomes.over_refused(case, response),
    "made_up": lambda case, response, _: outcomes.made_up(case, response),
    "right_refusal": lambda case, response, _: outcomes.right_refusal(case, response),
    "answer_correct": lambda case, response, _: outcomes.answer_correct(case, response),
    "citation_correct": citations.citation_correct,
    "citation_precision": citations.citation_precision,
    "citation_recall": citations.citation_recall,
    "quote_validity": lambda _, response, articles: citations.quote_validity(response, articles),
    "numeric_accuracy": lambda case, response, _: answers.numeric_accuracy(case, response),
    "sentences": lambda _, response, __: outcomes.quoted_sentences(response),
}


def facts_suite(path: Path | str | None = None) -> Suite:
    """Return the suite of the facts file at ``path``, by default of the article that ships with Citewire.

    Raises UnreadableFile or BadInput.
    """
    facts = load_facts(path or packaged_facts())
    return Suite(
        name="facts",
        cases=facts.cases,
        articles=facts.articles,
        case_scores=FACT_SCORES,
        run_figures=(refusal_figures, confidence_figures),
        numbers=frozenset({"sentences"}),
    )
