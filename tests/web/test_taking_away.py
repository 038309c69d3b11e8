"""What a reader takes from the page: a copy with citations, Markdown, and a proof to be checked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Ask = Callable[[Any, str], Any]
    Open = Callable[..., Any]

pytestmark = pytest.mark.browser

PRAISE = "What did Kristi Noem say about Uzbekistan's president?"


def saved(page: Any, card: Any, name: str, folder: Path) -> str:
    with page.expect_download() as download:
        card.get_by_role("button", name=name).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    text: str = path.read_text()
    return text


def test_the_proof_is_the_answers_public_form_and_holds(open_page: Open, ask: Ask, tmp_path: Path) -> None:
    page = open_page()
    card = ask(page, PRAISE)
    proof = json.loads(saved(page, card, "JSON proof", tmp_path))
    assert proof["schema"] == "citewire.answer/1"
    assert proof["question"] == PRAISE
    assert proof["request_id"]
    shown = card.locator(".claim > span").all_inner_texts()
    assert [claim["text"] for claim in proof["claims"]] == shown
    citation = proof["claims"][0]["citations"][0]
    assert citation["end"] - citation["start"] == len(citation["quote"])


def test_markdown_has_a_footnote_for_every_citation(open_page: Open, ask: Ask, tmp_path: Path) -> None:
    page = open_page()
    card = ask(page, PRAISE)
    text = saved(page, card, "Markdown", tmp_path)
    assert text.startswith("## What did Kristi Noem say")
    assert "[^1]: “" in text


def test_a_copy_carries_its_citations(open_page: Open, ask: Ask) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    card = ask(page, PRAISE)
    card.get_by_role("button", name="Copy with citations").click()
    page.get_by_role("button", name="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "said DHS Secretary Kristi Noem. [1]" in copied
    assert "[1] “" in copied


def test_a_question_is_asked_again_by_one_click(open_page: Open, ask: Ask) -> None:
    page = open_page()
    card = ask(page, PRAISE)
    card.get_by_role("button", name="Ask again").click()
    again = page.locator(".turn[data-turn='2']:not(.running)")
    again.wait_for()
    assert again.locator("h2").inner_text() == PRAISE


def test_a_suggested_question_is_answered(open_page: Open) -> None:
    page = open_page()
    suggestion = page.locator(".suggestion").first
    suggestion.wait_for(timeout=60_000)
    question = suggestion.inner_text()
    suggestion.click()
    card = page.locator(".turn[data-turn='1']:not(.running)")
    card.wait_for()
    assert card.locator("h2").inner_text() == question
    assert card.locator(".claim").count() >= 1
