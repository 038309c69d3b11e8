"""A question with parts becomes several questions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.schema import Parse

_WH = (
    r"(?:(?:in|on|at|for|from|to|by|with|of|about|since|until|under|against|over)\s+)?"
    r"(?:who|whom|whose|what|when|where|why|how|which)\b"
)
_AUXILIARY = r"(?:did|does|do|was|were|is|are|has|have|had|will|would|can|could)"
_JOINT = r"(?:\s*[,;]?\s+(?:and|as well as|plus|but)\s+(?:also\s+|if\s+so[,\s]+)?|\s*[;?]\s*(?:and\s+|also\s+)?)"
_BOUNDARY = re.compile(
    rf"{_JOINT}(?={_WH})"
    rf"|{_JOINT}(?={_AUXILIARY}\s+\w)"
    r"|\?\s+(?=\w)"
    rf"|\s*,\s+(?=(?:what|why|how)\b[^,?]{{0,30}}?\s{_AUXILIARY}\b)"
    r"|\s*,\s+(?=how\s+(?:many|much|long|old|far|often)\b)"
    rf"|\s*,\s+(?=(?:when|where|which\s+\w+)\s+{_AUXILIARY}\s|who\s+(?:did|does|do)\s)"
    rf"|\s*,\s+(?P<bare>)(?={_WH}(?:\s+[\w-]+){{0,3}}?\s*(?:,|\band\b|\?|$))",
    re.IGNORECASE,
)
_BOTH = re.compile(r"^(when|where|why|how)\s+(?:and|or)\s+(when|where|why|how)\s+(?=\w)", re.IGNORECASE)
"""Two question words for one clause."""
_ONLY_WH = re.compile(rf"^(?:and\s+)?{_WH}(?:\s+[\w-]+){{0,3}}$", re.IGNORECASE)
"""A question word with what it asks for at most: "why not", "by how many votes"."""
_IF_NOT = re.compile(r"\bif\s+not\b", re.IGNORECASE)
"""What follows asks about the opposite of what was asked."""
_DO_OR_WILL = frozenset("did does do will would can could".split())
_MOST = 4


def split_parts(parse: Parse) -> tuple[str, ...]:
    """Return the questions that a parsed question asks one after the other, each ending with a question mark.

    "Who paid, and how many people were on board?" has two, and so has "When and where did it happen?". "How many
    arrests and how many removals were there?" has one: a part holds a verb of its own, or is a mere "when". What a
    part leaves to the one before it is not filled in.
    """
    text = parse.text
    if _IF_NOT.search(text):
        return (text,)
    both = _BOTH.match(text)
    if both is not None:
        clause = text[both.end() :].strip(" ?")
        return (f"{both[1]} {clause}?", f"{both[2].capitalize()} {clause}?")
    cuts = [0, *(cut for start, end in _joints(parse) for cut in (start, end)), len(text)]
    spans = list(zip(cuts[::2], cuts[1::2], strict=True))
    if not 2 <= len(spans) <= _MOST or not all(_is_whole(parse, *span) for span in spans):
        return (text,)
    return tuple(f"{text[start:end].strip(' ,;?')}?" for start, end in spans)


def _joints(parse: Parse) -> Iterator[tuple[int, int]]:
    for match in _BOUNDARY.finditer(parse.text):
        start, end = match.span()
        following = re.match(_AUXILIARY, parse.text[end:], re.IGNORECASE)
        ended = "?" in match.group()
        if match["bare"] is not None and _has_verb(parse, end):
            continue  # "the minister, who resigned"
        if parse.text[end:].strip(" ?") and (following is None or ended or _asks(parse, end)):
            yield start, end


def _has_verb(parse: Parse, start: int) -> bool:
    """Tell whether a verb stands before the next comma or "and"."""
    for word in parse.words:
        if word.start >= start:
            if word.text in {",", "?"} or word.text.lower() == "and":
                return False
            if word.pos in {"VERB", "AUX"}:
                return True
    return False


def _asks(parse: Parse, start: int) -> bool:
    """Tell whether an auxiliary opens a question: "and was the driver hurt", but not "and is the largest"."""
    first = next((i for i, word in enumerate(parse.words) if word.start >= start), None)
    if first is None or first + 1 >= len(parse.words):
        return False
    chunk = next((p for p in parse.noun_phrases if p.first == first + 1), None)
    if chunk is None:
        return False
    after = parse.words[chunk.last + 1 :]
    wanted = {"VERB"} if parse.words[first].text.lower() in _DO_OR_WILL else {"VERB", "ADJ"}
    return any(word.pos in wanted for word in after)


def _is_whole(parse: Parse, start: int, end: int) -> bool:
    """Tell whether a span has a verb of its own, or is a question word alone and not the first.

    "When the bank raised its rate, what did the minister do?" begins with a clause that asks nothing.
    """
    if start == 0 and re.match(rf"(?:when|where|while)\s+(?!{_AUXILIARY}\b)", parse.text, re.IGNORECASE):
        return False
    if any(word.pos in {"VERB", "AUX"} and start <= word.start < end for word in parse.words):
        return True
    span = parse.text[start:end].strip(" ,;?")
    return start > 0 and (_ONLY_WH.match(span) is not None or parse.text[:start].rstrip().endswith("?"))
