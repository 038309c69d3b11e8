"""Scores that several suites share, by the names under which reports show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evals.scores import answers, choices, citations, outcomes, shorts

if TYPE_CHECKING:
    from evals.suites.suite import CaseScore

REFUSING: dict[str, CaseScore] = {
    "over_refused": lambda case, response, _: outcomes.over_refused(case, response),
    "made_up": lambda case, response, _: outcomes.made_up(case, response),
    "right_refusal": lambda case, response, _: outcomes.right_refusal(case, response),
}

QUOTING: dict[str, CaseScore] = {
    "quote_validity": lambda _, response, articles: citations.quote_validity(response, articles),
    "citation_coverage": lambda _, response, __: citations.citation_coverage(response),
    "sentences": lambda _, response, __: outcomes.quoted_sentences(response),
}

TOKENS: dict[str, CaseScore] = {
    "tokens": lambda _, response, __: outcomes.tokens_spent(response),
    "tokens_written": lambda _, response, __: outcomes.tokens_written(response),
}

SPENDING: dict[str, CaseScore] = {
    "own_words": lambda _, response, __: outcomes.own_words(response),
    "withheld": lambda _, response, __: outcomes.withheld_sentences(response),
    **TOKENS,
}

ANSWERING: dict[str, CaseScore] = {
    "right": outcomes.right,
    "wrong": outcomes.wrong,
    **REFUSING,
    "answer_correct": lambda case, response, _: outcomes.answer_correct(case, response),
    "numeric_accuracy": lambda case, response, _: answers.numeric_accuracy(case, response),
    **QUOTING,
}

PROVING: dict[str, CaseScore] = {
    "citation_correct": citations.citation_correct,
    "citation_precision": citations.citation_precision,
    "citation_recall": citations.citation_recall,
}

CHOOSING: dict[str, CaseScore] = {
    "right": lambda case, response, _: choices.choice_picked(case, response),
    **REFUSING,
    **QUOTING,
}

SHORT: dict[str, CaseScore] = {
    "exact_match": lambda case, response, _: shorts.squad_em(case, response),
    "f1": lambda case, response, _: shorts.squad_f1(case, response),
    "first_sentence": lambda case, response, _: shorts.first_sentence(case, response),
    "short_inclusion": lambda case, response, _: shorts.short_inclusion(case, response),
    "short_f1": lambda case, response, _: shorts.short_f1(case, response),
    "short_words": lambda _, response, __: shorts.short_words(response),
}

NUMBERS = frozenset({"sentences", "withheld", *TOKENS, "short_words", "words_median"})
"""Names of the figures that are no shares."""
