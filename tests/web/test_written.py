"""The page with a chat model behind a server: what it is sent and when, what it is called, and what is withheld."""

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

SERVE = """
import sys
from pathlib import Path
from ui.web import serve
serve(port=0, library=Path(sys.argv[1]), model="{model}", announce=lambda address: print(address, flush=True))
"""
ARRESTS = "How many arrests has ICE reported?"
TRUE = (
    "Immigration and Customs Enforcement (ICE) reports over 66,000 arrests and nearly 66,000 removals so far under "
    "the renewed Trump-era immigration agenda."
)
FALSE = "Immigration and Customs Enforcement (ICE) reports over <b>97,000</b> arrests."


@pytest.fixture
def written_page(
    serve_library: Callable[..., AbstractContextManager[str]], open_page: Open, model_server: Any, tmp_path: Path
) -> Generator[Any]:
    """A page whose answers the scripted server writes."""
    with serve_library(tmp_path / "library", code=SERVE.format(model=model_server.url)) as address:
        page = open_page(address)
        yield page
        page.close()


def test_a_server_is_sent_nothing_before_somebody_asks(written_page: Any, model_server: Any) -> None:
    written_page.locator(".suggestion").first.wait_for(timeout=60_000)
    assert model_server.requests == []
    assert model_server.judged == []
    written_page.locator(".suggestion").first.click()
    written_page.locator(".turn:not(.running)").wait_for()
    assert model_server.requests


def test_what_is_not_borne_out_is_withheld_behind_a_disclosure(
    written_page: Any, model_server: Any, scripted: Any, ask: Ask
) -> None:
    model_server.play = scripted.Play(text=scripted.as_json((FALSE, [1]), (TRUE, [1])))
    card = ask(written_page, ARRESTS)
    assert card.locator(".status .tag").inner_text() == model_server.url.partition("#")[2]
    assert card.locator(".claim > span").first.inner_text() == TRUE
    withheld = card.locator(".withheld")
    assert withheld.locator("summary").inner_text() == "1 sentence withheld"
    assert not withheld.locator(".unproven").is_visible()
    withheld.locator("summary").click()
    assert withheld.locator(".unproven").inner_text() == FALSE
    assert "markup" in withheld.locator(".why").inner_text()
    assert "97,000" not in card.locator(".claims").inner_text()


def test_a_server_that_fails_is_told_in_one_sentence(
    written_page: Any, model_server: Any, scripted: Any, ask: Ask
) -> None:
    model_server.play = scripted.Play(status=401)
    card = ask(written_page, ARRESTS)
    assert "refuses the key" in card.locator(".note").inner_text()
    assert card.locator(".status .tag").inner_text() == "quoted"
    assert scripted.KEY not in written_page.content()
    model_server.play = scripted.Play(text=scripted.as_json((TRUE, [1])))
    card.get_by_role("button", name="Ask again").click()
    again = written_page.locator(".turn[data-turn='2']:not(.running)")
    again.wait_for()
    assert again.locator(".claim").count() == 1


def test_a_stopped_model_makes_room_for_the_next_question(written_page: Any, model_server: Any, scripted: Any) -> None:
    model_server.play = scripted.Play(text=scripted.as_json((TRUE, [1]), (FALSE, [1])) + " " * 400, pause=0.1)
    box = written_page.get_by_label("Your question")
    box.fill(ARRESTS)
    box.press("Enter")
    written_page.locator(".turn.running .claim").wait_for()
    written_page.get_by_role("button", name="Stop").click()
    written_page.get_by_text("You stopped this answer").wait_for()
    model_server.play = scripted.Play(text=scripted.as_json((TRUE, [1])))
    box.fill(ARRESTS)
    box.press("Enter")
    written_page.locator(".turn[data-turn='2']:not(.running) .claim").wait_for()
