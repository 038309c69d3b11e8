"""Articles are added, chosen and removed in a real browser, over a library of the test's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from contextlib import AbstractContextManager
    from pathlib import Path

    Ask = Callable[[Any, str], Any]
    Open = Callable[..., Any]

pytestmark = pytest.mark.browser

FLOOD = "The river Aller rose three metres in Verden on Monday. Mayor Ana Lopez said that nobody was hurt."
QUESTION = "What did Mayor Ana Lopez say?"


@pytest.fixture
def own_site(serve_library: Callable[[Path], AbstractContextManager[str]], tmp_path: Path) -> Generator[str]:
    with serve_library(tmp_path / "library") as address:
        yield address


def open_library(page: Any) -> Any:
    page.get_by_role("tab", name="Library").click()
    page.locator("#articles li").first.wait_for()
    return page.locator("#articles")


def test_an_uploaded_article_is_answered_from_and_a_bad_file_is_refused(
    own_site: str, open_page: Open, ask: Ask, tmp_path: Path
) -> None:
    good, bad = tmp_path / "flood.md", tmp_path / "picture.md"
    good.write_text(f"---\ntitle: Flood in Verden\ndate: 2025-03-04\n---\n{FLOOD}\n")
    bad.write_bytes(b"\x89PNG\x00\x01")
    page = open_page(own_site)
    articles = open_library(page)
    page.locator("#files input[type=file]").set_input_files([good, bad])
    assert "binary data" in page.locator(".receipt.refused").inner_text()
    assert "Flood in Verden" in page.locator(".receipt.added").inner_text()
    articles.get_by_text("4 March 2025 · flood.md · 2 sentences").wait_for()
    page.get_by_role("tab", name="Ask").click()
    assert "nobody was hurt" in ask(page, QUESTION).inner_text()


def test_pasted_text_can_be_chosen_searched_and_removed(own_site: str, open_page: Open, ask: Ask) -> None:
    page = open_page(own_site)
    articles = open_library(page)
    page.get_by_role("button", name="Paste an article").click()
    page.get_by_label("Title", exact=True).fill("Flood in Verden")
    page.get_by_label("Text", exact=True).fill(FLOOD)
    page.get_by_role("button", name="Add to the library").click()
    articles.get_by_role("button", name="Ask only this: Flood in Verden").click()
    articles.get_by_text("1 of 2 articles").wait_for()
    page.get_by_role("tab", name="Ask").click()
    page.get_by_text("Asking only “Flood in Verden”").wait_for()
    assert ask(page, "What did Kristi Noem say about Uzbekistan's president?").locator(".claim").count() == 0
    open_library(page)
    page.get_by_label("Search titles and sources").fill("verden")
    articles.get_by_text("1 match").wait_for()
    articles.get_by_role("button", name="Remove: Flood in Verden").click()
    articles.get_by_role("button", name="Remove it: Flood in Verden").click()
    page.get_by_text("Removed “Flood in Verden”.").wait_for()
    page.get_by_label("Search titles and sources").fill("")
    articles.get_by_text("Questions are asked of the one article.").wait_for()


def test_nothing_is_added_without_text_or_with_a_wrong_date(own_site: str, open_page: Open) -> None:
    page = open_page(own_site)
    open_library(page)
    page.get_by_role("button", name="Paste an article").click()
    page.get_by_role("button", name="Add to the library").click()
    page.get_by_text("There is no text to add; paste an article first.").wait_for()
    page.get_by_label("Text", exact=True).fill(FLOOD)
    page.get_by_label("Date of publication").fill("last Monday")
    page.get_by_role("button", name="Add to the library").click()
    page.get_by_text("'last Monday' is no date").wait_for()
    assert page.get_by_label("Text", exact=True).input_value() == FLOOD
