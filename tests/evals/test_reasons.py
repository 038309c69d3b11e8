"""Refusals are gathered by what they say, not by whom they say it of."""

from __future__ import annotations

import json
from typing import Any

import pytest

from evals import Case, Suite, report_json, run, text_table
from evals.reasons import reason_shape
from evals.reports.page import html_page
from evals.suites.common import ANSWERING


@pytest.mark.parametrize(
    ("reason", "shape"),
    [
        ("The article does not mention Turkey.", "The article does not mention …."),
        ("The article does not mention Turkey, Iran or Peru.", "The article does not mention …."),
        ("The article does not say this of Ida Holm; it says it of the Bank of Norway.",
         "The article does not say this of …; it says it of the …."),
        ("Not surely enough (confidence 0.21, 0.33 is needed).", "Not surely enough (confidence … is needed)."),
        ("The article does not say this of “May 3”.", "The article does not say this of …."),
        ("The claim says 'under' where it says 'over'.", "The claim says … where it says …."),
        ("No number. No number.", "No number."),
        ("Mexico’s share isn't given.", "Mexico’s share isn't given."),
        ("", "no reason given"),
    ],
)  # fmt: skip
def test_what_differs_from_question_to_question_is_left_out(reason: str, shape: str) -> None:
    assert reason_shape(reason) == shape


ASKED = (
    Case("a", "Iran?", "k", "g1", why="no"),
    Case("b", "Peru?", "k", "g2", why="no"),
    Case("c", "Cost?", "k", "g3", answers=("5",)),
    Case("d", "Who?", "k", "g4", answers=("Ann",)),
)


def system(question: str) -> Any:
    reasons = {"Iran?": "It does not mention Iran.", "Peru?": "It does not mention Peru.", "Cost?": "No amount."}
    reason = reasons.get(question)
    return {"text": "" if reason else "Ann.", "abstained": reason is not None, "reason": reason}


def test_a_report_counts_refusals_by_reason_and_how_often_they_were_right() -> None:
    report = run(system, suite=Suite("s", ASKED, (), ANSWERING))
    body = json.loads(report_json(report))
    assert body["refusals"] == [
        {"reason": "It does not mention ….", "n": 2, "rightly": 2},
        {"reason": "No amount.", "n": 1, "rightly": 0},
    ]
    table = text_table(report)
    assert "    2      2  It does not mention …." in table
    assert "It does not mention …." in html_page(report)
