"""The shortest span of a quoted sentence that answers by itself."""

from __future__ import annotations

import re

from rag.protocols import CloseReading
from rag.schema import Parse
from rag.stages.asking.bearing_out import confirming_span
from rag.stages.asking.candidates import LABELS, Span, answer_spans, kind_spans
from rag.stages.asking.hedges import with_hedges
from rag.stages.asking.pointing import Pointer, Window, fitted_pointer, point
from rag.stages.asking.questions import Question
from rag.stages.language.words import stem

_EDGES = " \t\n\r\f\v\u00a0,;:.!?–—-"
"""Characters that open or close no answer."""
_LEADING = frozenset("and or but that of by was were is are has have had".split())
_TRAILING = _LEADING | frozenset("the a an in on at to for with from which who".split())
_FIRST = re.compile(r"\w+")
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_EXACT = frozenset({"speech", "money", "count", "amount", "date", "duration", "age"})
"""Kinds whose spans answer by themselves, so that nothing around them is needed."""
_BRIEF = 12
"""Words of a window above which a narrower and less certain one serves the reader better."""
_PAIRS = (("“", "”"), ("‘", "’"), ("(", ")"), ("[", "]"))


def short_answer_in(
    question: Question, sentence: Parse, reading: CloseReading, pointer: Pointer | None = None
) -> str | None:
    """Return the span that answers, exactly as the sentence has it, or None where no span does.

    It touches a span of the kind asked for where the kind has a form, ends at words, and leaves out the punctuation
    and the little words at its edges. Where a yes or a no is wanted it is what bears it out; a topic has none.
    """
    if question.kind == "topic":
        return None
    if question.kind == "yes_no":
        confirming = confirming_span(question, sentence)
        return None if confirming is None else trimmed(sentence.text, Window(*confirming)) or None
    pointer = pointer or fitted_pointer()
    allowed = _of_kind(question, sentence)
    span = ""
    for certainty in (pointer.certainty, pointer.brief_certainty):
        found = point(pointer, reading, certainty, allowed)
        if found is None:
            return None
        if question.kind == "speech" and allowed:
            return _said(sentence.text, found, allowed)
        if question.kind in _EXACT:
            found = _only_one_in(found, allowed) or found
        span = trimmed(sentence.text, with_hedges(found, sentence.text))
        if len(span.split()) <= _BRIEF:
            break
    return span or None


def _of_kind(question: Question, sentence: Parse) -> tuple[Window, ...]:
    """Return the spans whose form is of the kind asked for; none for kinds without a form."""
    words = sentence.words
    if question.kind == "speech":
        spans = tuple(span for span in answer_spans(question, sentence) if span.source == "quote")
    else:
        spans = kind_spans(question, sentence) if question.kind in LABELS else ()
        spans = _of_focus(question, sentence, spans) or spans
    return tuple(Window(words[span.first].start, words[span.last].end) for span in spans)


def _of_focus(question: Question, sentence: Parse, spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return the numbers that count what is counted: of "66,000 arrests and 500 removals" those of the removals."""
    if question.kind != "count" or question.focus is None:
        return ()
    counted = stem(question.word(question.focus).text)
    words = sentence.words
    return tuple(
        span for span in spans
        if any(stem(words[words[place].head].text) == counted for place in range(span.first, span.last + 1))
    )  # fmt: skip


def _said(text: str, window: Window, quotes: tuple[Window, ...]) -> str | None:
    """Return the quotation that a window lies in; None where it is too long to be short: a part of it says less."""
    touched = [quote for quote in quotes if quote.start < window.end and window.start < quote.end]
    longest = max(touched, key=lambda quote: quote.end - quote.start, default=window)
    span = trimmed(text, longest)
    return span if 0 < len(span.split()) <= _BRIEF else None


def _only_one_in(window: Window, allowed: tuple[Window, ...]) -> Window | None:
    """Return the longest span of the kind that lies inside the window, where no other lies beside it."""
    inside = [span for span in allowed if window.start <= span.start and span.end <= window.end]
    longest = max(inside, key=lambda span: span.end - span.start, default=None)
    if longest is None or any(span.end <= longest.start or span.start >= longest.end for span in inside):
        return None
    return longest


def trimmed(text: str, window: Window) -> str:
    """Return the window's text with whole words and without what only leads in or out; empty if nothing is left."""
    start, end = window.start, window.end
    while start > 0 and text[start - 1].isalnum() and text[start : start + 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum() and text[end - 1 : end].isalnum():
        end += 1
    return _unpaired(_without_closing(_without_opening(text[start:end])))


def _without_opening(span: str) -> str:
    """Cut edge characters and little words from the left. Word by word: a pattern of both would backtrack."""
    span = span.lstrip(_EDGES)
    while (word := _FIRST.match(span)) and word[0].lower() in _LEADING:
        span = span[word.end() :].lstrip(_EDGES)
    return span


def _without_closing(span: str) -> str:
    """Cut the same from the right; a word that is all there is stays."""
    span = span.rstrip(_EDGES)
    while (head := span.rstrip(_LETTERS)) and head[-1].isspace() and span[len(head) :].lower() in _TRAILING:
        span = head.rstrip(_EDGES)
    return span


def _unpaired(span: str) -> str:
    """Cut a quotation mark or bracket at an edge whose other half lies outside; a full stop inside may stay."""
    for left, right in _PAIRS:
        if span.startswith(left) and right not in span:
            span = span[len(left) :]
        if span.endswith(right) and left not in span:
            span = span[: -len(right)]
    return span.strip()
