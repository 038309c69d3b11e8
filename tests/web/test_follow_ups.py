"""A question that leans on the one before it, on the real page; and the tabs on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from rag.schema import Answer, Claim, Finished, QuestionRewritten, Turn
from ui.web.digesting import Digest
from ui.web.feedback import standalone
from ui.web.render.answer import turn_card
from ui.web.render.digest import digest_card
from ui.web.render.portable import as_markdown
from ui.web.turns import Session, advanced
from ui.web.turns import Turn as Shown

if TYPE_CHECKING:
    from collections.abc import Callable

    Ask = Callable[[Any, str], Any]
    Open = Callable[..., Any]

ARRESTS = "How many arrests did ICE report?"
REWRITTEN = "How many removals did ICE report?"


def answer(question: str, rewritten: str | None = None) -> Answer:
    return Answer(question, (), (), None, "Nothing.", None, "quote", rewritten=rewritten)


def shown(number: int, question: str) -> Shown:
    return advanced(Shown(number, question), Finished(answer(question)))


def test_the_turn_that_is_shown_is_followed_up() -> None:
    session = Session().with_turn(shown(1, "One?")).with_turn(shown(2, "Two?")).with_turn(Shown(3, "Three?"))
    assert [turn.question for turn in session.history] == ["One?", "Two?"]
    assert session.reopened(1).history[-1] == Turn("One?", answer("One?"))


def test_what_a_follow_up_was_understood_as_is_shown_and_asked_again() -> None:
    turn = advanced(Shown(2, "And <b>removals</b>?"), QuestionRewritten(REWRITTEN))
    turn = advanced(turn, Finished(answer("And removals?", REWRITTEN)))
    card = turn_card(turn)
    assert f'Asked as: <span dir="auto">{REWRITTEN}</span>' in card
    assert f'data-question="{REWRITTEN}"' in card
    assert "<b>" not in card
    assert turn.answer is not None
    assert REWRITTEN in as_markdown(turn.answer)
    assert standalone(turn.answer.to_dict()) == REWRITTEN


def test_a_stopped_summary_keeps_what_was_verified() -> None:
    claim = Claim("One.", (), "verified", "")
    digest = Digest(phase="working", title="Story", claims=(claim,)).stopped()
    card = digest_card(digest)
    assert "Stopped; what stands here was verified" in card
    assert "One." in card
    assert not digest.running
    assert Digest(phase="done").stopped().phase == "done"


@pytest.mark.browser
def test_a_follow_up_is_answered_beside_what_it_was_understood_as(open_page: Open, ask: Ask) -> None:
    page = open_page()
    ask(page, ARRESTS)
    card = ask(page, "And how many removals?")
    assert card.get_by_text(f"Asked as: {REWRITTEN}").is_visible()
    assert "nearly 66,000 removals" in card.locator(".claim").first.inner_text()


@pytest.mark.browser
def test_every_tab_is_within_reach_on_a_phone(open_page: Open) -> None:
    page = open_page(viewport={"width": 380, "height": 780}, has_touch=True)
    names = ["Ask", "Summary", "Library", "Evals", "Settings"]
    assert page.locator("#tabs [role=tab]").all_inner_texts() == names
    page.get_by_role("tab", name="Settings").tap()
    page.get_by_text("When should a question be answered?").wait_for()
