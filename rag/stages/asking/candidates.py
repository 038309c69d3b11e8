"""Spans of a sentence that could answer a kind of question by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.schema import Parse
from rag.stages.asking.questions import Kind, Question

_NUMBERS = frozenset({"CARDINAL", "QUANTITY", "PERCENT", "MONEY", "ORDINAL"})
_LABELS: dict[Kind, frozenset[str]] = {
    "count": frozenset({"CARDINAL", "QUANTITY"}),
    "amount": frozenset({"CARDINAL", "QUANTITY", "PERCENT", "MONEY"}),
    "money": frozenset({"MONEY"}),
    "duration": frozenset({"DATE", "TIME"}),
    "date": frozenset({"DATE", "TIME", "EVENT"}),
    "place": frozenset({"GPE", "LOC", "FAC", "NORP", "ORG"}),
    "person": frozenset({"PERSON", "NORP", "ORG", "GPE"}),
    "organisation": frozenset({"ORG", "GPE", "NORP", "FAC"}),
}
"""OntoNotes labels of the entities that answer a kind; "who" can be a country or an organisation."""

_REASON = re.compile(
    r"\b(?:because(?: of)?|due to|owing to|thanks to|since|as|so that|in order to|amid|after|following|over|"
    r"for (?:his|her|its|their|the|having|being)|to)\b",
    re.IGNORECASE,
)
_PLACE_WORDS = frozenset("in at from to near aboard on across into inside outside via through".split())
_QUOTED = re.compile(r"[“\"]([^“”\"]{2,}?)[,.;!?]?[”\"]")
_LONG = 12
"""Words above which a phrase answers nothing by itself."""


@dataclass(frozen=True, slots=True)
class Span:
    """A run of words of a parse that could be an answer."""

    first: int
    last: int
    """Inclusive."""
    source: str
    """How it was found: the entity's label, ``phrase``, ``subtree``, ``quote``, ``clause`` or ``number``."""

    def text(self, parse: Parse) -> str:
        """Return the span as it is written in the sentence."""
        return parse.text[parse.words[self.first].start : parse.words[self.last].end]


def answer_spans(question: Question, parse: Parse) -> tuple[Span, ...]:
    """Return the spans of ``parse`` that are of the kind the question asks for, in order of position."""
    found: dict[tuple[int, int], Span] = {}
    for span in _spans(question, parse):
        if span.first <= span.last:
            found.setdefault((span.first, span.last), span)
    return tuple(sorted(found.values(), key=lambda span: (span.first, span.last)))


def holds_kind(question: Question, parse: Parse) -> bool:
    """Tell whether the sentence holds a span of a kind that can be told by its form; True for other kinds."""
    match question.kind:
        case "count" | "amount" | "money" | "date" | "duration" | "place" | "person" | "organisation":
            return any(span.source in _LABELS[question.kind] | {"number"} for span in answer_spans(question, parse))
        case "speech":
            return bool(_QUOTED.search(parse.text)) or any(w.dep == "ccomp" for w in parse.words)
        case _:
            return True


def _spans(question: Question, parse: Parse) -> Iterator[Span]:
    labels = _LABELS.get(question.kind, frozenset())
    for entity in parse.entities:
        if not labels or entity.label in labels:
            yield Span(entity.first, entity.last, entity.label)
    if question.kind in {"count", "amount", "money"}:
        yield from _numbers(parse)
        return
    if question.kind == "date":
        return
    yield from _quotes(parse)
    if question.kind == "reason":
        yield from _reasons(parse)
    if question.kind == "place":
        yield from _places(parse)
        return
    if question.kind != "duration":
        yield from _phrases(parse)
    if question.kind in {"thing", "speech", "manner", "reason", "topic"}:
        yield from _clauses(parse)


def _numbers(parse: Parse) -> Iterator[Span]:
    """Numbers that the entity finder passed over, alone and with the noun that they count."""
    for index, word in enumerate(parse.words):
        if word.pos == "NUM" and word.entity not in {"DATE", "TIME"}:
            yield Span(index, index, "number")


def _quotes(parse: Parse) -> Iterator[Span]:
    for match in _QUOTED.finditer(parse.text):
        inside = [i for i, w in enumerate(parse.words) if match.start(1) <= w.start and w.end <= match.end(1)]
        if inside:
            yield Span(inside[0], inside[-1], "quote")


def _phrases(parse: Parse) -> Iterator[Span]:
    for phrase in parse.noun_phrases:
        first = phrase.first
        if parse.words[first].pos in {"DET", "PRON"} and first < phrase.last:
            first += 1
        if parse.words[phrase.last].pos != "PRON":
            yield Span(first, phrase.last, "phrase")
        head = next((i for i in range(phrase.last, first - 1, -1) if parse.words[i].pos in {"NOUN", "PROPN"}), None)
        if head is not None:
            last = _end_of_subtree(parse, head)
            if first < last < first + _LONG:
                yield Span(first, last, "subtree")


def _clauses(parse: Parse) -> Iterator[Span]:
    """Verb phrases that complement another word: "to accept their nationals", "sending a flight"."""
    for index, word in enumerate(parse.words):
        if word.pos in {"VERB", "AUX"} and word.dep in {"xcomp", "ccomp", "advcl", "pcomp", "acl", "conj"}:
            last = _end_of_subtree(parse, index)
            first = index
            if index and parse.words[index - 1].tag == "TO":
                first = index - 1
            if last - first < 2 * _LONG:
                yield Span(first, last, "clause")


def _reasons(parse: Parse) -> Iterator[Span]:
    for match in _REASON.finditer(parse.text):
        start = next((i for i, word in enumerate(parse.words) if word.start >= match.start()), None)
        if start is None:
            continue
        head = parse.words[start].head if parse.words[start].dep == "mark" else start
        last = max(_end_of_subtree(parse, head), start)
        if last > start:
            yield Span(start, last, "clause")


def _places(parse: Parse) -> Iterator[Span]:
    for index, word in enumerate(parse.words):
        if word.pos == "ADP" and word.text.lower() in _PLACE_WORDS:
            objects = [i for i, other in enumerate(parse.words) if other.head == index and other.dep == "pobj"]
            for position in objects:
                first = min([i for i, w in enumerate(parse.words) if w.head == position and i > index] + [position])
                if parse.words[first].pos == "DET":
                    first += 1
                yield Span(min(first, position), position, "phrase")


def _end_of_subtree(parse: Parse, head: int) -> int:
    """Return the last word that depends on ``head``, directly or not, without closing punctuation."""
    inside = {head}
    grew = True
    while grew:
        before = len(inside)
        inside |= {i for i, word in enumerate(parse.words) if word.head in inside}
        grew = len(inside) > before
    last = max(inside)
    while last > head and parse.words[last].pos == "PUNCT":
        last -= 1
    return last
