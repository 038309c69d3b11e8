"""Take the pictures in ``docs/screenshots`` of the real page: ``python docs/make_screenshots.py [CHROMIUM]``.

Serves the page over a fresh library, which holds the article that ships, and drives Debian's chromium.
"""

from __future__ import annotations

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
from ui.web import serve
serve(port=0, library=Path(sys.argv[1]), announce=lambda address: print(address, flush=True))
"""
QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
ANSWERED = "How many people were on board the deportation flight?"
SEVERAL = "What did Kristi Noem say about Uzbekistan's president?"
REFUSED = "What does the article say about Turkey?"
NOTE = "The river Aller rose three metres in Verden on Monday. Mayor Ana Lopez said that nobody was hurt."
WIDE, PHONE = {"width": 1280, "height": 820}, {"width": 380, "height": 780}


@contextmanager
def served(library: str) -> Iterator[str]:
    """Serve the page over the library and give its address."""
    command = [sys.executable, "-c", SERVE, library]
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
    page.locator(".turn:not(.running) h2", has_text=question).wait_for()
    page.wait_for_timeout(900)  # the article scrolls to what is cited


def opened(browser: Any, address: str, scheme: str, size: dict[str, int]) -> Any:
    """Open the page, and wait until it offers questions."""
    page = browser.new_page(viewport=size, color_scheme=scheme)
    page.goto(address)
    page.locator(".suggestion").first.wait_for(timeout=90_000)
    return page


def take(page: Any, name: str) -> None:
    """Save what the window shows."""
    page.screenshot(path=TARGET / f"{name}.png")


def take_all(browser: Any, address: str) -> None:
    """Save the main states, light and dark, wide and on a phone."""
    for scheme in ("light", "dark"):
        page = opened(browser, address, scheme, WIDE)
        ask(page, ANSWERED)
        take(page, f"answer-{scheme}")
        ask(page, REFUSED)
        take(page, f"refusal-{scheme}")
        page.close()
    page = opened(browser, address, "light", PHONE)
    ask(page, SEVERAL)
    take(page, "phone-answer")
    page.locator(".cite").first.click()
    page.wait_for_timeout(900)
    take(page, "phone-source")
    page.close()
    page = opened(browser, address, "light", WIDE)
    page.get_by_role("tab", name="Summary").click()
    page.locator("#brief-articles").get_by_text("Uzbekistan").first.wait_for()
    page.get_by_role("button", name="Summarise", exact=True).click()
    page.locator("#digest .coverage").wait_for()
    page.wait_for_timeout(900)
    take(page, "summary-light")
    page.get_by_role("tab", name="Library").click()
    page.get_by_role("button", name="Paste an article").click()
    page.get_by_label("Title", exact=True).fill("Flood in Verden")
    page.get_by_label("Text", exact=True).fill(NOTE)
    page.get_by_role("button", name="Add to the library").click()
    page.locator("#articles").get_by_role("heading", name="Flood in Verden").wait_for()
    take(page, "library-light")
    page.close()


def main() -> None:
    """Take them all."""
    TARGET.mkdir(exist_ok=True)
    chromium = sys.argv[1] if len(sys.argv) > 1 else "/usr/bin/chromium"
    with (
        tempfile.TemporaryDirectory() as folder,
        served(f"{folder}/library") as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        take_all(browser, address)
        browser.close()


if __name__ == "__main__":
    main()
