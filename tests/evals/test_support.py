"""ALCE's citation scores, on an example that was worked by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evals.responses import read_response
from evals.scores.support import support_precision, support_recall, unsupported_rate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evals.schema import Cited

ANN, ROADS, RAIN = "Ann Lee is mayor.", "12 roads closed.", "It rained."


def claim(text: str, *quotes: str) -> dict[str, object]:
    return {"text": text, "citations": [{"quote": quote} for quote in quotes]}


ANSWER = read_response(
    {
        "text": "as below",
        "claims": [
            # Needs both of its first two quotes; the third is beside the point.
            claim("Mayor Lee closed 12 roads.", ANN, ROADS, RAIN),
            # Either of two equal quotes is enough, so both count as needed: each supports it alone.
            claim("It rained.", RAIN, RAIN + " All day."),
            # Cites, and is not supported: its citation counts against precision.
            claim("Nobody was hurt.", RAIN),
            # Cites nothing.
            claim("The end."),
        ],
    }
)


def judge(statement: str, cited: Sequence[Cited]) -> bool:
    together = " ".join(one.quote for one in cited)
    wanted = {"Mayor Lee closed 12 roads.": (ANN, ROADS), "It rained.": (RAIN,)}
    return all(part in together for part in wanted.get(statement, ("nothing says so",)))


def test_recall_counts_statements() -> None:
    assert support_recall(ANSWER, judge).value == 2 / 4
    assert unsupported_rate(ANSWER, judge).value == 2 / 4


def test_precision_counts_citations() -> None:
    assert support_precision(ANSWER, judge).value == 4 / 6


def test_a_refusal_and_an_answer_without_statements_do_not_apply() -> None:
    for raw in ({"text": "", "abstained": True, "claims": []}, {"text": "It rained.", "claims": []}):
        response = read_response(raw)
        assert support_recall(response, judge).value is None
        assert support_precision(response, judge).value is None
        assert unsupported_rate(response, judge).value is None
