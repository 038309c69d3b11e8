"""The evals and the settings, on the real page."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Ask = Callable[[Any, str], Any]
    Open = Callable[..., Any]

pytestmark = pytest.mark.browser

PRAISE = "What did Kristi Noem say about Uzbekistan's president?"


@pytest.mark.slow
def test_the_shipped_facts_are_asked_and_reported(open_page: Open, tmp_path: Path) -> None:
    page = open_page()
    page.get_by_role("tab", name="Evals").click()
    page.get_by_role("button", name="Ask 20 of them").click()
    page.get_by_text(re.compile(r"Asked \d+ of 20 questions")).wait_for(timeout=60_000)
    report = page.locator(".report")
    report.wait_for(timeout=120_000)
    assert report.get_by_role("heading", name="20 questions, asked of “quote”").is_visible()
    assert report.get_by_role("rowheader", name="made up").is_visible()
    assert report.locator(".pictures svg").count() >= 1
    with page.expect_download() as download:
        report.get_by_role("button", name="Report as JSON").click()
    download.value.save_as(tmp_path / "report.json")
    assert json.loads((tmp_path / "report.json").read_text())["n"] == 20
    again = open_page()
    again.get_by_role("tab", name="Evals").click()
    again.locator(".report").wait_for()


def test_a_higher_bar_holds_for_the_next_question(open_page: Open, ask: Ask) -> None:
    page = open_page()
    page.get_by_role("tab", name="Settings").click()
    page.get_by_label("At least 90% sure").check()
    page.wait_for_timeout(500)
    page.get_by_role("tab", name="Ask").click()
    status = ask(page, PRAISE).locator(".status").inner_text()
    sure = re.search(r"(\d+)% sure", status)
    assert "not answered" in status or (sure and int(sure[1]) >= 90)
