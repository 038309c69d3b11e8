"""Twenty readers ask at the same moment: nobody meets an error, and everybody gets their own answer."""

from __future__ import annotations

import runpy
from html import escape
from pathlib import Path
from typing import Any

import pytest

USERS = 20


@pytest.mark.slow
def test_twenty_readers_at_once(site: str) -> None:
    page: dict[str, Any] = runpy.run_path(str(Path(__file__).parents[2] / "benchmarks" / "page.py"))
    questions = [f"How many people were on board flight number {number}?" for number in range(USERS)]
    seen = page["together"](site, questions)
    assert [one.question for one in seen] == questions
    for one in seen:
        assert escape(one.question) in one.card
        assert sum(escape(question) in one.card for question in questions) <= 2  # 1 is also in 10 to 19
        assert one.longest_pause < one.seconds or one.seconds < 1
