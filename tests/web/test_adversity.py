"""What readers do to a page that nobody planned for: stop and ask at once, reload, two windows, the server gone."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from contextlib import AbstractContextManager
    from pathlib import Path

    Ask = Callable[[Any, str], Any]
    Open = Callable[..., Any]
    Serve = Callable[..., AbstractContextManager[str]]

pytestmark = pytest.mark.browser

SLOW = """
import sys, time
import uvicorn
from rag import Pipeline
from ui.serving.listening import address, bind
from ui.web.server import build_app

class SlowPipeline(Pipeline):
    def stream(self, question, **options):
        for event in super().stream(question, **options):
            yield event
            if "Noem" in question:
                time.sleep(3)

listener = bind("127.0.0.1", 0)
app = build_app(SlowPipeline(library=sys.argv[1]))
listener.listen()
print(address("127.0.0.1", listener), flush=True)
uvicorn.Server(uvicorn.Config(app, log_level="critical", timeout_graceful_shutdown=1)).run([listener])
"""
PRAISE = "What did Kristi Noem say about Uzbekistan's president?"
ARRESTS = "How many arrests did ICE report?"


@pytest.fixture(scope="module")
def slow_site(serve_library: Serve, tmp_path_factory: pytest.TempPathFactory) -> Generator[str]:
    with serve_library(tmp_path_factory.mktemp("slow") / "library", code=SLOW) as address:
        yield address


def start(page: Any, question: str = PRAISE) -> Any:
    page.get_by_label("Your question").fill(question)
    page.get_by_role("button", name="Ask", exact=True).click()
    return page.locator(".turn.running")


def complete(page: Any, number: int) -> Any:
    card = page.locator(f".turn[data-turn='{number}']:not(.running)")
    card.locator(".actions").wait_for()
    return card


def test_a_question_right_after_a_stop_is_asked(slow_site: str, open_page: Open) -> None:
    page = open_page(slow_site)
    start(page).locator(".claim").wait_for()
    page.get_by_role("button", name="Stop").click()
    page.get_by_text("You stopped this answer").wait_for()
    start(page, ARRESTS)
    assert "over 66,000 arrests" in complete(page, 2).inner_text()
    page.wait_for_timeout(4000)  # nothing of the stopped answer comes later
    assert page.locator(".turn").get_attribute("data-turn") == "2"
    assert page.locator(".earlier li").all_inner_texts()[0].startswith(PRAISE)


def test_a_page_asks_one_question_at_a_time(slow_site: str, open_page: Open) -> None:
    page = open_page(slow_site)
    start(page).get_by_text("Reading").wait_for()
    page.get_by_label("Your question").fill(ARRESTS)
    page.keyboard.press("Enter")
    complete(page, 1)
    assert page.locator(".earlier li").count() == 0
    assert page.get_by_label("Your question").input_value() == ARRESTS
    page.keyboard.press("Enter")
    complete(page, 2)


def test_a_second_click_does_not_ask_twice(slow_site: str, open_page: Open) -> None:
    page = open_page(slow_site)
    page.get_by_label("Your question").fill(ARRESTS)
    page.get_by_role("button", name="Ask", exact=True).dblclick()
    complete(page, 1)
    page.wait_for_timeout(1500)
    assert page.locator(".earlier li").count() == 0


def test_what_is_set_while_an_answer_comes_holds_for_the_next(slow_site: str, open_page: Open) -> None:
    page = open_page(slow_site)
    start(page).get_by_text("Reading").wait_for()
    page.get_by_role("tab", name="Settings").click()
    page.locator("#model-name input").fill("some-model")
    page.locator("#model-address input").fill("https://models.example.org/v1")
    page.locator("#model-key input").fill("sk-of-nobody")
    page.get_by_role("button", name="Use this model").click()
    page.locator("#writer").get_by_text("models.example.org").wait_for()
    page.get_by_role("tab", name="Ask").click()
    assert complete(page, 1).locator(".status .tag").inner_text() == "quoted"
    page.wait_for_timeout(500)
    assert "models.example.org" in page.locator("#scope").inner_text()
    page.get_by_role("tab", name="Settings").click()
    page.locator("#writer").get_by_text("models.example.org").wait_for()


def test_a_page_that_is_reloaded_in_the_middle_can_be_used(slow_site: str, browser: Any) -> None:
    page = browser.new_page()  # the stream that the reload cuts off is an error in the page's log
    page.goto(slow_site)
    page.locator("#pane .paper").wait_for()
    start(page).locator(".claim").wait_for()
    page.reload()
    page.locator("#pane .paper").wait_for()
    assert page.get_by_role("button", name="Stop").count() == 0
    start(page, ARRESTS)
    assert "over 66,000 arrests" in complete(page, 1).inner_text()
    page.goto("about:blank")
    page.go_back()
    page.locator("#pane .paper").wait_for()
    start(page, ARRESTS)
    complete(page, 1)
    page.close()


def test_two_windows_keep_their_answers_apart(slow_site: str, open_page: Open) -> None:
    one, two = open_page(slow_site), open_page(slow_site)
    start(one)
    start(two, ARRESTS)
    assert complete(two, 1).locator("h2").inner_text() == ARRESTS
    assert complete(one, 1).locator("h2").inner_text() == PRAISE


def test_what_was_opened_written_or_focused_outlasts_an_update(slow_site: str, open_page: Open, ask: Ask) -> None:
    page = open_page(slow_site)
    card = ask(page, ARRESTS)
    card.locator(".proof summary").click()
    card.locator(".wrong summary").click()
    card.get_by_label("Paste the words").fill("words that stand nowhere")
    send = card.get_by_role("button", name="Send")
    send.focus()
    page.keyboard.press("Enter")
    card.get_by_text("No article holds these words").wait_for()
    assert card.get_by_label("Paste the words").input_value() == "words that stand nowhere"
    assert card.locator(".proof li").is_visible()
    assert page.evaluate("document.activeElement.innerText") == "Send"
    card.get_by_role("button", name="Right").click()
    card.get_by_text("Noted as right").wait_for()
    assert not card.get_by_label("Paste the words").is_visible()
    assert card.locator(".proof li").is_visible()


@pytest.mark.parametrize("question", [" \t ", "?!", "\u202e\u200b", "why " * 2500, "x" * 10_000, "👍🏽"])
def test_what_cannot_be_asked_is_told_in_its_place(slow_site: str, open_page: Open, question: str) -> None:
    page = open_page(slow_site, viewport={"width": 380, "height": 780})
    start(page, question)
    told = page.locator("#answer").get_by_role("alert")
    told.wait_for()
    assert any(word in told.inner_text() for word in ("empty", "characters"))
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert page.locator(".turn").count() == 0


def test_a_reader_is_told_that_the_server_is_gone(browser: Any, tmp_path: Path) -> None:
    command = [sys.executable, "-c", SLOW, str(tmp_path / "library")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        page = browser.new_page()
        try:
            page.goto(process.stdout.readline().strip())
            page.locator("#pane .paper").wait_for()
            start(page).locator(".claim").wait_for()
        finally:
            process.kill()
        page.get_by_text("Connection to the server was lost").first.wait_for()
        assert page.locator(".turn .claim").count() >= 1
        page.close()
