"""An article becomes sentences with exact offsets.

The lines of the text decide where blocks end (headings, list items, paragraphs, credits); a segmenter cuts
each block; and every piece is trimmed, never changed, so ``article.text[s.start:s.end] == s.text`` holds for
any Unicode text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.protocols import Segmenter
from rag.schema import Article, Sentence, SentenceKind

_HEADING = re.compile(r"\s{0,3}#{1,6}(?:\s|$)")
_ITEM = re.compile(r"\s*(?:[-*+•‣–—]|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)])\s+")
_CREDIT = re.compile(
    r"\W*(?:(?:file|photo|image|picture|video|graphic|illustration|courtesy|cover|lead|stock|handout|ap|afp)[\s/-]*)*"
    r"(?:source|photo|photograph|photography|image|picture|credit|credits|caption|courtesy|illustration|graphic|"
    r"getty|reuters|copyright|©)s?\b(?:\s+(?:by|of|from|courtesy|via|credit)\b|\s*[:/|©—–-])",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[.!?…。！？؟۔।:;][\"'”’»)\]]*\s*$")
_RULE = re.compile(r"\s*(?:[-*_=~]\s*){3,}$|\s*\|?[\s:|-]+\|[\s:|-]*$")
_RESPLIT = re.compile(
    # The segmenter reads every point of an abbreviation of capitals as its own. Before a capitalised function
    # word, which opens sentences and hardly ever continues one, the abbreviation also ends the sentence.
    r"(?<=\b[A-Z]\.[A-Z]\.)\s+(?=[“‘\"']?(?:The|An?|It|He|She|They|We|I|You|But|And|In|On|At|This|These|That|Those|"
    r"However|When|While|After|Before|Some|Many|Most|Its|His|Her|Their|Our|My)\s+[a-z])"
)
_OPEN_END = re.compile(
    # A line that ends so goes on: a title, a month or an initial before the name, the day or the surname.
    r"\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Sgt|Capt|Sen|Rep|Gov|St|No|vs|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|[A-Z])\.\s*$"
)
_MAX_CREDIT = 160
_MAX_SENTENCE = 2000
"""Longer runs without an end are cut at white space: no reader checks, and no model reads, more at once."""


@dataclass(frozen=True, slots=True)
class _Block:
    start: int
    end: int
    kind: SentenceKind


def split_sentences(article: Article, segmenter: Segmenter) -> tuple[Sentence, ...]:
    """Return the article's sentences in order; spans do not overlap and hold no outer white space."""
    spans = (
        (start, end, block.kind)
        for block in _blocks(article.text)
        for start, end in _cut(article.text, block, segmenter)
    )
    return tuple(
        Sentence(article.id, index, start, end, article.text[start:end], kind)
        for index, (start, end, kind) in enumerate(spans)
    )


def _blocks(text: str) -> Iterator[_Block]:
    """Yield runs of lines that belong together; hard-wrapped lines of one paragraph are one block."""
    start = end = -1
    lines = _lines(text)
    for position, (line_start, line_end) in enumerate(lines):
        line = text[line_start:line_end]
        alone = _kind_of_line(line)
        breaks = not line.strip() or _RULE.match(line) or alone is not None or _ITEM.match(line)
        if start >= 0 and (breaks or not _continues(text[start:end], line)):
            yield _Block(start, end, _kind_of_block(text[start:end], follows=_next_line(text, lines, position)))
            start = -1
        if alone is not None:
            yield _Block(line_start, line_end, alone)
        elif line.strip() and not _RULE.match(line):
            start, end = (line_start if start < 0 else start), line_end
    if start >= 0:
        yield _Block(start, end, _kind_of_block(text[start:end], follows=""))


def _lines(text: str) -> list[tuple[int, int]]:
    spans, start = [], 0
    for line in text.split("\n"):
        spans.append((start, start + len(line)))
        start += len(line) + 1
    return spans


def _next_line(text: str, lines: list[tuple[int, int]], position: int) -> str:
    """Return the first line with words at or after ``position``."""
    return next((text[a:b] for a, b in lines[position:] if text[a:b].strip()), "")


def _kind_of_line(line: str) -> SentenceKind | None:
    """Return the kind of a line that stands alone whatever is around it, else None."""
    if _HEADING.match(line):
        return "heading"
    if len(line) <= _MAX_CREDIT and _CREDIT.match(line):
        return "credit"
    return None


def _continues(block: str, line: str) -> bool:
    """Tell whether ``line`` goes on with the sentence of the line before it (a hard wrap)."""
    last = block.rsplit("\n", 1)[-1]
    if _ENDS.search(last) and not _OPEN_END.search(last):
        return False
    return len(last) >= 40 or line.lstrip()[:1].islower()


def _kind_of_block(block: str, *, follows: str) -> SentenceKind:
    """A short block in title form before a longer text is a heading without marks; all others are body."""
    words = block.split()
    short = len(words) <= 12 and len(block) <= 100 and "\n" not in block
    if not short or _ENDS.search(block) or _ITEM.match(block) or not block.strip()[:1].isupper():
        return "body"
    return "heading" if len(follows) > len(block) and not _ITEM.match(follows) else "body"


def _cut(text: str, block: _Block, segmenter: Segmenter) -> Iterator[tuple[int, int]]:
    body = text[block.start : block.end]
    pieces = segmenter.segment(body) if block.kind == "body" else [body]
    if "".join(pieces) != body:  # a segmenter that loses characters would move every later offset
        pieces = [body]
    position = block.start
    for piece in (part for whole in pieces for part in _resplit(whole)):
        for start, end in _bounded(text, position, position + len(piece)):
            yield start, end
        position += len(piece)


def _resplit(piece: str) -> list[str]:
    cuts = [0, *(match.end() for match in _RESPLIT.finditer(piece)), len(piece)]
    return [piece[a:b] for a, b in zip(cuts, cuts[1:], strict=False)]


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield trimmed spans of at most ``_MAX_SENTENCE`` characters that hold a letter or digit."""
    while start < end:
        stop = min(end, start + _MAX_SENTENCE)
        if stop < end:
            space = max(text.rfind(" ", start + 1, stop), text.rfind("\n", start + 1, stop))
            stop = space if space > start else stop
        piece = text[start:stop]
        if any(character.isalnum() for character in piece):
            left = len(piece) - len(piece.lstrip())
            yield start + left, start + len(piece.rstrip())
        start = stop
