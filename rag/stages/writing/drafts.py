"""A model's answer as it arrives becomes draft claims, whatever form the model chose."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.protocols import Segmenter
from rag.stages.writing.markers import MARK, cited_numbers, without_marks_of
from rag.stages.writing.objects import ObjectReader
from rag.stages.writing.records import DraftClaim

LONGEST = 12_000
"""Characters that are read of one answer; an endless one is left there."""
_END = re.compile(rf"(?:[.!?…][\"”’')]*(?:\s*{MARK})+|(?:{MARK}\s*)+[.!?…][\"”’')]*)(?=\s+[^\s\[【])|\n+", re.DOTALL)
"""Where a sentence surely ends: at a mark beside its full stop, once something else follows, or at the line's end."""
_CIRCLE, _ROUNDS, _LOOKED_AT = 80, 4, 1200
"""A model goes round in circles when its last 80 characters stand four times in the last 1,200."""
_JSON = "{"
"""News has no braces: with the first one, JSON begins."""
_THOUGHT = ("<think>", "</think>")
_BULLET = re.compile(r"^\s*(?:[-*•–]\s+|\(?\d{1,2}[.)]\s+|#+\s+|>\s+)+")
_YES_NO = re.compile(r"^\s*(?:yes|no)(?:[,;:.]\s+|\s*[–—]\s*|\s+-\s+)(?=[^\W\d])", re.IGNORECASE)
"""What a model says before it answers a yes/no question; no source says it, and what comes after it counts."""
_SPREAD = re.compile(r"\b(?:(U\.)\s+(?=[SKN]\.)|(E\.)\s+(?=U\.)|(D\.)\s+(?=C\.))")
"""Abbreviations that a model writes apart: ``U. S.``. Initials of people stay as they are."""
_EMPHASIS = re.compile(r"\*\*|__|`")


class DraftReader:
    """Reads an answer piece by piece: JSON, or sentences with marks. How it is cut into pieces changes nothing."""

    def __init__(self, segmenter: Segmenter) -> None:
        self._segmenter = segmenter
        self._left = ""
        self._taken = 0
        self._recent = ""
        self._objects: ObjectReader | None = None
        self._thinking: bool | None = None

    @property
    def full(self) -> bool:
        """True once no more is read: the answer is too long, or goes round in circles."""
        tail = self._recent[-_CIRCLE:]
        return self._taken >= LONGEST or (len(tail) == _CIRCLE and self._recent.count(tail) >= _ROUNDS)

    def feed(self, piece: str) -> Iterator[DraftClaim]:
        """Take more text; yield the claims that are now whole."""
        piece = piece[: LONGEST - self._taken]
        self._taken += len(piece)
        self._recent = (self._recent + piece)[-_LOOKED_AT:]
        if self._objects is not None:
            yield from self._split(self._objects.feed(piece))
            return
        self._left += piece
        if not self._has_thought():
            yield from self._lines()

    def close(self) -> Iterator[DraftClaim]:
        """Yield what is left when the answer is at its end: half a line may be a claim, half a JSON string is none.

        Of a string that is cut off the sentences before the last are whole.
        """
        if self._objects is not None:
            yield from list(self._sentences(self._objects.cut_off()))[:-1]
        elif self._thinking is not True:
            yield from self._sentences(self._left)
        self._left = ""

    def _lines(self) -> Iterator[DraftClaim]:
        while True:
            end, start = _END.search(self._left), self._left.find(_JSON)
            if start >= 0 and (end is None or start < end.end()):
                self._objects, rest, self._left = ObjectReader(), self._left[start:], ""
                yield from self._split(self._objects.feed(rest))
                return
            if end is None:
                return
            line, self._left = self._left[: end.end()], self._left[end.end() :]
            yield from self._sentences(line)

    def _has_thought(self) -> bool:
        """Drop a thought at the beginning; True while it is not known to be over."""
        if self._thinking is False:
            return False
        opening, closing = _THOUGHT
        begun = self._left.lstrip()
        if self._thinking is None and len(begun) < len(opening) and opening.startswith(begun):
            return True
        if not begun.startswith(opening):
            self._thinking = False
            return False
        _, over, rest = self._left.partition(closing)
        self._thinking = not over
        self._left = rest if over else self._left
        return not over

    def _split(self, drafts: Iterator[DraftClaim]) -> Iterator[DraftClaim]:
        for draft in drafts:
            for sentence in self._sentences(draft.text):
                yield DraftClaim(sentence.text, tuple(dict.fromkeys((*draft.sources, *sentence.sources))))

    def _sentences(self, text: str) -> Iterator[DraftClaim]:
        for line in text.split("\n"):
            plain = _EMPHASIS.sub("", _BULLET.sub("", line))
            for piece in _whole(self._segmenter.segment(plain)):
                words = _tidied(without_marks_of(piece))
                if any(character.isalnum() for character in words):
                    yield DraftClaim(words, cited_numbers(piece))


def _tidied(words: str) -> str:
    """Return a sentence without a yes or no in front, beginning with a capital, and with its initials together."""
    bare = _YES_NO.sub("", words)
    if bare != words:
        bare = bare[:1].upper() + bare[1:]
    return _SPREAD.sub(lambda match: match.group().rstrip(), bare)


def _whole(pieces: list[str]) -> list[str]:
    """Return the pieces with marks that stand alone joined to the sentence before them."""
    joined: list[str] = []
    for piece in pieces:
        mark = re.match(rf"\s*(?:{MARK}\s*)+[.!?]?", piece)
        if mark is not None and joined:
            joined[-1] += mark.group()
            piece = piece[mark.end() :]  # noqa: PLW2901 - the rest of the piece is a sentence of its own
        if piece.strip():
            joined.append(piece)
    return joined
