"""The library changes under an open page: what was cited stays what was cited, and what is gone is named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from rag import Pipeline
from ui.web.desk import Desk
from ui.web.sourcing import sources_of
from ui.web.turns import Session

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from contextlib import AbstractContextManager
    from pathlib import Path

    Ask = Callable[[Any, str], Any]
    Open = Callable[..., Any]

FLOOD = "The river Aller rose three metres in Verden on Monday. Mayor Ana Lopez said that nobody was hurt."
QUESTION = "What did Mayor Ana Lopez say?"


def test_an_article_that_has_changed_is_shown_as_it_was_cited(tmp_path: Path) -> None:
    story = tmp_path / "flood.md"
    story.write_text(f"# Flood\n\n{FLOOD}\n")
    with Pipeline(library=tmp_path / "library", corpus=story) as pipeline:
        desk = Desk(pipeline)
        desk.service.wait_until_warm()
        answered = list(desk.ask(Session(), QUESTION))[-1]
        before = str(desk.pane(answered))
        assert "said that nobody was" in before
        assert "changed since" not in before
        story.write_text("# Flood\n\nAn earlier report of a flood was wrong, the editors say. It never rained.\n")
        assert [getattr(done, "status", "") for done in pipeline.ingest([story])] == ["replaced"]
        after = str(desk.pane(answered))
        assert "changed since" in after
        assert "never rained" not in after
        assert after.count("<mark") == before.count("<mark")


def test_an_article_that_is_gone_is_named(tmp_path: Path) -> None:
    story = tmp_path / "flood.md"
    story.write_text(f"# <b>Flood</b>\n\n{FLOOD}\n")
    with Pipeline(library=tmp_path / "library", corpus=story) as pipeline:
        desk = Desk(pipeline)
        desk.service.wait_until_warm()
        answered = list(desk.ask(Session(), QUESTION))[-1]
        assert answered.turn is not None
        cited = answered.turn.citations
        pipeline.library.remove(cited[0].article_id)
        assert sources_of(pipeline, cited).gone == (cited[0].title,)
        pane = str(desk.pane(answered))
        assert "no longer in the library" in pane
        assert "<b>" not in pane


pages = pytest.mark.browser


@pytest.fixture
def flooded(
    serve_library: Callable[[Path], AbstractContextManager[str]], open_page: Open, tmp_path: Path
) -> Generator[Any]:
    """Two windows over one library, the first with an article added."""
    story = tmp_path / "flood.md"
    story.write_text(f"---\ntitle: Flood in Verden\n---\n{FLOOD}\n")
    with serve_library(tmp_path / "library") as address:
        page, other = open_page(address), open_page(address)
        page.get_by_role("tab", name="Library").click()
        page.locator("#articles li").first.wait_for()
        page.locator("#files input[type=file]").set_input_files(story)
        page.locator(".receipt.added").wait_for()
        page.locator("#files .file-preview").wait_for(state="detached")
        yield page, other
        page.close()
        other.close()


def remove(page: Any, title: str) -> None:
    page.get_by_role("tab", name="Library").click()
    page.get_by_role("button", name=f"Remove: {title}").click()
    page.get_by_role("button", name=f"Remove it: {title}").click()
    page.get_by_text(f"Removed “{title}").wait_for()


@pages
def test_an_answer_outlives_its_article(flooded: Any, ask: Ask) -> None:
    page, other = flooded
    page.get_by_role("tab", name="Ask").click()
    ask(page, QUESTION)
    remove(other, "Flood in Verden")
    page.get_by_role("tab", name="Summary").click()
    page.get_by_role("tab", name="Ask").click()
    page.locator("#pane").get_by_text("“Flood in Verden” is no longer in the library").wait_for()
    assert "nobody was hurt" in page.locator(".turn .claim").first.inner_text()
    page.locator(".turn .cite").first.click()  # leads nowhere, and breaks nothing
    again = ask(page, QUESTION)
    assert again.locator(".claim").count() == 0
    page.locator(".reopen").first.click()
    page.locator(".turn[data-turn='1']").wait_for()
    assert page.get_by_text("Error", exact=True).count() == 0


@pages
def test_a_choice_that_is_gone_is_told_and_all_are_asked(flooded: Any, ask: Ask) -> None:
    page, other = flooded
    page.get_by_role("button", name="Ask only this: Flood in Verden").click()
    page.get_by_text("1 of 2 articles").wait_for()
    page.get_by_role("tab", name="Ask").click()
    page.get_by_text("Asking only “Flood in Verden”").wait_for()
    remove(other, "Flood in Verden")
    card = ask(page, "How many arrests did ICE report?")
    assert card.locator(".claim").count() == 1
    assert "no longer in the library, so all its articles are asked" in page.locator("#scope").inner_text()


@pages
def test_a_question_is_answered_while_files_are_added(flooded: Any, ask: Ask, tmp_path: Path) -> None:
    page, _ = flooded
    files = []
    for number in range(12):
        files.append(tmp_path / f"harbour-{number}.md")
        said = (f"The harbour {number} of Kalvos was closed by {officer} officers." for officer in range(60))
        files[-1].write_text(" ".join(said))
    page.locator("#files input[type=file]").set_input_files(files)
    page.get_by_text("of 12)").wait_for()
    page.get_by_role("tab", name="Ask").click()
    assert "nobody was hurt" in ask(page, QUESTION).inner_text()
    page.get_by_role("tab", name="Library").click()
    page.locator(".receipt.added").nth(11).wait_for(timeout=60_000)
    page.get_by_text("all 14 articles").wait_for()


@pages
def test_an_empty_library_says_what_to_do(flooded: Any, ask: Ask) -> None:
    page, other = flooded
    remove(other, "Flood in Verden")
    remove(other, "Uzbekistan repatriates")
    page.get_by_role("tab", name="Ask").click()
    page.get_by_text("Add an article under “Library”").wait_for()
    assert "library" in ask(page, QUESTION).inner_text().lower()
    page.get_by_role("tab", name="Summary").click()
    page.get_by_role("button", name="Summarise", exact=True).click()
    page.locator("#digest").get_by_text("Choose an article").wait_for()


@pages
def test_several_articles_stand_under_a_list_that_leads_to_each(flooded: Any, ask: Ask) -> None:
    page, _ = flooded
    page.get_by_role("tab", name="Ask").click()
    ask(page, "How many arrests did ICE report, and what did Mayor Ana Lopez say?")
    contents = page.get_by_role("navigation", name="Articles that are cited")
    assert contents.locator("li").count() == 2
    for title in contents.locator(".jump").all_inner_texts():
        contents.get_by_role("button", name=title).click()
        page.wait_for_function("document.activeElement.matches('article.paper')")
        assert page.evaluate("document.activeElement.querySelector('.title').innerText") == title
