"""An answer as a card: what was said, what proves it, what was withheld, and what can be done with it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ui.web.render.claims import cite_button, claim_line, copy_button, download, proof_list, withheld_list
from ui.web.render.markup import Markup, element, joined, numbered_text
from ui.web.render.portable import as_markdown, as_plain_text
from ui.web.render.rating import rating
from ui.web.render.scope import suggestions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.schema import Answer, Citation
    from ui.web.turns import Turn


def turn_card(turn: Turn, suggested: Sequence[str] = ()) -> Markup:
    """Return the card of one question, complete or still running.

    A refusal shows the suggested questions, which the articles do answer.
    """
    return element(
        "article",
        element(
            "header",
            element("h2", turn.question, class_="asked", dir="auto"),
            _asked_as(turn.rewritten) if turn.rewritten else None,
            element("p", status_line(turn), class_="status", role="status"),
        ),
        _answered(turn) if turn.claims else None,
        _refused(turn.answer, suggested) if turn.answer and turn.answer.abstained else None,
        _stopped() if turn.phase == "stopped" else None,
        notice(turn.trouble) if turn.trouble else None,
        withheld_list(turn.withheld),
        _actions(turn) if not turn.running else None,
        rating(turn),
        class_="turn running" if turn.running else "turn",
        data_turn=turn.number,
        aria_label=f"Question {turn.number}: {turn.question}",
    )


def _asked_as(rewritten: str) -> Markup:
    """Return what a follow-up was understood as, so that a reader sees where it was misunderstood."""
    return element("p", "Asked as: ", element("span", rewritten, dir="auto"), class_="asked-as")


def status_line(turn: Turn) -> Markup:
    """Return what is going on, or how the answer was made."""
    answer = turn.answer
    if turn.phase == "searching" and turn.ahead:
        others = "1 earlier question" if turn.ahead == 1 else f"{turn.ahead} earlier questions"
        return element("span", f"Waiting for {others}", class_="working")
    if turn.phase == "searching":
        return element("span", "Looking for passages", class_="working")
    if turn.phase == "reading":
        return element("span", f"Reading {turn.read} sentences", class_="working")
    if answer is None:
        return joined("Stopped" if turn.phase == "stopped" else "No answer")
    quoted = answer.model == "quote"
    tag = element("span", "quoted" if quoted else answer.model, class_="tag")
    if answer.abstained:
        return joined(element("span", "not answered", class_="tag quiet"))
    how = "word for word from the article" if quoted else "each sentence checked against the article"
    sure = None if answer.confidence is None else f" · {round(100 * answer.confidence)}% sure"
    return joined(tag, " ", how, sure)


def notice(sentence: str) -> Markup:
    """Return an error as one calm sentence."""
    return element("p", sentence, class_="trouble", role="alert", dir="auto")


def _answered(turn: Turn) -> Markup:
    answer = turn.answer
    short = answer.short_answer if answer else None
    return joined(
        element("p", short, class_="short", dir="auto") if short else None,
        element("div", *(claim_line(claim, turn.citations) for claim in turn.claims), class_="claims"),
        element("p", answer.reason, class_="note", dir="auto") if answer and answer.reason else None,
        proof_list(turn.citations, heading="What proves it") if answer else None,
    )


def _refused(answer: Answer, suggested: Sequence[str]) -> Markup:
    return element(
        "div",
        element("p", answer.reason or "The articles do not say.", class_="reason", dir="auto"),
        _closest(answer.closest) if answer.closest else None,
        suggestions(suggested, heading="The articles do answer"),
        class_="refusal",
    )


def _closest(citations: tuple[Citation, ...]) -> Markup:
    rows = (
        element(
            "li",
            element("span", numbered_text(citation.quote, [cite_button(number, citation)]), dir="auto"),
            data_numbers=number,
        )
        for number, citation in enumerate(citations, 1)
    )
    return joined(
        element("h3", "Closest passages"),
        element("p", "They came nearest to the question, and do not answer it.", class_="hint"),
        element("ul", *rows, class_="closest"),
    )


def _stopped() -> Markup:
    return element("p", "You stopped this answer. What stands here was verified.", class_="note")


def _actions(turn: Turn) -> Markup:
    again = element(
        "button",
        "Ask again",
        type="button",
        class_="action",
        data_event="submit",
        data_question=turn.rewritten or turn.question,
    )
    if turn.answer is None:
        return element("div", again, class_="actions")
    record = {**turn.answer.to_dict(), "request_id": turn.request_id}
    proof = json.dumps(record, ensure_ascii=False, indent=2) + "\n"
    return element(
        "div",
        copy_button("Copy with citations", as_plain_text(turn.answer)),
        download("Markdown", as_markdown(turn.answer), f"answer-{turn.number}.md"),
        download("JSON proof", proof, f"answer-{turn.number}.json"),
        again,
        class_="actions",
    )


def earlier_list(turns: Sequence[Turn]) -> Markup:
    """Return the questions before the one that is shown, newest first, each with its answer in brief."""
    if not turns:
        return Markup()
    return element(
        "section",
        element("h2", "Earlier questions"),
        element("ol", *(_brief(turn) for turn in reversed(turns)), reversed=True),
        class_="earlier",
        aria_label="Earlier questions",
    )


def _brief(turn: Turn) -> Markup:
    said = " ".join(claim.text for claim in turn.claims)
    refusal = turn.answer.reason if turn.answer and turn.answer.abstained else ""
    return element(
        "li",
        element(
            "button",
            turn.question,
            type="button",
            class_="reopen",
            data_event="select",
            data_turn=turn.number,
            dir="auto",
        ),
        element("p", said or refusal or turn.trouble or "Stopped", class_="brief", dir="auto"),
        value=turn.number,
    )
