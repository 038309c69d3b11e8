"""A typed question as the rules read it: without what leads in, without contractions, names in capitals."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rag.stages.language.folding import word_set

_INTERJECTION = (
    r"(?:(?:many\s+)?thanks(?:\s+a\s+lot)?|thank\s+you|great|good|right|all\s*right|i\s+see|interesting|hm+|ah|oh|yes|yeah"
    r"|sure|perfect|well|cool|wow|sorry|wait|no|nope|actually|understood|got\s+it)"
)
_MEANT = r"(?:(?:no|sorry|actually)[\s,.]+)*i\s+(?:meant|mean)(?:\s+to\s+ask)?[\s,:]+"
_NOT = r"(?:no[\s,.]+)?not\s+(?:[\w'’-]+\s+){0,3}[\w'’-]+\s*[,;–—-]\s*(?:but\s+)?(?=(?:the|a|an|in|on|at|for|by)\b)"
_LEAD = re.compile(
    rf"^\s*(?:{_MEANT}|{_NOT}|{_INTERJECTION}\s*[,.!;:…–—-]+\s*"
    r"|(?:thanks|thank\s+you|ok|okay|and|but|so|also|or)\b(?!\s+(?:far|many|much)\b)[\s,.!;:]*(?=\S))+",
    re.IGNORECASE,
)
_WH = r"\b(who|what|when|where|why|how)"
_CONTRACTED = re.compile(rf"{_WH}(?:['’](s|re|ll|d|ve)|(s))\b(?=\s+(\w+))", re.IGNORECASE)
_DISLOCATED = re.compile(
    r"^(?!(?:after|before|in|on|at|by|to|of|from|during|when|if|since|as|with|without|for|according|despite|until|under|because"
    r"|last|this|that|these|today|yesterday|tomorrow|now|then|so|first|finally|however|again|well|yes|no)\b)"
    r"(?P<topic>(?:(?:the|her|his|its|their)\s+)?(?:[\w'’-]+\s+){0,3}[\w'’-]+),\s+"
    r"(?P<before>(?:who|what|when|where|why|how|did|does|do|is|are|was|were|has|have|will|can)\b[^,]*?\s)"
    r"(?P<pronoun>he|she|they|it|him|them|his|their|its)\b(?P<after>.*)$",
    re.IGNORECASE,
)
_SMALL = re.compile(r"(?:the|her|his|its|their)\b", re.IGNORECASE)
_HAS = word_set("been got happened become gone changed")
_SHORT = {"re": "are", "ll": "will", "ve": "have"}


def is_led_in(question: str) -> bool:
    """Tell whether something before a question leads over to it: "and", "no, I meant"."""
    return _LEAD.match(question) is not None


def plain(question: str) -> str:
    """Return a question without thanks, "and" and "I meant" before it, and with "who's" in full."""
    match = _LEAD.match(question)
    bare = question[match.end() :] if match else question
    return _CONTRACTED.sub(_in_full, bare if any(c.isalnum() for c in bare) else question)


def _in_full(match: re.Match[str]) -> str:
    wh, short, following = match[1], (match[2] or match[3]).lower(), match[4].lower()
    if short == "s":
        return f"{wh} {'has' if following in _HAS else 'is'}"
    if short == "d":
        return f"{wh} {'would' if wh.lower() == 'who' else 'did'}"
    return f"{wh} {_SHORT[short]}"


def without_topic(question: str) -> str:
    """ "Her deputy, what did he say?" asks what her deputy said."""
    match = _DISLOCATED.match(question)
    if match is None:
        return question
    topic = match["topic"]
    owner = topic + ("’" if topic.endswith("s") else "’s")
    put = owner if match["pronoun"].lower() in {"his", "their", "its"} else topic
    return f"{match['before']}{put[:1].lower() + put[1:] if _SMALL.match(put) else put}{match['after']}"


def recased(question: str, said: Iterable[str]) -> str:
    """Return a question that was typed in small letters with the capitals that its words have in earlier turns."""
    if any(c.isupper() for c in question[1:]):
        return question
    known: dict[str, str] = {}
    small: set[str] = set()
    for text in said:
        for match in re.finditer(r"\w[\w-]*", text):
            opens = not re.search(r"\w[^.!?\"“”]*$", text[: match.start()])
            if match[0].islower():
                small.add(match[0])
            elif not opens and match[0][:1].isupper():
                known[match[0].lower()] = match[0]
    return re.sub(r"\w[\w-]*", lambda m: m[0] if m[0] in small else known.get(m[0], m[0]), question)
