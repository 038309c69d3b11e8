"""Words before a claim that only frame it: ``According to the article,``, ``Another source states that``."""

from __future__ import annotations

import re

_TEXT = (
    r"(?:this|the|one|an?|both|these)?\s?(?:(?:news|provided|given|cited|above)\s)?"
    r"(?:articles?|texts?|passages?|story|stories|excerpts?)"
)
_SOURCE = (
    r"(?:(?:the|this|that|these|those|one|another|other|some|both|more|additional)\s(?:other\s)?(?:(?:provided|given|cited)\s)?sources?"
    r"|(?:another|other|some)\s(?:articles?|texts?|passages?|stories|story))"
)
"""What was cited, told apart. Bare "sources say" is what a paper says of people whom it does not name."""
_SAYS = (
    r"(?:also\s)?(?:says?|states?|reports?|mentions?|notes?|explains?|adds?|claims?|indicates?|shows?)"
    r"(?:\sthat|[,:])?\s+"
)
_LINK = (
    r"(?:in addition|additionally|also|moreover|furthermore|in short|in summary|overall|finally|in fact|meanwhile|"
    r"similarly|likewise|in other words|as a reminder|notably|specifically|in particular),\s*"
)
_FRAME = re.compile(rf"^\s*(?:according to {_TEXT}(?:\s\w+)?,\s*|(?:as\s)?{_TEXT}\s{_SAYS}|{_LINK})", re.IGNORECASE)
_SOURCE_FRAME = re.compile(rf"^\s*(?:according to {_SOURCE},\s*|(?:as\s)?{_SOURCE}\s{_SAYS})", re.IGNORECASE)
_OWN_SOURCES = re.compile(r"\bsources?\b", re.IGNORECASE)


def without_frame(claim: str, cited_text: str) -> str:
    """Return the claim without such words in front, beginning with a capital; what has none comes back as it is.

    "One source says" stays where ``cited_text``, the text around what is cited, has sources of its own: there it may
    put words into somebody's mouth.
    """
    frames = (_FRAME,) if _OWN_SOURCES.search(cited_text) else (_FRAME, _SOURCE_FRAME)
    bare = claim
    while match := next(filter(None, (frame.match(bare) for frame in frames)), None):
        bare = bare[match.end() :]
    if bare == claim or len(bare.split()) < 3:
        return claim
    return bare[0].upper() + bare[1:]
