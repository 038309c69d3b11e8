"""Readers' feedback becomes a facts file: a wrong answer becomes a test."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from evals.facts_format import FACTS_SCHEMA
from rag.errors import BadInput, UnknownArticle
from ui.web.feedback import Feedback, latest, read_feedback

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from rag.adapters.library import DiskLibrary
    from rag.schema import Article

FACTS = "feedback.yaml"


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote."""

    file: Path
    """The facts file; `citewire eval facts` takes it."""
    cases: int
    left_out: int
    """Feedback on articles that have changed or are gone: its proof no longer stands anywhere."""


def export_feedback(library: DiskLibrary, folder: Path) -> Exported:
    """Write the library's feedback to ``folder`` as a facts file with the articles that it is about.

    Raises BadInput where there is no feedback to write, and LibraryError.
    """
    found = latest(read_feedback(library.folder))
    held = {article.sha256: article for article in _articles(library, found)}
    entries = [_entry(feedback, held) for feedback in found]
    usable = [{"id": f"feedback-{number}", **entry} for number, entry in enumerate(filter(None, entries), 1)]
    if not usable:
        raise BadInput("There is no feedback yet to make cases of; rate answers on the page first.")
    folder.mkdir(parents=True, exist_ok=True)
    for article in held.values():
        (folder / f"{article.id}.md").write_text(_file(article), encoding="utf-8", newline="")
    book = {
        "schema": FACTS_SCHEMA,
        "title": "Readers' feedback",
        "articles": [f"{article.id}.md" for article in held.values()],
        "cases": usable,
    }
    target = folder / FACTS
    target.write_text(yaml.safe_dump(book, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return Exported(target, len(usable), len(entries) - len(usable))


def _articles(library: DiskLibrary, found: Iterable[Feedback]) -> list[Article]:
    """Return the articles that the feedback is about and that are still there as they were."""
    wanted = {(citation["article_id"], citation["sha256"]) for one in found for citation in _cited(one)}
    kept = []
    for article_id, sha256 in sorted(wanted):
        try:
            article = library.article(article_id)
        except UnknownArticle:
            continue
        if article.sha256 == sha256:
            kept.append(article)
    return kept


def _cited(feedback: Feedback) -> list[dict[str, Any]]:
    """Return every citation that the feedback speaks of."""
    answer = feedback.answer
    claims = [citation for claim in answer["claims"] for citation in claim["citations"]]
    return [*claims, *answer["closest"], *([dict(feedback.words)] if feedback.words else [])]


def _entry(feedback: Feedback, held: dict[str, Article]) -> dict[str, Any] | None:
    """Return the case that the feedback makes, or None where its articles are gone."""
    cited = _cited(feedback)
    if not cited or any(citation["sha256"] not in held for citation in cited):
        return None
    question = {"question": feedback.answer["question"], "kind": "feedback"}
    if feedback.words:
        return {**question, **_proved([feedback.words["quote"]], feedback.words["quote"])}
    if feedback.rating == "wrong":
        return {**question, "why": "A reader found that the article does not say."}
    if feedback.answer["abstained"]:
        return {**question, "why": feedback.answer["reason"] or "The article does not say."}
    quotes = [citation["quote"] for claim in feedback.answer["claims"] for citation in claim["citations"]]
    return {**question, **_proved(quotes, feedback.answer["short_answer"] or feedback.answer["text"])}


def _proved(quotes: list[str], answer: str) -> dict[str, Any]:
    return {"answers": [answer], "proof": list(dict.fromkeys(quotes))}


def _file(article: Article) -> str:
    """Return the file that reads back as this article; its front matter is written as JSON, which is YAML."""
    known = {"title": article.title, "date": article.published}
    fields = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in known.items() if value]
    return "\n".join(["---", *fields, "---", article.text])
