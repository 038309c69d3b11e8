"""What readers think of answers, kept in the library's folder, one line of JSON each.

A reader says "right", or "wrong" with the words of the article that answer the question, or with none where
the article does not answer it. That is enough to make a test of it: see :mod:`ui.web.feedback_cases`.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

from rag.errors import BadInput, LibraryError
from rag.stages.citing import cite_span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from rag.protocols import Library
    from rag.schema import Answer, Citation

FEEDBACK_SCHEMA = "citewire.feedback/1"
FILE = "feedback.jsonl"
Rating = Literal["right", "wrong"]
_LONGEST_REASON = 500
_LOOKED_AT = 50
"""Chunks whose articles are searched for the words that a reader pasted."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a reader thinks of one answer."""

    rating: Rating
    answer: Mapping[str, Any]
    """The answer's public form; see :meth:`rag.schema.Answer.to_dict`."""
    words: Mapping[str, Any] | None = None
    """Of a wrong answer, the citation of what answers the question; None where nothing does."""
    reason: str = ""
    """Why a reader finds it wrong, in their words."""
    given: str = ""
    """UTC time, ISO format with seconds."""

    def to_dict(self) -> dict[str, Any]:
        """Return the line that is kept."""
        return {
            "schema": FEEDBACK_SCHEMA,
            "given": self.given,
            "rating": self.rating,
            "words": self.words,
            "reason": self.reason,
            "answer": self.answer,
        }


def right(answer: Answer) -> Feedback:
    """Return the feedback that an answer, or a refusal, is right."""
    return Feedback("right", answer.to_dict(), given=_now())


def wrong(answer: Answer, words: str, library: Library, *, reason: str = "") -> Feedback:
    """Return the feedback that an answer is wrong, with the article's words that are right, and why.

    Raises BadInput where no article holds these words, or where a refusal is called wrong without any.
    """
    found = found_words(words, answer, library).to_dict() if words.strip() else None
    if found is None and answer.abstained:
        raise BadInput("Copy the words that answer the question from the article, and paste them here.")
    return Feedback("wrong", answer.to_dict(), found, " ".join(reason.split())[:_LONGEST_REASON], _now())


def found_words(words: str, answer: Answer, library: Library) -> Citation:
    """Return where an article holds ``words``, whatever the white space between them; raises BadInput."""
    pattern = re.compile(r"\s+".join(map(re.escape, words.split())))
    near = [citation.article_id for citation in (*answer.citations, *answer.closest)]
    hits = library.search_words(words.split()[:40], _LOOKED_AT)
    for article_id in dict.fromkeys([*near, *(hit.chunk.article_id for hit in hits)]):
        article = library.article(article_id)
        match = pattern.search(article.text)
        if match:
            return cite_span(article, match.start(), match.end())
    raise BadInput("No article holds these words; copy them from the article as they stand there.")


def keep_feedback(folder: Path, feedback: Feedback) -> None:
    """Append a line to the library's feedback, safe on disk when this returns; raises LibraryError."""
    line = json.dumps(feedback.to_dict(), ensure_ascii=False).encode("utf-8", "replace") + b"\n"
    try:
        # One write to a file opened for appending: lines of several processes do not mix.
        descriptor = os.open(folder / FILE, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(descriptor, line if _ends_whole(descriptor) else b"\n" + line)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as exc:
        raise LibraryError(f"Your feedback could not be kept in {folder} ({exc.strerror}).") from exc


def _ends_whole(descriptor: int) -> bool:
    """Tell whether the file ends with a whole line; a crash may have cut the last one off."""
    size = os.lseek(descriptor, 0, os.SEEK_END)
    return size == 0 or os.pread(descriptor, 1, size - 1) == b"\n"


def read_feedback(folder: Path) -> tuple[Feedback, ...]:
    """Return the library's feedback, oldest first; a line that was cut off by a crash is passed over."""
    try:
        lines = (folder / FILE).read_bytes().splitlines()
    except FileNotFoundError:
        return ()
    return tuple(feedback for line in lines if (feedback := _from_line(line)) is not None)


def latest(found: Sequence[Feedback]) -> tuple[Feedback, ...]:
    """Return the last word on each question of each set of cited texts."""
    kept = {(standalone(feedback.answer).casefold(), _hashes(feedback)): feedback for feedback in found}
    return tuple(kept.values())


def _hashes(feedback: Feedback) -> frozenset[str]:
    cited = [citation for claim in feedback.answer["claims"] for citation in claim["citations"]]
    return frozenset(citation["sha256"] for citation in [*cited, *feedback.answer["closest"]])


def _from_line(line: bytes) -> Feedback | None:
    try:
        row = json.loads(line)
    except ValueError:
        return None
    if not isinstance(row, dict) or row.get("schema") != FEEDBACK_SCHEMA:
        return None
    return Feedback(row["rating"], row["answer"], row["words"], row.get("reason", ""), row["given"])


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def standalone(answer: Mapping[str, Any]) -> str:
    """Return the question of a saved answer as it can be asked again by itself."""
    return str(answer.get("rewritten") or answer["question"])
