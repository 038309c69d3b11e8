"""A summary with a picture of what it covers, and the facts of an article, each tied to its sentences."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ui.web.render.answer import notice
from ui.web.render.claims import (
    cite_buttons,
    claim_line,
    copy_button,
    download,
    numbers_of,
    proof_list,
    withheld_list,
)
from ui.web.render.markup import Markup, element, joined
from ui.web.render.portable import summary_as_markdown, summary_as_plain_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.schema import Citation
    from rag.summary import Coverage, Fact, FactSort, KeyFacts, Summary
    from ui.web.digesting import Digest

_STRETCHES = 40
"""Parts into which the picture cuts an article."""
_HEADINGS: dict[FactSort, str] = {
    "what": "What happened",
    "who": "Who",
    "where": "Where",
    "when": "When",
    "figure": "Figures",
    "quotation": "Quotations",
}


def digest_card(digest: Digest) -> Markup:
    """Return the card of a summary or of an article's facts, complete or still in the making."""
    if digest.phase == "nothing":
        return element(
            "p", "The summary or the facts will stand here, each tied to its place in an article.", class_="hint"
        )
    return element(
        "article",
        element(
            "header",
            element("h2", digest.title or "Nothing chosen", class_="asked", dir="auto"),
            element("p", _status(digest), class_="status", role="status"),
        ),
        _summed_up(digest),
        _facts(digest.facts, digest.citations) if digest.facts else None,
        notice(digest.trouble) if digest.trouble else None,
        withheld_list(digest.withheld),
        _actions(digest.summary, digest.title) if digest.summary else None,
        _facts_actions(digest.facts) if digest.facts else None,
        class_="turn running" if digest.running else "turn",
        aria_label=f"In brief: {digest.title}",
    )


def _status(digest: Digest) -> Markup:
    if digest.phase == "waiting":
        others = "1 question" if digest.ahead == 1 else f"{digest.ahead} questions"
        return element("span", f"Waiting for {others}", class_="working")
    if digest.phase == "working":
        return element("span", "Reading", class_="working")
    if digest.phase == "stopped":
        return joined("Stopped; what stands here was verified" if digest.claims else "Stopped")
    if digest.facts is not None:
        return joined(element("span", "found by rules", class_="tag"), " a sort can be mistaken; check the sentence")
    if digest.summary is None:
        return joined("No summary")
    quoted = digest.summary.model == "quote"
    tag = element("span", "quoted" if quoted else digest.summary.model, class_="tag")
    return joined(tag, " word for word from the article" if quoted else " each sentence checked against the article")


def _summed_up(digest: Digest) -> Markup | None:
    if digest.facts is not None or not (digest.claims or digest.summary):
        return None
    line: dict[str, Any] = {"tag": "li"} if digest.style == "bullets" else {"tag": "p"}
    if digest.style == "headline":
        line["class_"] = "claim short"
    summary = digest.summary
    return joined(
        element(
            "ul" if digest.style == "bullets" else "div",
            *(claim_line(claim, digest.citations, **line) for claim in digest.claims),
            class_="claims",
        ),
        element("p", summary.reason, class_="note", dir="auto") if summary and summary.reason else None,
        coverage_picture(summary.record) if summary and summary.claims else None,
        proof_list(digest.citations, heading="What proves it") if summary and summary.claims else None,
    )


def coverage_picture(record: Coverage) -> Markup:
    """Return how much of its articles a summary holds, and where in them it comes from."""
    return element(
        "figure",
        _bar("names", record.names_held, record.names),
        _bar("figures and dates", record.figures_held, record.figures),
        element("p", f"{record.words:,} of {record.article_words:,} words. Where its sentences stand:"),
        _strip(record.positions),
        element(
            "figcaption",
            "Counted by rules; whether what matters was chosen is not measured.",
            class_="hint",
        ),
        class_="coverage",
        aria_label="What the summary covers",
    )


def _bar(what: str, held: int, total: int) -> Markup | None:
    if not total:
        return None
    said = f"{held:,} of {total:,} {what}"
    return element("p", element("progress", value=held, max=total, aria_label=said), element("span", f" {said}"))


def _strip(positions: Sequence[float]) -> Markup:
    """Return the article from its first sentence to its last as a row of cells, those that are cited lit."""
    lit = {min(int(position * _STRETCHES), _STRETCHES - 1) for position in positions}
    said = ", ".join(f"{position:.0%}" for position in sorted(positions))
    cells = (element("span", class_="on" if cell in lit else None) for cell in range(_STRETCHES))
    return element("div", *cells, class_="strip", role="img", aria_label=f"At {said} of the article")


def _facts(facts: KeyFacts, citations: Sequence[Citation]) -> Markup:
    sections = (_section(heading, facts.of(sort), citations) for sort, heading in _HEADINGS.items())
    return element("div", *sections, class_="facts-found")


def _section(heading: str, found: Sequence[Fact], citations: Sequence[Citation]) -> Markup | None:
    if not found:
        return None
    return joined(element("h3", heading), element("ul", *(_fact(fact, citations) for fact in found)))


def _fact(fact: Fact, citations: Sequence[Citation]) -> Markup:
    speaker = fact.speaker or "speaker not named"
    return element(
        "li",
        element("span", fact.text, dir="auto"),
        element("span", f" ({speaker})", class_="speaker", dir="auto") if fact.sort == "quotation" else None,
        cite_buttons(sorted(fact.citations, key=citations.index), citations),
        data_numbers=numbers_of(fact.citations, citations),
    )


def _actions(summary: Summary, title: str) -> Markup:
    return element(
        "div",
        copy_button("Copy with citations", summary_as_plain_text(summary, title)),
        download("Markdown", summary_as_markdown(summary, title), "summary.md"),
        download("JSON proof", _json(summary), "summary.json"),
        class_="actions",
    )


def _facts_actions(facts: KeyFacts) -> Markup:
    return element("div", download("JSON", _json(facts), "facts.json"), class_="actions")


def _json(record: Summary | KeyFacts) -> str:
    return json.dumps(record.to_dict(), ensure_ascii=False, indent=2) + "\n"
