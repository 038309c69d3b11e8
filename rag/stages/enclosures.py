"""Where quotations and brackets stand in a paragraph.

Marks are paired by what stands beside them, so that straight ones work, and what is never closed, as in a run of
quoted paragraphs, hides nothing of what follows it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_LENGTH = 1000
"""Characters of a quotation; a longer one is read as its sentences."""
_MAX_BRACKET = 300

_MARK = re.compile(r"[“”„«»‹›「」『』\"‘’'()\[\]]")
_PAIRS = ("“”", "„“”", "””", "«»", "»«", "‹›", "「」", "『』", '""', "‘’", "''", "()", "[]")
_CLOSERS = {pair[0]: pair[1:] for pair in _PAIRS}
_SINGLE = frozenset("‘’'")
_HIDDEN = str.maketrans(dict.fromkeys('“”„«»‹›「」『』"`‚‛‟()[]•●▪⁃◦', " "))
"""Marks, and bullets, by which a segmenter would pair or list what it should read."""
_STOPS = frozenset(".,!?…")
_BEFORE = frozenset("([{<-–—/*_>¿¡“„«‹「『\"‘'")
_AFTER = frozenset(")]}.,;:!?…。！？、，؟؛*_-–—")


@dataclass(frozen=True, slots=True)
class Enclosures:
    """The marks of one paragraph."""

    spans: tuple[tuple[int, int], ...]
    """Each outermost quotation or bracket, from its opening mark to after its closing one, in order."""
    openers: frozenset[int]
    """Positions of all marks that open."""
    closers: frozenset[int]
    """Positions of all marks that close."""

    def hidden(self, text: str) -> str:
        """Return ``text`` with a space for every mark; no offset moves."""
        singles = {at for at in self.openers | self.closers if text[at] in _SINGLE}
        without = text.translate(_HIDDEN)
        if not singles:
            return without
        return "".join(" " if at in singles else character for at, character in enumerate(without))


def find_enclosures(text: str) -> Enclosures:
    """Return the quotations and brackets of one paragraph, outermost only."""
    marks = [match.start() for match in _MARK.finditer(text)]
    openers = {at for at in marks if _opens(text, at)}
    closers = {at for at in marks if at not in openers and _closes(text, at)}
    spans: list[tuple[int, int]] = []
    for index, at in enumerate(marks):
        if at in openers and not (spans and at < spans[-1][1]):
            end = _closing(text, marks, index)
            if end is not None:
                spans.append((at, end + 1))
    ends = {end - 1 for _, end in spans}
    return Enclosures(tuple(spans), frozenset(openers - ends), frozenset(closers | ends))


def has_open_enclosure(text: str) -> bool:
    """Tell whether ``text`` ends inside a quotation or bracket."""
    enclosures = find_enclosures(text)
    closed = enclosures.spans[-1][1] if enclosures.spans else 0
    return any(at >= closed for at in enclosures.openers)


def _closing(text: str, marks: list[int], opener: int) -> int | None:
    """Return the position of the mark that closes the one at ``marks[opener]``, if one does in reach."""
    start = marks[opener]
    reach = _MAX_BRACKET if text[start] in "([" else MAX_LENGTH
    for at in marks[opener + 1 : opener + 1 + MAX_LENGTH]:
        if at - start > reach:
            return None
        if text[at] in _CLOSERS[text[start]] and _closes(text, at):
            return at
        if text[at] == text[start] and _opens(text, at):
            return None
    return None


def _opens(text: str, at: int) -> bool:
    mark, before, after = text[at], _at(text, at - 1), _at(text, at + 1)
    free = before.isspace() or before in _BEFORE
    if mark in "„「『([":
        return True
    if mark in "“«‹":
        return free or not before.isascii()
    if mark in "‘'":
        return free and after.isalpha()
    return mark in '"»”' and free and not after.isspace() and after not in _AFTER


def _closes(text: str, at: int) -> bool:
    mark, before, after = text[at], _at(text, at - 1), _at(text, at + 1)
    if mark in _SINGLE:
        return before in _STOPS and not after.isalnum()
    return mark in "”“»«›」』)]" or not (before.isspace() and after.isalnum())


def _at(text: str, position: int) -> str:
    return text[position] if 0 <= position < len(text) else " "
