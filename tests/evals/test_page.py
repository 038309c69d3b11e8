"""The page of a report in a browser: anyone can read it, on any screen, and it asks nothing of any place."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest

from evals import facts_suite, run
from evals.reports.page import html_page

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

pytestmark = pytest.mark.browser


def unsure(question: str) -> Any:
    draw = random.Random(question)
    if draw.random() < 0.4:
        return {"text": "", "abstained": True, "reason": f"The article does not mention {question[-9:]}."}
    return {"text": "131 people <b>on</b> board.", "citations": [], "confidence": draw.random()}


@pytest.fixture(scope="module")
def report_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report in which much went wrong."""
    file = tmp_path_factory.mktemp("report") / "report.html"
    file.write_text(html_page(run(unsure, suite=facts_suite())), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def browser(chromium: str) -> Generator[Any]:
    """Debian's chromium, driven by Playwright."""
    api = pytest.importorskip("playwright.sync_api", reason="a browser is driven with Playwright")
    with api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Any, report_page: Path, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-core checks accessibility")
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto(report_page.as_uri())
    page.locator("details summary").first.click()
    found = axe.Axe().run(page).response["violations"]
    context.close()
    assert [f"{rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in found] == []


def test_a_phone_shows_it_without_scrolling_sideways_and_nothing_is_asked_for(browser: Any, report_page: Path) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(report_page.as_uri())
    width = page.evaluate("document.documentElement.scrollWidth")
    drawn = page.locator("figure svg").count()
    context.close()
    assert width <= 360
    assert drawn == 4
    assert asked == [report_page.as_uri()]
