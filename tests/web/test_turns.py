"""What the page remembers of a question, step by step."""

from __future__ import annotations

from rag.schema import Answer, Citation, Claim, ClaimShown, ClaimWithheld, Finished, SourcesFound
from ui.web.render.answer import earlier_list, turn_card
from ui.web.turns import Session, Turn, advanced
from ui.web.wishes import Wishes


def cited(number: int) -> Citation:
    return Citation("a", "Title", "0" * 64, number, number + 5, "quote", "", "")


def claim(text: str, *numbers: int) -> Claim:
    return Claim(text, tuple(map(cited, numbers)), "verified", "")


BAD = Claim("It was 9.7 million.", (), "contradicted", "The article says 4.2 million.")


def answer(*claims: Claim, withheld: tuple[Claim, ...] = (), reason: str | None = None) -> Answer:
    return Answer("What?", claims, withheld, None, reason, None, "a-model", closest=() if claims else (cited(9),))


def test_a_turn_goes_through_its_phases() -> None:
    turn = Turn(1, "What?")
    one, two = claim("One.", 1), claim("Two.", 2, 1)
    seen = []
    for event in (SourcesFound(()), ClaimShown(one), ClaimWithheld(BAD), ClaimShown(two)):
        turn = advanced(turn, event)
        seen.append((turn.phase, len(turn.claims), len(turn.withheld)))
    assert seen == [("reading", 0, 0), ("reading", 1, 0), ("reading", 1, 1), ("reading", 2, 1)]
    done = advanced(turn, Finished(answer(one, two, withheld=(BAD,))))
    assert not done.running
    assert done.numbers(two) == (2, 1)


def test_what_was_withheld_stands_behind_a_disclosure_with_its_reason() -> None:
    turn = advanced(Turn(1, "What?"), Finished(answer(claim("One.", 1), withheld=(BAD,))))
    card = turn_card(turn)
    shown, _, hidden = card.partition("1 sentence withheld")
    assert BAD.text not in shown
    assert BAD.text in hidden
    assert BAD.reason in hidden
    assert "a-model" in shown


def test_a_refusal_offers_what_the_articles_do_answer() -> None:
    turn = advanced(Turn(1, "What?"), Finished(answer(reason="The article does not mention it.")))
    card = turn_card(turn, ["Who came?"])
    assert "The article does not mention it." in card
    assert "Who came?" in card
    assert turn.closest == (cited(9),)


def test_stopping_keeps_what_was_verified() -> None:
    turn = advanced(Turn(1, "What?"), ClaimShown(claim("One.", 1)))
    session = Session().with_turn(turn).stopped()
    assert not session.running
    assert session.turn is not None
    card = turn_card(session.turn)
    assert "One." in card
    assert "You stopped this answer" in card
    assert "Ask again" in card


def test_the_chosen_articles_are_those_that_are_still_there() -> None:
    wishes = Wishes().toggling("a").toggling("b")
    assert wishes.chosen == frozenset({"a", "b"})
    assert wishes.among(frozenset({"b"})).chosen == frozenset({"b"})
    assert wishes.among(frozenset()).chosen is None
    assert wishes.toggling("a").toggling("b").chosen is None


def test_earlier_questions_come_newest_first() -> None:
    turns = [Turn(number, f"Question {number}") for number in (1, 2)]
    listed = earlier_list(turns)
    assert listed.index("Question 2") < listed.index("Question 1")
    assert not earlier_list(())


def test_reopening_an_unknown_turn_changes_nothing() -> None:
    session = Session().with_turn(Turn(1, "What?"))
    assert session.reopened(7) == session
    assert session.reopened(1).current == 1
