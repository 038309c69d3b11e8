"""What a judge is asked of a claim and its sources."""

from __future__ import annotations

from collections.abc import Sequence

from rag.stages.writing.prompts import LONGEST_SENTENCE, without_marks
from rag.stages.writing.records import Request

_SYSTEM = (
    "You check whether a claim is fully stated by a passage: every detail of it, and nothing else. "
    "Reply with one word: yes or no."
)


def support_request(claim: str, sources: Sequence[str]) -> Request:
    """Return the request whose first word is to be yes or no."""
    passage = " ".join(without_marks(source, LONGEST_SENTENCE) for source in sources)
    user = (
        f"Passage:\n{passage}\n\nClaim: {without_marks(claim, LONGEST_SENTENCE)}\n\n"
        "Is every detail of the claim stated by the passage? Reply yes or no."
    )
    return Request(_SYSTEM, user, None)
