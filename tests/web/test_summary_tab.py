"""An article is told in brief on the real page, and each sentence leads to its place."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    Open = Callable[..., Any]

pytestmark = pytest.mark.browser


def open_tab(page: Any) -> Any:
    page.get_by_role("tab", name="Summary").click()
    page.locator("#brief-articles").get_by_text("Uzbekistan").first.wait_for()
    return page.locator("#digest")


def made(page: Any, button: str) -> Any:
    page.get_by_role("button", name=button, exact=True).click()
    card = page.locator("#digest .turn:not(.running)")
    card.wait_for()
    return card


def test_a_summary_is_quoted_lit_and_measured(open_page: Open, tmp_path: Path) -> None:
    page = open_page()
    open_tab(page)
    card = made(page, "Summarise")
    said = card.locator(".claim > span").all_inner_texts()
    assert 1 <= len(said) <= 3
    assert set(said) <= set(page.locator("#digest-pane mark.cited").all_inner_texts())
    assert card.locator(".strip .on").count() >= 1
    assert "names" in card.locator(".coverage").inner_text()
    card.locator(".cite").last.click()
    page.wait_for_function("document.activeElement.matches('#digest-pane mark.cited.on')")
    assert page.locator("#digest-pane mark.on").inner_text() == said[-1]
    with page.expect_download() as download:
        card.get_by_role("button", name="JSON proof").click()
    download.value.save_as(tmp_path / "summary.json")
    assert json.loads((tmp_path / "summary.json").read_text())["schema"] == "citewire.summary/1"


def test_length_and_style_are_chosen(open_page: Open) -> None:
    page = open_page()
    open_tab(page)
    page.get_by_label("5 sentences").check()
    page.get_by_label("Bullets").check()
    assert 4 <= made(page, "Summarise").locator("li.claim").count() <= 5
    page.get_by_label("Headline").check()
    page.get_by_role("button", name="Summarise", exact=True).click()
    page.locator("#digest .claim.short").wait_for()
    assert page.locator("#digest .claim").count() == 1


def test_each_fact_leads_to_its_sentences(open_page: Open) -> None:
    page = open_page()
    open_tab(page)
    card = made(page, "Key facts")
    assert card.get_by_role("heading", name="Who", exact=True).is_visible()
    fact = card.locator("li", has_text="Kristi Noem").first
    fact.locator(".cite").first.click()
    page.wait_for_function("document.activeElement.matches('#digest-pane mark.cited.on')")
    assert "Noem" in page.locator("#digest-pane mark.on").first.inner_text()


def test_nothing_is_told_of_no_article(
    serve_library: Callable[..., AbstractContextManager[str]], tmp_path: Path, open_page: Open
) -> None:
    with serve_library(tmp_path / "library") as address:
        page = open_page(address)
        open_tab(page)
        page.locator("#brief-articles [aria-label*='emove'], #brief-articles .token-remove").first.click()
        page.get_by_role("button", name="Key facts").click()
        assert "Choose an article" in page.get_by_role("alert").inner_text()
        page.close()  # a page that still listens reports the end of its server as a fault
