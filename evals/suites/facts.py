"""The suite of a facts file: right, wrong, refused, made up; and whether the right sentence is cited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evals.facts_file import load_facts, packaged_facts
from evals.suites.common import ANSWERING, NUMBERS, PROVING, SPENDING
from evals.suites.figures import confidence_figures, refusal_figures
from evals.suites.suite import Suite

if TYPE_CHECKING:
    from pathlib import Path


def facts_suite(path: Path | str | None = None) -> Suite:
    """Return the suite of the facts file at ``path``, by default of the article that ships with Citewire.

    Raises UnreadableFile or BadInput.
    """
    facts = load_facts(path or packaged_facts())
    return Suite(
        name="facts",
        cases=facts.cases,
        articles=facts.articles,
        case_scores={**ANSWERING, **PROVING, **SPENDING},
        run_figures=(refusal_figures, confidence_figures),
        numbers=NUMBERS,
    )
