"""What a draft is by its form alone: a refusal, markup, or a sentence that may be checked."""

from __future__ import annotations

import re

_REFUSAL = re.compile(
    r"^\W*no answer\W*$"
    r"|^\s*(?:sorry\W+)?(?:i|we)\s+(?:can(?:not|['’]t)|am unable|do not|don['’]t|am not able|could not|couldn['’]t)\b"
    r"|\b(?:i['’]m|i am)\s+(?:sorry|not able|unable)\b"
    r"|\b(?:article|sentences?|text|passages?|sources?|context|information|documents?|excerpts?)\b[^.]{0,40}"
    r"\b(?:do(?:es)? not|don['’]t|doesn['’]t|did not|never|no information|"
    r"not (?:mention|state|say|contain|provide|specif))"
    r"|\b(?:is|are|was|were)\s+not\s+(?:mentioned|stated|specified)\b"
    r"|\b(?:there is )?no (?:information|mention|answer|details?)\b"
    r"|\bnot enough information\b",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"[<>{}|\\^~]|!\[|\]\(|https?:|www\.|&[#a-z]\w*;", re.IGNORECASE)


def is_refusal(text: str) -> bool:
    """Tell whether a sentence only says that the question is not answered."""
    return _REFUSAL.search(text) is not None


def holds_markup(text: str) -> bool:
    """Tell whether a sentence holds tags, links or characters of code, which no answer from news needs."""
    return _MARKUP.search(text) is not None
