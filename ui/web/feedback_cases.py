"""Readers' feedback becomes a facts file: a wrong answer becomes a test."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from evals.facts_growing import article_names, check_growing, grow_facts
from rag.errors import BadInput, UnknownArticle
from ui.web.feedback import Feedback, latest, read_feedback, standalone

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from rag.adapters.library import DiskLibrary
    from rag.schema import Article


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote."""

    file: Path
    """The facts file; `citewire eval facts` takes it."""
    cases: int
    """Cases that were added."""
    known: int
    """Feedback on questions that the file asked already."""
    left_out: int
    """Feedback on articles that have changed or are gone: its proof no longer stands anywhere."""


def export_feedback(library: DiskLibrary, file: Path) -> Exported:
    """Add the library's feedback to a facts file, and put the articles that it is about beside it.

    The file is made where there is none. Raises BadInput where there is no feedback to write, and LibraryError.
    """
    check_growing(file)
    found = latest(read_feedback(library.folder))
    held = {article.sha256: article for article in _articles(library, found)}
    there = article_names(file)
    names = {sha256: there.get(sha256, f"{article.id}-{sha256[:8]}.md") for sha256, article in held.items()}
    entries = [_entry(feedback, names) for feedback in found]
    usable = [entry for entry in entries if entry is not None]
    if not usable:
        raise BadInput("There is no feedback yet to make cases of; rate answers on the page first.")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        for sha256 in held.keys() - there.keys():
            (file.parent / names[sha256]).write_text(_file(held[sha256]), encoding="utf-8", newline="")
    except OSError as exc:
        raise BadInput(f"The articles cannot be written to {str(file.parent)!r} ({exc}); name another place.") from exc
    grown = grow_facts(file, [*names.values()], usable, title="Readers' feedback")
    return Exported(file, grown.added, grown.known, len(entries) - len(usable))


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


def _entry(feedback: Feedback, names: Mapping[str, str]) -> dict[str, Any] | None:
    """Return the case that the feedback makes, or None where its articles are gone."""
    cited = _cited(feedback)
    if not cited or any(citation["sha256"] not in names for citation in cited):
        return None
    articles = {names[citation["sha256"]] for citation in cited}
    about = {"article": min(articles)} if len(articles) == 1 else {}
    question = {"question": standalone(feedback.answer), "kind": "feedback", **about}
    if feedback.words:
        return {**question, **_proved([feedback.words["quote"]], feedback.words["quote"])}
    if feedback.rating == "wrong":
        return {**question, "why": feedback.reason or "A reader found that the article does not say."}
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
