"""The suite of refusing: is an unanswerable question told from an answerable one, and with what certainty?"""

from __future__ import annotations

from dataclasses import replace

from evals.suites.common import REFUSING
from evals.suites.facts import facts_suite
from evals.suites.figures import confidence_figures, refusal_figures
from evals.suites.suite import Suite

_NOTE = (
    "Curves and calibration are of the answers given. With --min-confidence 0 nothing is refused for want of "
    "confidence, so they reach further."
)


def refusal_suite(base: Suite | None = None) -> Suite:
    """Return the cases of ``base`` with the scores of refusing alone; by default the shipped facts.

    What counts as a right answer is what counts in ``base``. Raises UnreadableFile or BadInput.
    """
    asked = base or facts_suite()
    return replace(
        asked,
        name="refusal" if asked.name == "facts" else f"refusal, {asked.name}",
        case_scores={"right": asked.case_scores["right"], **REFUSING},
        run_figures=(refusal_figures, confidence_figures),
        numbers=frozenset(),
        notes=(*asked.notes, _NOTE),
    )
