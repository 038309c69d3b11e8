"""Where the sentences of one paragraph begin: a segmenter proposes places, rules for news dispose."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rag.stages.enclosures import Enclosures, find_enclosures
from rag.stages.language.sentence_ends import ends_sentence, ends_sentence_unseen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rag.protocols import Segmenter

_WINDOW = 4000
"""Characters given to the segmenter at once, whose time can grow with the square of a paragraph's length."""
_BEFORE, _AFTER = 32, 100
"""Characters before and after a place that the rules look at."""

_STOP = re.compile(r"[.…][\"'”’»)\]]*(?=\s+\S)")
_NOTE = re.compile(r"[.!?…][\"”’]?(?:\[[^\[\]\n]{1,40}\])+(?=\s)")
_CLOSING = re.compile(r"\s*[^\w\s]")
_WORD = re.compile(r"[^\W_]")
_MARKER = re.compile(r"\s*\(?(?:\d{1,3}|[A-Za-z]|[ivx]{1,5})[.)]\s*")


def find_boundaries(text: str, segmenter: Segmenter) -> list[int]:
    """Return where each sentence of a paragraph begins, 0 first; none begins inside a quotation or bracket."""
    enclosures = find_enclosures(text)
    proposed = {_settled(text, place, enclosures) for place in _proposals(enclosures.hidden(text), segmenter)}
    capitalises = _capitalises(text, proposed)
    ends = {place for place in proposed if _is_end(text, place, capitalises=capitalises)} | set(_unseen(text))
    kept = [0]
    word = _next_word(text, 0)
    for place in _outside(sorted(ends), enclosures):
        if word < place and not _MARKER.fullmatch(text[kept[-1] : min(place, kept[-1] + 20)]):
            kept.append(place)
            word = _next_word(text, place)
    if word == len(text) and len(kept) > 1:  # marks alone are no sentence
        kept.pop()
    return kept


def _is_end(text: str, place: int, *, capitalises: bool) -> bool:
    if place >= len(text):
        return False
    return ends_sentence(*_sides(text, place), spaced=text[place].isspace(), capitalises=capitalises)


def _proposals(text: str, segmenter: Segmenter) -> Iterator[int]:
    """Yield where the segmenter begins its pieces, window by window."""
    start = 0
    while start < len(text):
        window = text[start : start + _WINDOW]
        pieces = segmenter.segment(window)
        if "".join(pieces) != window:  # a segmenter that loses characters would move every later offset
            pieces = [window]
        place = start
        for piece in pieces[:-1]:
            place += len(piece)
            yield place
        ended = start + len(window) == len(text)
        start = place if len(pieces) > 1 and not ended else start + len(window)


def _unseen(text: str) -> Iterator[int]:
    """Yield ends of sentences that a segmenter overlooks."""
    yield from (match.end() for match in _NOTE.finditer(text))
    for match in _STOP.finditer(text):
        if ends_sentence_unseen(*_sides(text, match.end())):
            yield match.end()


def _settled(text: str, place: int, enclosures: Enclosures) -> int:
    """Move a place so that closing marks stay with the sentence before it, opening ones go with the next."""
    while place > 0 and (text[place - 1].isspace() or place - 1 in enclosures.openers):
        place -= 1
    while (mark := _CLOSING.match(text, place)) and _closes_here(text, mark.end() - 1, enclosures):
        place = mark.end()
    return place


def _closes_here(text: str, mark: int, enclosures: Enclosures) -> bool:
    """Tell whether a mark closes what stands before it: a bracket, a quotation, or a stop standing alone."""
    alone = text[mark] in ".!?…" and not text[mark + 1 : mark + 2].strip()
    return mark in enclosures.closers or text[mark] in ")]" or alone


def _outside(places: list[int], enclosures: Enclosures) -> Iterator[int]:
    spans = iter(enclosures.spans)
    start, end = next(spans, (0, 0))
    for place in places:
        while end and end <= place:
            start, end = next(spans, (0, 0))
        if not start < place < end:
            yield place


def _next_word(text: str, start: int) -> int:
    """Return where the next letter or digit stands, or the text's length."""
    match = _WORD.search(text, start)
    return match.start() if match else len(text)


def _sides(text: str, place: int) -> tuple[str, str]:
    return text[max(0, place - _BEFORE) : place].rstrip(), text[place : place + _AFTER].lstrip()


def _capitalises(text: str, places: set[int]) -> bool:
    """Tell whether at least as many of these places are followed by a capital as by a small letter."""
    firsts = [next((c for c in text[place : place + _BEFORE] if c.isalpha()), "") for place in {0, *places}]
    return sum(map(str.isupper, firsts)) >= sum(map(str.islower, firsts))
