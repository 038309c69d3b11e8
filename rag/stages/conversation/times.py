"""Words that point to a time that was spoken of: "then", "that year", "before that"."""

from __future__ import annotations

import re

from rag.schema import Parse
from rag.stages.asking.questions import read_question
from rag.stages.conversation.mentions import Said

_PERIOD = r"(?:year|month|day|week|weekend|night|morning|afternoon|evening|season|decade|time)"
_RELATIVE = re.compile(r"\b(before|after|since|until|by)\s+(?:that|then)(?=\s*[?.!]*$)", re.IGNORECASE)
_AT = re.compile(
    rf"(?<=\S)\s+(?:(?:(?:in|on|at|during)\s+)?that\s+{_PERIOD}\b|(?:back\s+)?then(?=\s*[?.!]*$))", re.IGNORECASE
)
_LED = re.compile(r"(?:in|on|at|during|since|until|by|from)", re.IGNORECASE)


def points_to_time(text: str) -> bool:
    """Tell whether a question speaks of a time that it does not name."""
    return bool(_RELATIVE.search(text) or _AT.search(text))


def with_time(text: str, said: Said) -> str:
    """Put the time that the turn before asked about, or gave for "when", in the place of a word that points to it."""
    found = _time_of(said)
    if found is None and _RELATIVE.search(text):
        told = [time for answer in said.answers[:1] for time in _times(answer)]
        found = told[0] if len(told) == 1 else None
    if found is None:
        return text
    bare = _LED.sub("", found, count=1).strip() if _LED.match(found) else found
    text = _RELATIVE.sub(lambda match: f"{match[1]} {bare}", text)
    return _AT.sub(f" {found}", text)


def _time_of(said: Said) -> str | None:
    """Return the only time of the question before; of one that asks when, the only one of its answer."""
    asked = _times(said.question)
    if not asked and read_question(said.question).kind == "date":
        asked = [time for answer in said.answers[:1] for time in _times(answer)]
    return asked[0] if len(asked) == 1 else None


def _times(parse: Parse) -> list[str]:
    found = []
    for entity in parse.entities:
        if entity.label not in {"DATE", "TIME"} or parse.words[entity.first].text.lower() in {"how", "each", "every"}:
            continue
        first = entity.first
        if first > 0 and _LED.fullmatch(parse.words[first - 1].text):
            first -= 1
        elif parse.words[first].text[:1].isdigit() or parse.words[first].text[:1].isupper():
            lead = "in" if re.fullmatch(r"\d{4}", parse.words[entity.last].text) and first == entity.last else "on"
            found.append(f"{lead} {parse.text[parse.words[first].start : parse.words[entity.last].end]}")
            continue
        found.append(parse.text[parse.words[first].start : parse.words[entity.last].end])
    return found
