"""Words before a claim that only frame it: ``According to the article,``, ``In addition,``."""

from __future__ import annotations

import re

_TEXT = (
    r"(?:this|the|one|an?|both|these)?\s?(?:(?:news|provided|given|cited|above)\s)?"
    r"(?:articles?|texts?|passages?|story|stories|excerpts?)"
)
_FRAME = re.compile(
    rf"^\s*(?:according to {_TEXT}(?:\s\w+)?,\s*"
    rf"|(?:as\s)?{_TEXT}\s(?:says?|states?|reports?|mentions?|notes?|explains?|adds?|claims?|indicates?|shows?)(?:\sthat|,)?\s+"
    r"|(?:in addition|additionally|also|moreover|furthermore|in short|in summary|overall|finally|in fact|meanwhile|"
    r"similarly|likewise|in other words|as a reminder|notably|specifically|in particular),\s*)",
    re.IGNORECASE,
)


def without_frame(claim: str) -> str:
    """Return the claim without such words in front, beginning with a capital; what has none comes back as it is."""
    bare = claim
    while match := _FRAME.match(bare):
        bare = bare[match.end() :]
    if bare == claim or len(bare.split()) < 3:
        return claim
    return bare[0].upper() + bare[1:]
