"""Take the pictures in ``docs/screenshots`` of the real page: ``python docs/make_screenshots.py [--model FILE.gguf]``.

Serves the page over a fresh library, which holds the article that ships, and drives Debian's chromium. With a model's
file, a page that it writes for is pictured too, with what it wrote and the article does not bear out.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

TARGET = Path(__file__).with_name("screenshots")
SERVE = """
import sys
from pathlib import Path
from ui.serving.options import Limits
from ui.web import serve
serve(
    port=0, library=Path(sys.argv[1]), model=sys.argv[2] or None, limits=Limits(answer_s=600),
    announce=lambda address: print(address, flush=True),
)
"""
QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
ANSWERED = "How many people were on board the deportation flight?"
SEVERAL = "What did Kristi Noem say about Uzbekistan's president?"
REFUSED = "What does the article say about Turkey?"
ARRESTS, FOLLOW_UP = "How many arrests did ICE report?", "And how many removals?"
WRITTEN = "What did Kristi Noem say about Uzbekistan?"
NOTE = "The river Aller rose three metres in Verden on Monday. Mayor Ana Lopez said that nobody was hurt."
WIDE, PHONE = {"width": 1280, "height": 820}, {"width": 380, "height": 780}
SCHEMES = ("light", "dark")
PATIENCE = 600_000
"""Milliseconds; a model on a busy machine is slow."""


@contextmanager
def served(library: str, model: str = "") -> Iterator[str]:
    """Serve the page over the library and give its address."""
    command = [sys.executable, "-c", SERVE, library, model]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None  # noqa: S101 - it was asked for
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def ask(page: Any, question: str) -> None:
    """Ask a question and wait for the whole answer."""
    page.get_by_label("Your question").fill(question)
    page.get_by_role("button", name="Ask", exact=True).click()
    page.locator(".turn:not(.running) h2", has_text=question).wait_for(timeout=PATIENCE)
    page.wait_for_timeout(900)  # the article scrolls to what is cited


def opened(browser: Any, address: str, scheme: str, size: dict[str, int]) -> Any:
    """Open the page, and wait until it offers questions."""
    page = browser.new_page(viewport=size, color_scheme=scheme)
    page.goto(address)
    page.locator(".suggestion").first.wait_for(timeout=PATIENCE)
    return page


def take(page: Any, name: str, *, whole: bool = False) -> None:
    """Save what the window shows, or the whole page."""
    page.mouse.move(0, 0)
    page.screenshot(path=TARGET / f"{name}.png", full_page=whole)


def take_answers(page: Any, kind: str) -> None:
    """Save how the page opens, an answer, a follow-up and a refusal."""
    take(page, f"opening-{kind}")
    ask(page, ANSWERED)
    take(page, f"answer-{kind}")
    ask(page, ARRESTS)
    ask(page, FOLLOW_UP)
    page.locator(".proof summary").click()
    take(page, f"follow-up-{kind}")
    ask(page, REFUSED)
    take(page, f"refusal-{kind}")


def take_briefs(page: Any, kind: str) -> None:
    """Save a summary with its picture of coverage, and the key facts."""
    page.get_by_role("tab", name="Summary").click()
    page.locator("#brief-articles").get_by_text("Uzbekistan").first.wait_for()
    for button, name in (("Summarise", "summary"), ("Key facts", "facts")):
        page.get_by_role("button", name=button, exact=True).click()
        page.locator("#digest .turn:not(.running) .actions").wait_for()
        page.wait_for_timeout(900)
        take(page, f"{name}-{kind}", whole=True)


def take_library(page: Any, kind: str) -> None:
    """Save the library with an article that was pasted."""
    page.get_by_role("tab", name="Library").click()
    page.locator("#articles li").first.wait_for()
    flood = page.locator("#articles").get_by_role("heading", name="Flood in Verden")
    if not flood.count():
        page.get_by_role("button", name="Paste an article").click()
        page.get_by_label("Title", exact=True).fill("Flood in Verden")
        page.get_by_label("Text", exact=True).fill(NOTE)
        page.get_by_role("button", name="Add to the library").click()
    flood.wait_for()
    page.evaluate("scrollTo(0, 0)")
    take(page, f"library-{kind}")


def take_settings(page: Any, kind: str) -> None:
    """Save the evals with their last report, and the settings."""
    page.get_by_role("tab", name="Evals").click()
    page.wait_for_timeout(900)
    if not page.locator(".report").count():
        page.get_by_role("button", name="Ask 20 of them").click()
        page.locator(".report").wait_for(timeout=PATIENCE)
    page.wait_for_timeout(400)
    take(page, f"evals-{kind}", whole=True)
    page.get_by_role("tab", name="Settings").click()
    page.locator("#writer .writer").wait_for()
    take(page, f"settings-{kind}")


def take_phone(browser: Any, address: str, scheme: str) -> None:
    """Save an answer on a phone, and its source."""
    page = opened(browser, address, scheme, PHONE)
    ask(page, SEVERAL)
    take(page, f"phone-answer-{scheme}")
    page.locator(".cite").first.click()
    page.wait_for_timeout(900)
    take(page, f"phone-source-{scheme}")
    page.close()


def take_written(browser: Any, folder: str, model: str) -> None:
    """Save an answer of a chat model, with what was withheld of it."""
    with served(f"{folder}/written", f"gguf:{model}") as address:
        for scheme in SCHEMES:
            page = opened(browser, address, scheme, WIDE)
            page.set_default_timeout(PATIENCE)
            ask(page, WRITTEN)
            page.locator(".withheld summary").click()
            take(page, f"withheld-{scheme}")
            page.close()


def take_all(browser: Any, folder: str, model: str) -> None:
    """Save the main states, light and dark, wide and on a phone."""
    with served(f"{folder}/library") as address:
        for scheme in SCHEMES:
            page = opened(browser, address, scheme, WIDE)
            take_answers(page, scheme)
            take_briefs(page, scheme)
            take_settings(page, scheme)
            page.close()
            take_phone(browser, address, scheme)
        for scheme in SCHEMES:  # last, since it adds to the library
            page = opened(browser, address, scheme, WIDE)
            take_library(page, scheme)
            page.close()
    if model:
        take_written(browser, folder, model)


def main() -> None:
    """Take them all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    parser.add_argument("--model", default="", help="a chat model's file, in the GGUF format")
    options = parser.parse_args()
    TARGET.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=options.chromium, args=QUIET)
        take_all(browser, folder, options.model)
        browser.close()


if __name__ == "__main__":
    main()
