"""Files of every format are uploaded to the page in a real browser, and a question of each is answered from it."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

pytestmark = pytest.mark.browser


def _made() -> Any:
    spec = importlib.util.spec_from_file_location("made_for_page", Path(__file__).parents[1] / "formats" / "made.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


made = _made()
PORTS = dict(zip(made.FORMATS, "Kalvos Brenna Tirso Holmby Ardea Varga Selmo Quist".split(), strict=True))


def test_each_format_is_answered_from_on_the_page(
    serve_library: Callable[[Path], AbstractContextManager[str]], open_page: Any, ask: Any, tmp_path: Path
) -> None:
    files = []
    for name, make in made.FORMATS.items():
        files.append(tmp_path / f"{PORTS[name].lower()}{Path(name).suffix}")
        files[-1].write_bytes(make(PORTS[name]))
    with serve_library(tmp_path / "library") as address:
        page = open_page(address)
        page.get_by_role("tab", name="Library").click()
        page.locator("#articles li").first.wait_for()
        page.locator("#files input[type=file]").set_input_files(files)
        page.locator(".receipt.added").nth(len(files) - 1).wait_for(timeout=60_000)
        page.get_by_label("Address of a page or a feed").fill("http://127.0.0.1/")
        page.get_by_role("button", name="Add by address").click()
        page.get_by_text("not on the public Internet").wait_for()
        page.get_by_role("tab", name="Ask").click()
        for port in PORTS.values():
            assert f"the harbour of {port} on Wednesday" in ask(page, f"Who closed the harbour of {port}?").inner_text()
        page.close()
