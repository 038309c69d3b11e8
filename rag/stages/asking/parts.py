"""A question with parts becomes several questions."""

from __future__ import annotations

import re

from rag.schema import Parse

_BOUNDARY = re.compile(
    r"(?:\s*[,;]?\s+(?:and|as well as|plus|but)\s+(?:also\s+)?|\s*[;?]\s*(?:and\s+|also\s+)?)"
    r"(?=(?:(?:in|on|at|for|from|to|by|with|of|about)\s+)?(?:who|whom|whose|what|when|where|why|how|which)\b)",
    re.IGNORECASE,
)
_MOST = 4


def split_parts(parse: Parse) -> tuple[str, ...]:
    """Return the questions that a parsed question asks one after the other, each ending with a question mark.

    "Who paid, and how many people were on board?" has two. "How many arrests and how many removals were there?" has
    one: a part holds a verb of its own.
    """
    text = parse.text
    cuts = [0, *(cut for match in _BOUNDARY.finditer(text) for cut in match.span()), len(text)]
    spans = list(zip(cuts[::2], cuts[1::2], strict=True))
    verbs = [word.start for word in parse.words if word.pos in {"VERB", "AUX"}]
    whole = all(any(start <= verb < end for verb in verbs) for start, end in spans)
    if not whole or not 2 <= len(spans) <= _MOST:
        return (text,)
    return tuple(f"{text[start:end].strip(' ,;?')}?" for start, end in spans)
