"""Questions about the articles themselves: which of them, or how many, mention something."""

from __future__ import annotations

import re

from rag.schema import Sentence

_ASKS = re.compile(
    r"^(?:in\s+)?(?:how\s+many|which|what)\s+(?:of\s+(?:the|these|those|my|your)\s+)?(?:news\s+)?"
    r"(?:articles?|stories|story|reports?|texts?)\s+(?:do\s+|does\s+)?"
    r"(?:mentions?|names?|contains?|speaks?\s+of|talks?\s+about|writes?\s+about|refers?\s+to|cites?)\s+"
    r"(?:the\s+words?\s+|the\s+names?\s+)?[\"'“‘]?(?P<what>[^\"“”?]+?)[\"'”’]?\s*\?*$",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_LONGEST = 8


def words_asked_for(question: str) -> str | None:
    """Return the words that articles are asked to mention: "Norvane" of "How many articles mention Norvane?"."""
    match = _ASKS.match(question.strip())
    if match is None:
        return None
    words = _ARTICLE.sub("", match["what"].strip(" .,"))
    return words if 0 < len(words.split()) <= _LONGEST and any(c.isalnum() for c in words) else None


def first_with(words: str, sentences: tuple[Sentence, ...]) -> Sentence | None:
    """Return the first body sentence in which the words stand one after the other, in any case, as whole words."""
    spaced = r"\s+".join(map(re.escape, words.split()))
    pattern = re.compile(rf"(?<!\w){spaced}(?!\w)", re.IGNORECASE)
    return next((s for s in sentences if s.kind == "body" and pattern.search(s.text)), None)
