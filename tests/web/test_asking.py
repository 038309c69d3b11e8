"""A question is asked in a real browser, and its answer is checked against the article beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Ask = Callable[[Any, str], Any]
    Open = Callable[..., Any]

pytestmark = pytest.mark.browser

PRAISE = "What did Kristi Noem say about Uzbekistan's president?"
TURKEY = "What does the article say about Turkey?"


def in_view(locator: Any) -> bool:
    """Whether all of the element lies inside the window and inside whatever scrolls around it."""
    return bool(
        locator.evaluate(
            """(element) => {
                const box = element.getBoundingClientRect();
                const shelf = element.closest('.sources').getBoundingClientRect();
                return box.top >= Math.max(0, shelf.top) && box.bottom <= Math.min(innerHeight, shelf.bottom);
            }"""
        )
    )


def test_an_answer_quotes_the_article_and_lights_it(open_page: Open, ask: Ask) -> None:
    page = open_page()
    card = ask(page, PRAISE)
    quote = card.locator(".claim > span").first.inner_text()
    assert "We commend Uzbekistan President" in quote
    assert quote in page.locator("#pane mark.cited").all_inner_texts()


def test_a_click_on_a_citation_brings_its_sentence_into_view(open_page: Open, ask: Ask) -> None:
    page = open_page(viewport={"width": 1280, "height": 420})
    card = ask(page, PRAISE)
    lit = page.locator("#pane mark.cited").first
    page.wait_for_timeout(900)  # the article scrolls to what is cited by itself
    assert in_view(lit)
    page.locator("#pane .sources").evaluate("(pane) => pane.scrollTo({top: pane.scrollHeight, behavior: 'instant'})")
    assert not in_view(lit)
    card.locator(".cite").first.click()
    page.wait_for_function("document.activeElement.matches('mark.cited.on')")
    page.wait_for_timeout(900)  # the smooth scroll
    assert in_view(lit)
    assert "We commend" in lit.inner_text()


def test_a_refusal_gives_its_reason_and_the_closest_passages(open_page: Open, ask: Ask) -> None:
    page = open_page()
    card = ask(page, TURKEY)
    assert card.locator(".claim").count() == 0
    assert card.locator(".reason").inner_text()
    assert card.locator(".closest li").count() >= 1
    assert page.locator("#pane mark.close").count() >= 1
    assert page.locator("#pane mark.cited").count() == 0


def test_earlier_questions_can_be_opened_again(open_page: Open, ask: Ask) -> None:
    page = open_page()
    ask(page, PRAISE)
    ask(page, TURKEY)
    page.get_by_role("button", name=PRAISE).click()
    page.locator(".turn[data-turn='1']").wait_for()
    assert page.locator("#pane mark.cited").count() >= 1


def test_an_empty_question_is_not_asked(open_page: Open) -> None:
    page = open_page()
    page.get_by_role("button", name="Ask", exact=True).click()
    notice = page.get_by_role("alert")
    notice.wait_for()
    assert "empty" in notice.inner_text()


def test_the_page_asks_no_other_host(browser: Any, site: str, ask: Ask) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site)
    page.locator("#pane .paper").wait_for()
    ask(page, PRAISE)
    page.close()
    assert len(asked) > 10
    assert [url for url in asked if not url.startswith((site, "data:", "blob:"))] == []
