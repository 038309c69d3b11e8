"""The page as a reader meets it: the real server in a process of its own, and a real browser."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import IO, TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator
    from contextlib import AbstractContextManager

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SERVE = """
import sys
from pathlib import Path
from ui.web import serve
print("starting", flush=True)
serve(port=0, library=Path(sys.argv[1]), announce=lambda address: print(address, flush=True))
"""


def follow(output: IO[str], lines: Queue[str]) -> None:
    for line in output:
        lines.put(line.strip())


@contextmanager
def serving(library: Path, *, code: str = SERVE, within: float = 60) -> Iterator[str]:
    """Serve the page over a library and give its address."""
    command = [sys.executable, "-c", code, str(library)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        lines: Queue[str] = Queue()
        assert process.stdout is not None
        Thread(target=follow, args=(process.stdout, lines), daemon=True).start()
        try:
            while not (line := lines.get(timeout=within)).startswith("http"):
                pass
            yield line
        except Empty:
            pytest.fail(f"the server did not start within {within} seconds")
        finally:
            process.terminate()
            process.wait(20)


@pytest.fixture(scope="session")
def serve_library() -> Callable[..., AbstractContextManager[str]]:
    """Return the context in which a library of a test's own is served."""
    return serving


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Generator[str]:
    """The address of a page over a fresh library, which holds the article that ships."""
    with serving(tmp_path_factory.mktemp("site") / "library") as address:
        yield address


@pytest.fixture(scope="session")
def scripted() -> Any:
    """The module with the server that speaks OpenAI's protocol and says what it is told to."""
    path = Path(__file__).parents[1] / "models" / "hostile.py"
    spec = importlib.util.spec_from_file_location("hostile", path)
    assert spec is not None
    assert spec.loader is not None
    sys.modules["hostile"] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def model_server(scripted: Any) -> Generator[Any]:
    """Such a server, which notes what it is asked and with which keys."""
    with scripted.hostile_server() as started:
        yield started


@pytest.fixture(scope="module")
def browser(chromium: str) -> Generator[Any]:
    """Debian's chromium, driven by Playwright, whose event loop must not outlast the file: others run loops too."""
    api = pytest.importorskip("playwright.sync_api", reason="the page's tests drive a browser with Playwright")
    with api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=list(QUIET))
        yield started
        started.close()


@pytest.fixture
def open_page(browser: Any, site: str) -> Generator[Callable[..., Any]]:
    """Open the page in a browser window of its own; the test fails where the page's own script fails."""
    faults: list[str] = []
    contexts: list[Any] = []

    def opened(address: str = site, **options: Any) -> Any:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.goto(address)
        page.locator("#pane .paper").first.wait_for()
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not faults


@pytest.fixture
def ask() -> Callable[[Any, str], Any]:
    """Ask a question on an open page, and return the answer's card once it is complete."""

    def asked(page: Any, question: str) -> Any:
        before = page.locator(".turn, .earlier li").count()
        page.get_by_label("Your question").fill(question)
        page.get_by_role("button", name="Ask", exact=True).click()
        card = page.locator(f".turn[data-turn='{before + 1}']:not(.running)")
        card.wait_for()
        return card

    return asked
