"""An answer appears sentence by sentence, and can be stopped; a slow pipeline gives the time to see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from contextlib import AbstractContextManager

    Open = Callable[..., Any]

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
                time.sleep(4)

listener = bind("127.0.0.1", 0)
app = build_app(SlowPipeline(library=sys.argv[1]))
listener.listen()
print(address("127.0.0.1", listener), flush=True)
uvicorn.Server(uvicorn.Config(app, log_level="critical", timeout_graceful_shutdown=1)).run([listener])
"""
PRAISE = "What did Kristi Noem say about Uzbekistan's president?"


@pytest.fixture(scope="module")
def slow_site(
    serve_library: Callable[..., AbstractContextManager[str]], tmp_path_factory: pytest.TempPathFactory
) -> Generator[str]:
    with serve_library(tmp_path_factory.mktemp("slow") / "library", code=SLOW) as address:
        yield address


def start(page: Any) -> None:
    page.get_by_label("Your question").fill(PRAISE)
    page.get_by_role("button", name="Ask", exact=True).click()


def test_a_verified_sentence_is_shown_before_the_answer_is_complete(slow_site: str, open_page: Open) -> None:
    page = open_page(slow_site)
    start(page)
    page.locator(".turn.running").get_by_text("Reading").wait_for()
    page.locator(".turn.running .claim").wait_for()
    assert page.locator("#pane mark.cited").count() >= 1
    assert page.get_by_label("Your question").input_value() == ""
    page.locator(".turn:not(.running) .actions").wait_for()


def test_a_stopped_answer_keeps_what_was_verified_and_can_be_asked_again(slow_site: str, open_page: Open) -> None:
    page = open_page(slow_site)
    start(page)
    page.locator(".turn.running .claim").wait_for()
    page.get_by_role("button", name="Stop").click()
    page.get_by_text("You stopped this answer").wait_for()
    assert page.locator(".turn .claim").count() >= 1
    page.wait_for_timeout(5000)  # nothing of the stopped answer comes later
    assert page.get_by_text("You stopped this answer").is_visible()
    page.get_by_role("button", name="Ask again").click()
    page.locator(".turn[data-turn='2']:not(.running) .claim").wait_for()


def test_what_is_typed_while_an_answer_comes_is_kept(slow_site: str, open_page: Open) -> None:
    page = open_page(slow_site)
    start(page)
    page.locator(".turn.running").get_by_text("Reading").wait_for()
    page.get_by_label("Your question").fill("And who paid?")
    page.locator(".turn:not(.running) .actions").wait_for()
    assert page.get_by_label("Your question").input_value() == "And who paid?"
