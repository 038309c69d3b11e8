"""Spans of a sentence that could answer a kind of question by themselves."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rag.schema import Parse
from rag.stages.asking.questions import Kind, Question
from rag.stages.language.countries import countries_of
from rag.stages.language.dates import find_dates
from rag.stages.language.numbers import find_quantities
from rag.stages.language.words import bare

_NUMBERS = frozenset({"CARDINAL", "QUANTITY", "PERCENT", "MONEY", "ORDINAL"})
LABELS: dict[Kind, frozenset[str]] = {
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
    r"\b(?:because|due to|owing to|thanks to|on account of|as a result|in response to|given|so that|in order to|"
    r"caused?|causes|led to|leads to|prompted|amid|following|blam\w+|reasons?|therefore|hence|citing)\b",
    re.IGNORECASE,
)
_REASON_MARKS = frozenset("because since as so after if for to by over with".split())
"""Words that give a reason where they open a clause."""
_SOON = frozenset(
    "recently now soon already today tonight yesterday tomorrow lately currently ago later earlier".split()
)
_AGE = re.compile(
    r"\b(?:aged?\s+\w+|[\w-]+[- ]years?[- ]old|\w+\s+years\s+of\s+age|(?<=,\s)\d{1,3}(?=,))", re.IGNORECASE
)
_PLACE_WORDS = frozenset("in at from to near aboard on across into inside outside via through".split())
_QUOTED = re.compile(r"[“\"]([^“”\"]{2,}?)[,.;!?]?[”\"]")
_YEAR = re.compile(r"(?:1\d|20)\d\d$")
_TIMES = frozenset("second minute hour day week month year decade century".split())
_VAGUE_NUMBERS = frozenset("none both single dozen hundred thousand million several half zero".split())
_BODIES = frozenset({"ORG", "FAC", "NORP", "proper"})
_BELOW_COUNTRY = frozenset("city town airport village port street district capital".split())
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
        case "age":
            return bool(_AGE.search(parse.text))
        case "reason":
            return bool(_REASON.search(parse.text)) or any(_gives_reason(parse, i) for i in range(len(parse.words)))
        case kind if kind in LABELS:
            return bool(kind_spans(question, parse))
        case _:
            return True


def kind_spans(question: Question, parse: Parse) -> tuple[Span, ...]:
    """Return the spans whose form is of the kind asked for; all spans for a kind that has no form of its own."""
    spans = answer_spans(question, parse)
    if question.kind not in LABELS:
        return spans
    if question.kind == "organisation":
        return tuple(span for span in spans if span.source in _BODIES and not _is_country(span, parse))
    if question.kind == "place" and _asks_below_country(question):
        return tuple(span for span in spans if span.source in LABELS["place"] and not _is_country(span, parse))
    known = LABELS[question.kind] | {"number", "time", "proper", "locus"}
    return tuple(span for span in spans if span.source in known)


def _asks_below_country(question: Question) -> bool:
    """ "In which city": a country is no answer."""
    return question.focus is not None and question.word(question.focus).lemma in _BELOW_COUNTRY


def _is_country(span: Span, parse: Parse) -> bool:
    return bool(countries_of(bare(span.text(parse))))


def _gives_reason(parse: Parse, position: int) -> bool:
    """Tell whether a word opens an adverbial clause that can be a reason or a purpose."""
    word = parse.words[position]
    if word.text.lower() not in _REASON_MARKS:
        return False
    head = parse.words[word.head]
    if word.tag == "TO":
        return head.dep in {"advcl", "acl"}
    if word.dep == "mark":
        return head.dep == "advcl"
    return word.dep == "prep" and any(
        other.head == position and other.dep in {"pcomp", "pobj"} and word.text.lower() in {"for", "after", "over"}
        for other in parse.words
    )


def _spans(question: Question, parse: Parse) -> Iterator[Span]:
    labels = LABELS.get(question.kind, frozenset())
    for entity in parse.entities:
        if not labels or entity.label in labels:
            yield Span(entity.first, entity.last, entity.label)
    for find in _FINDERS[question.kind]:
        yield from find(parse)


def _times(parse: Parse) -> Iterator[Span]:
    """Words and dates that the entity finder passed over."""
    yield from (Span(i, i, "time") for i, w in enumerate(parse.words) if w.text.lower() in _SOON)
    yield from _covering(parse, [(date.start, date.end) for date in find_dates(parse.text)], "time")


def _ages(parse: Parse) -> Iterator[Span]:
    yield from _matches(parse, _AGE, "age")


def _numbers(parse: Parse) -> Iterator[Span]:
    """Numbers that the entity finder passed over or took for part of a date, and words that stand for numbers."""
    for index, word in enumerate(parse.words):
        year = word.entity == "DATE" and _YEAR.match(word.text)
        if (word.pos == "NUM" and not year) or word.lemma in _VAGUE_NUMBERS:
            yield Span(index, index, "number")


def _money(parse: Parse) -> Iterator[Span]:
    """Amounts of money that the entity finder took for bare numbers."""
    found = [quantity for quantity in find_quantities(parse.text) if quantity.kind == "money"]
    yield from _covering(parse, [(quantity.start, quantity.end) for quantity in found], "number")


def _durations(parse: Parse) -> Iterator[Span]:
    """Lengths of time that the entity finder passed over."""
    found = [quantity for quantity in find_quantities(parse.text) if quantity.unit in _TIMES]
    yield from _covering(parse, [(quantity.start, quantity.end) for quantity in found], "time")


def _proper_nouns(parse: Parse) -> Iterator[Span]:
    """Runs of proper nouns that the entity finder passed over or put under another label."""
    start = None
    for index, word in enumerate((*parse.words, None)):
        proper = word is not None and word.pos == "PROPN" and word.entity not in {"DATE", "TIME"}
        if proper and start is None:
            start = index
        elif not proper and start is not None:
            yield Span(start, index - 1, "proper")
            start = None


def _quotes(parse: Parse) -> Iterator[Span]:
    yield from _matches(parse, _QUOTED, "quote", group=1)


def _matches(parse: Parse, pattern: re.Pattern[str], source: str, *, group: int = 0) -> Iterator[Span]:
    yield from _covering(parse, [match.span(group) for match in pattern.finditer(parse.text)], source)


def _covering(parse: Parse, bounds: Sequence[tuple[int, int]], source: str) -> Iterator[Span]:
    """Yield the words that lie inside each span of characters."""
    for start, end in bounds:
        inside = [i for i, w in enumerate(parse.words) if start <= w.start and w.end <= end]
        if inside:
            yield Span(inside[0], inside[-1], source)


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


def _modifiers(parse: Parse) -> Iterator[Span]:
    """Adjectives and verbs that stand by themselves as an answer: "economic", "non-specific", "reversed"."""
    for index, word in enumerate(parse.words):
        if word.pos == "ADJ" and word.dep in {"amod", "acomp", "conj", "oprd", "ROOT"}:
            yield Span(index, index, "modifier")


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
    marked = {i for span in _matches(parse, _REASON, "clause") for i in (span.first,)}
    for start in sorted(marked | {i for i in range(len(parse.words)) if _gives_reason(parse, i)}):
        word = parse.words[start]
        head = word.head if word.dep in {"mark", "aux"} else start
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
                yield Span(min(first, position), position, "locus")


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


_Finder = Callable[[Parse], Iterator[Span]]
_FINDERS: dict[Kind, tuple[_Finder, ...]] = {
    "count": (_numbers,),
    "amount": (_numbers,),
    "money": (_money,),
    "age": (_ages,),
    "duration": (_quotes, _durations),
    "date": (_times,),
    "place": (_proper_nouns, _quotes, _places),
    "person": (_proper_nouns, _quotes, _phrases),
    "organisation": (_proper_nouns, _quotes, _phrases),
    "reason": (_quotes, _reasons, _phrases, _clauses),
    "speech": (_quotes, _phrases, _clauses),
    "manner": (_quotes, _phrases, _clauses, _modifiers),
    "thing": (_quotes, _phrases, _clauses, _modifiers),
    "topic": (_quotes, _phrases, _clauses, _modifiers),
    "yes_no": (_quotes, _phrases),
}
"""What is looked for besides entities, surest first."""
