"""The foot of an answer, where a reader says whether it is right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.web.render.markup import Markup, element

if TYPE_CHECKING:
    from rag.schema import Answer
    from ui.web.turns import Turn


def rating(turn: Turn) -> Markup | None:
    """Return the two verdicts; for "wrong", with a field for the words of the article that are right."""
    if turn.answer is None:
        return None
    return element(
        "div",
        element("span", "Is this right?", class_="hint"),
        element("button", "Right", type="button", class_="action", data_event="like", data_rating="right"),
        element("details", element("summary", "Wrong"), _correction(turn.answer), class_="wrong"),
        element("p", turn.rated, class_="rated", role="status", dir="auto"),
        class_="rating kept" if turn.kept else "rating",
    )


def _correction(answer: Answer) -> Markup:
    if answer.abstained:
        ask = "Paste the words of the article that answer the question."
    else:
        ask = "Paste the words of the article that answer the question, or leave this empty if it does not."
    return element(
        "div",
        element("label", ask, element("textarea", name="words", rows=3, dir="auto", maxlength=2000)),
        element(
            "label",
            "Why it is wrong, if you like to say.",
            element("textarea", name="reason", rows=1, dir="auto", maxlength=500),
        ),
        element("button", "Send", type="button", class_="action", data_event="like", data_rating="wrong"),
        class_="correction",
        data_form=True,
    )
