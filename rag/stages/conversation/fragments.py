"""Questions that leave out what the question before said: "And in March?", "Why?", "What about the crew?"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.schema import Parse
from rag.stages.conversation.auxiliaries import is_elliptic
from rag.stages.conversation.circumstances import is_circumstance
from rag.stages.conversation.remnants import is_remnant
from rag.stages.conversation.shapes import AUXILIARIES, question_phrase
from rag.stages.conversation.wording import is_led_in, plain

_TOPIC = re.compile(
    r"^\s*(?:then[\s,]+)?(?:(?:what|how)\s+about\s+|what\s+of\s+|as\s+for\s+|for\s+(?=the\b))", re.IGNORECASE
)
_LATE = re.compile(r",\s+(?:who|whom|what|when|where|why|how|which|did|does|do|is|are|was|were)\b", re.IGNORECASE)
"""The question begins after a comma."""
_TRAILING = re.compile(r"[\s,]+(?:then|though|please|again|now|thanks)$", re.IGNORECASE)
_LEFT_OUT = {"anyone else": "who else", "anybody else": "who else", "anything else": "what else"}
EVENT = re.compile(
    r"^(?P<asked>why|how|when|where)\s+(?:(?:is|was)\s+(?:that|this)(?:\s+so)?"
    r"|(?:do|does|did)\s+(?:that|this|it)(?:\s+happen|\s+come\s+about)?|was\s+it|come|so)$",
    re.IGNORECASE,
)
"""Asks for a circumstance of all that the question before said: "When was that?", "How come?"."""
REPEATED = re.compile(
    r"^(?:do|does|did|will|would|has|have|had|can|could|is|are|was|were)\s+(?P<who>.+)$", re.IGNORECASE
)
"""An auxiliary and somebody."""
_MOST_WORDS = 12
_FEW_WORDS = 4
OF_THEM = re.compile(r"\s+of\s+(?:them|these|those)$", re.IGNORECASE)
_CLAUSES = frozenset("relcl acl advcl ccomp".split())


@dataclass(frozen=True, slots=True)
class Fragment:
    """What is left of a question that leaves something out."""

    text: str
    """Without what led in and without punctuation."""
    asks: bool
    """It ends with a question mark."""
    topic: bool
    """It was led in: "and", "what about"."""


def fragment_of(question: str) -> Fragment:
    """Return the question without its lead-in."""
    asked = plain(question)
    text = _TOPIC.sub("", asked, count=1).strip(" \t?.!,;…")
    text = _TRAILING.sub("", text)
    topic = is_led_in(question) or _TOPIC.match(asked) is not None
    asks = question.rstrip().endswith("?")
    return Fragment(_LEFT_OUT.get(text.lower(), text) or question.strip(" ?.!"), asks, topic)


def is_fragment(fragment: Fragment, parse: Parse) -> bool:
    """Tell whether a question (``parse`` is of the fragment's text) has no clause of its own.

    A mere noun phrase is one only where it was led in: "turnout first round" is a search, "And turnout?" is not.
    """
    words = [word for word in parse.words if word.pos != "PUNCT"]
    if not words or fragment.text.endswith(":") or _LATE.search(fragment.text):
        return False
    if is_remnant(fragment.text):
        return True
    if len(words) > _MOST_WORDS or any(_is_finite(parse, i) for i in range(len(words))):
        return bool(EVENT.match(fragment.text)) or repeats(fragment, parse) or is_elliptic(fragment.text)
    if question_phrase(parse) is not None:
        return not any(word.dep == "relcl" for word in words)  # "What molecules that promote it peak at noon?"
    if fragment.asks and len(words) <= _FEW_WORDS and _is_pointed(parse):
        return True
    return fragment.topic or (is_circumstance(parse) and "," not in fragment.text)


def _is_pointed(parse: Parse) -> bool:
    """ "The crew?", "his wife?", "Ratsimbazafy?" and "boats?" lean back; "fuel shortage?" may not."""
    first, last = parse.words[0], parse.words[-1]
    alone = len(parse.words) == 1 and last.tag in {"NNS", "NNP"}
    return last.pos in {"NOUN", "PROPN"} and (first.tag in {"PRP$", "DT"} or alone)


def repeats(fragment: Fragment, parse: Parse) -> bool:
    """Tell whether a question is an auxiliary and somebody, "Did the hospital?", so that the verb is the one before."""
    words = [word for word in parse.words if word.pos != "PUNCT"]
    if REPEATED.match(fragment.text) is None or len(words) > _MOST_WORDS // 2:
        return False
    others = words[-1].text.lower() == "else" and len(words) > 2
    if others:
        words = words[:-1]
    named = (
        others
        or words[-1].pos in {"NOUN", "PROPN"}
        or words[-1].tag == "PRP"
        or words[-1].text.lower() in {"they", "he"}
    )
    pointing = words[1].text.lower() in {"that", "this", "these", "those"} and words[2:3] and words[2].pos == "DET"
    whole = pointing or any(word.tag == "EX" for word in words) or any(word.tag == "PRP" for word in words[:-1])
    return named and not whole and all(word.pos in {"DET", "ADJ", "NOUN", "PROPN", "PRON", "NUM"} for word in words[1:])


def _is_finite(parse: Parse, index: int) -> bool:
    word = parse.words[index]
    if word.text.lower() in AUXILIARIES and word.dep not in _CLAUSES:
        return not _inside_clause(parse, index)
    return word.tag in {"VBD", "VBZ", "VBP", "MD", "VB"} and not _inside_clause(parse, index) and len(parse.words) > 1


def _inside_clause(parse: Parse, index: int) -> bool:
    seen: set[int] = set()
    while index not in seen:
        seen.add(index)
        if parse.words[index].dep in _CLAUSES:
            return True
        index = parse.words[index].head
    return False
