"""The real command, with a key, a token and a password: none of them comes out anywhere, and it ends when told to."""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

pytestmark = pytest.mark.browser

TOKEN, PASSWORD = "tok-planted-0123456789", "password-planted-42"
QUESTION = "Who is the president of Uzbekistan?"
ENDS_WITHIN = 5.0


@dataclass(slots=True)
class Planted:
    """A server whose secrets are known, and everything that it gave away."""

    process: subprocess.Popen[str]
    address: str
    folder: Path
    secrets: tuple[str, ...]

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Generator[Planted]:
    path = Path(__file__).parents[1] / "models" / "hostile.py"
    spec = importlib.util.spec_from_file_location("hostile", path)
    assert spec is not None
    assert spec.loader is not None
    sys.modules["hostile"] = hostile = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(hostile)
    folder = tmp_path_factory.mktemp("planted")
    environment = {"CITEWIRE_TOKEN": TOKEN, "CITEWIRE_PASSWORD": PASSWORD, "OPENAI_API_KEY": hostile.KEY}
    with hostile.hostile_server() as model, (folder / "log").open("w", encoding="utf-8") as log:
        model.play = hostile.Play(status=401)  # its error repeats the key
        command = [sys.executable, "-m", "ui.cli", "chat", "--port", "0", "--json", "--log-level", "debug"]
        process = subprocess.Popen(
            [*command, "--library", str(folder / "library"), "--model", model.url],
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        assert process.stdout is not None
        address = json.loads(process.stdout.readline())["url"]
        yield Planted(process, address, folder, (TOKEN, PASSWORD, hostile.KEY))
        process.kill()
        process.wait()


@pytest.fixture
def page(planted: Planted, browser: Any) -> Generator[Any]:
    """The page, opened by a browser whose user knows the password."""
    context = browser.new_context(http_credentials={"username": "reader", "password": PASSWORD})
    page = context.new_page()
    page.set_default_timeout(120_000)
    page.goto(planted.address)
    page.locator("#pane .paper").first.wait_for()
    yield page
    with suppress(Exception):
        context.close()


def told(address: str) -> list[str]:
    """Everything that programs are told, whether they know the token or not."""
    bodies = []
    for headers in ({"Authorization": f"Bearer {TOKEN}"}, {"Authorization": f"Bearer {TOKEN}x"}, {}):
        with httpx.Client(base_url=address, headers=headers, timeout=60) as client:
            article = client.get("/articles").json().get("articles", [{"article_id": "none"}])[0]["article_id"]
            chat = {"model": "citewire", "messages": [{"role": "user", "content": QUESTION}]}
            responses = [
                client.post("/ask", json={"question": QUESTION}),
                client.post("/ask", json={"question": QUESTION, "stream": True}),
                client.post("/ask", json={"question": [TOKEN]}),
                client.post("/summarise", json={"articles": [article]}),
                client.post("/v1/chat/completions", json=chat),
                client.post("/v1/chat/completions", json={**chat, "stream": True}),
                client.post("/ingest", files=[("files", ("a.md", b"\xff\xff"))]),
                *(client.get(path) for path in ("/openapi.json", "/metrics", "/healthz", "/config", "/no/such/place")),
            ]
            bodies += [f"{response.headers} {response.text}" for response in responses]
    return bodies


def test_no_secret_comes_out_anywhere(planted: Planted, page: Any, ask: Callable[[Any, str], Any]) -> None:
    card = ask(page, QUESTION)
    with page.expect_download() as download:
        card.get_by_role("button", name="JSON proof").click()
    download.value.save_as(planted.folder / "answer.json")
    page.get_by_role("tab", name="Settings").click()
    page.locator("#writer .writer").wait_for()
    (planted.folder / "page.html").write_text(page.content(), encoding="utf-8")
    (planted.folder / "told").write_text("\n".join(told(planted.address)), encoding="utf-8")
    places = [path for path in planted.folder.rglob("*") if path.is_file()]
    assert {"log", "page.html", "told", "answer.json", "library.sqlite3"} <= {path.name for path in places}
    found = [
        (path.name, secret) for path in places for secret in planted.secrets if secret.encode() in path.read_bytes()
    ]
    assert found == []
    lines = [json.loads(line) for line in planted.log.splitlines()]
    assert any(line["message"] == "request" for line in lines)
    assert any(line["status"] == 401 for line in lines if line["message"] == "request refused")
    assert QUESTION not in planted.log


def test_it_ends_in_time_with_a_browser_and_a_stream_connected(planted: Planted, page: Any) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    wish = {"question": QUESTION, "stream": True}
    with (
        httpx.Client(base_url=planted.address, timeout=60) as client,
        client.stream("POST", "/ask", json=wish, headers=headers) as stream,
    ):
        next(stream.iter_lines())
        page.get_by_label("Your question").fill(QUESTION)
        page.get_by_role("button", name="Ask", exact=True).click()
        begun = time.monotonic()
        planted.process.send_signal(signal.SIGTERM)
        assert planted.process.wait(timeout=3 * ENDS_WITHIN) == 0
    assert time.monotonic() - begun < ENDS_WITHIN
    assert "Traceback" not in planted.log
