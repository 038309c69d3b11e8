"""The page can be used by keyboard alone, in the dark, on a phone, and with a screen reader."""

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
SCHEMES = ("light", "dark")


def serious(page: Any) -> list[str]:
    """The violations that axe-core calls serious or critical, each with the elements concerned."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-core checks accessibility")
    found = axe.Axe().run(page).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:160]}"
        for rule in found
        if rule["impact"] in {"serious", "critical"}
        for node in rule["nodes"]
    ]


def open_tab(page: Any, name: str) -> None:
    """Open a tab, from the menu of those for which a narrow page has no room where it is there."""
    tab = page.get_by_role("tab", name=name)
    if not tab.count():
        page.locator(".overflow-menu > button").click()
        tab = page.locator(".overflow-dropdown").get_by_text(name)
    tab.click()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing_serious(open_page: Open, ask: Ask, scheme: str) -> None:
    page = open_page(color_scheme=scheme)
    assert serious(page) == []
    card = ask(page, PRAISE)
    card.locator("summary").first.click()
    card.locator(".wrong summary").click()
    assert serious(page) == []
    ask(page, TURKEY)
    assert serious(page) == []
    page.get_by_role("tab", name="Library").click()
    page.locator("#articles li").first.wait_for()
    page.get_by_role("button", name="Paste an article").click()
    assert serious(page) == []
    for name in ("Evals", "Settings", "Summary"):
        page.get_by_role("tab", name=name).click()
        page.wait_for_timeout(500)
        assert serious(page) == []
    for name in ("Summarise", "Key facts"):
        page.get_by_role("button", name=name, exact=True).click()
        page.locator("#digest .turn:not(.running) .actions").wait_for()
        page.locator("#digest :is(.coverage, .facts-found)").wait_for()
        page.wait_for_timeout(500)
        assert serious(page) == []


def test_everything_is_done_by_keyboard(open_page: Open) -> None:
    page = open_page()
    page.get_by_label("Your question").focus()
    page.keyboard.type(PRAISE)
    page.keyboard.press("Enter")
    page.locator(".turn[data-turn='1']:not(.running)").wait_for()
    for _ in range(6):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('#answer .cite')"):
            break
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.matches('#pane mark.on')")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('#pane .back')")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.matches('#answer .cite')")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_a_claim_lights_its_own_sentence_on_hover_and_focus(open_page: Open, ask: Ask) -> None:
    page = open_page()
    card = ask(page, PRAISE)
    assert page.locator("#pane mark.on").count() == 0
    card.locator(".claim").first.hover()
    assert page.locator("#pane mark.on").count() >= 1
    card.locator("h2").hover()
    assert page.locator("#pane mark.on").count() == 0
    card.locator(".cite").first.focus()
    assert page.locator("#pane mark.on").count() >= 1


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_page_follows_the_system_and_then_the_readers_choice(open_page: Open, scheme: str) -> None:
    page = open_page(color_scheme=scheme)
    brightness = "() => getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)[0]"
    dark = scheme == "dark"
    assert (page.evaluate(brightness) < 100) == dark
    page.get_by_role("button", name="Dark").click()
    assert (page.evaluate(brightness) < 100) != dark
    page.reload()
    page.locator("#pane .paper").wait_for()
    assert (page.evaluate(brightness) < 100) != dark
    assert page.get_by_role("button", name="Dark").get_attribute("aria-pressed") == str(not dark).lower()


def test_a_phone_shows_everything_without_scrolling_sideways(open_page: Open, ask: Ask) -> None:
    page = open_page(viewport={"width": 380, "height": 740})
    sideways = "() => document.documentElement.scrollWidth - innerWidth"
    assert page.evaluate(sideways) <= 0
    card = ask(page, PRAISE)
    assert page.evaluate(sideways) <= 0
    card.locator(".cite").first.click()
    lit = page.locator("#pane mark.on").first
    page.wait_for_function("document.activeElement.matches('#pane mark.on')")
    page.wait_for_timeout(1200)  # the smooth scroll
    box = lit.bounding_box()
    assert box is not None
    assert 0 <= box["y"] <= 740
    for name in ("Library", "Settings", "Summary"):
        open_tab(page, name)
        page.wait_for_timeout(500)
        assert page.evaluate(sideways) <= 0
    page.get_by_role("button", name="Summarise", exact=True).click()
    page.locator("#digest .coverage").wait_for()
    assert page.evaluate(sideways) <= 0


RING = """() => {
  const at = document.activeElement;
  const seen = at === document.body || ['solid', 'auto'].includes(getComputedStyle(at).outlineStyle);
  return seen ? '' : at.outerHTML.slice(0, 160);
}"""


def test_the_keyboard_is_always_seen(open_page: Open, ask: Ask) -> None:
    page = open_page()
    ask(page, PRAISE)
    unseen = set()
    for name in ("Ask", "Summary", "Library", "Evals", "Settings"):
        page.get_by_role("tab", name=name).click()
        page.wait_for_timeout(500)
        page.get_by_role("tab", name=name).focus()
        for _ in range(20):
            page.keyboard.press("Tab")
            unseen.add(page.evaluate(RING))
    assert unseen == {""}
