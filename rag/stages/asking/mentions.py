"""Questions about the articles themselves: which of them, or how many, mention something."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.schema import Sentence

_ASKS = re.compile(
    r"^(?:in\s+)?(?:how\s+many|which|what)\s+(?:of\s+(?:the|these|those|my|your)\s+)?(?:news\s+)?"
    r"(?:articles?|stories|story|reports?|texts?)\s+(?:do\s+|does\s+)?"
    r"(?:mentions?|names?|contains?|speaks?\s+of|talks?\s+about|writes?\s+about|refers?\s+to|cites?)\s+"
    r"(?:the\s+words?\s+|the\s+names?\s+)?[\"'“‘]?(?P<what>[^\"“”?]+?)[\"'”’]?\s*\?*$",
    re.IGNORECASE,
)
_APPEARS = re.compile(
    r"^(?:in\s+)?(?:how\s+many|which|what)\s+(?:of\s+(?:the|these|those|my|your)\s+)?(?:news\s+)?"
    r"(?:articles?|stories|story|reports?|texts?)\s+(?:do|does|is|are)\s+"
    r"(?:the\s+words?\s+|the\s+names?\s+)?[\"'“‘]?(?P<what>[^\"“”?]+?)[\"'”’]?\s+"
    r"(?:appear|occur|stand|come\s+up|mentioned|named|cited|referred\s+to)(?:\s+in)?\s*\?*$",
    re.IGNORECASE,
)
_BOTH = re.compile(r"^both\s+(?P<one>.+?)\s+and\s+(?P<other>.+)$", re.IGNORECASE)
_EITHER = re.compile(r"^(?:either\s+)?(?P<one>.+?)\s+or\s+(?P<other>.+)$", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_LONGEST = 8


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an article is asked to mention."""

    terms: tuple[str, ...]
    """Words that stand one after the other, each."""
    every: bool = True
    """All of them are asked for, not any."""

    def told(self) -> str:
        """Return the terms in quotation marks, with the verb that goes with them."""
        quoted = [f"“{term}”" for term in self.terms]
        if len(quoted) == 1:
            return f"{quoted[0]} stands"
        return f"{' and '.join(quoted)} both stand" if self.every else f"{' or '.join(quoted)} stands"


def words_asked_for(question: str) -> str | None:
    """Return the words that articles are asked to mention: "Norvane" of "How many articles mention Norvane?"."""
    match = _ASKS.match(question.strip()) or _APPEARS.match(question.strip())
    if match is None:
        return None
    words = _ARTICLE.sub("", match["what"].strip(" .,"))
    return words if 0 < len(words.split()) <= _LONGEST and any(c.isalnum() for c in words) else None


def wanted_in(words: str) -> Wanted:
    """Return what "both Kenya and Vietnam", "Kenya or Vietnam" or plain words ask for."""
    both, either = _BOTH.match(words), _EITHER.match(words)
    found = both or either
    if found is None:
        return Wanted((words,))
    return Wanted(tuple(_ARTICLE.sub("", term) for term in (found["one"], found["other"])), every=both is not None)


def sentences_with(wanted: Wanted, sentences: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    """Return the first body sentence of each term, in order, each once; nothing where the article falls short."""
    found = [first_with(term, sentences) for term in wanted.terms]
    held = [sentence for sentence in found if sentence is not None]
    if not held or (wanted.every and len(held) < len(found)):
        return ()
    whole = [s for s in held if all(first_with(term, (s,)) for term in wanted.terms)] if wanted.every else []
    kept = whole[:1] or (held if wanted.every else held[:1])
    return tuple(sorted(dict.fromkeys(kept), key=lambda sentence: sentence.start))


def first_with(words: str, sentences: tuple[Sentence, ...]) -> Sentence | None:
    """Return the first body sentence in which the words stand one after the other, in any case, as whole words."""
    spaced = r"\s+".join(map(re.escape, words.split()))
    pattern = re.compile(rf"(?<!\w){spaced}(?!\w)", re.IGNORECASE)
    return next((s for s in sentences if s.kind == "body" and pattern.search(s.text)), None)
