"""An article becomes sentences with exact offsets.

The lines of the text decide where blocks end (headings, list items, paragraphs, credits); each block of
running text is cut where its sentences end; and every piece is trimmed, never changed, so that
``article.text[s.start:s.end] == s.text`` holds for any Unicode text.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from rag.schema import Article, Sentence
from rag.stages.blocks import Block, find_blocks
from rag.stages.boundaries import find_boundaries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rag.protocols import Segmenter

_MARKUP = re.compile(r"(?:(?:[>*+•‣–—-]|#{1,6})\s+)+")
"""What opens a line without being part of its sentence: the marks of quotes, list items and headings."""
_MAX_SENTENCE = 2000
"""Longer runs without an end are cut at white space: no reader checks, and no model reads, more at once."""


def split_sentences(article: Article, segmenter: Segmenter) -> tuple[Sentence, ...]:
    """Return the article's sentences in order.

    Spans do not overlap, hold no outer white space and no mark of a quote, list item or heading before
    them, and together hold every letter and digit of the text.
    """
    spans = (
        (start, end, block.kind)
        for block in find_blocks(article.text)
        for start, end in _cut(article.text, block, segmenter)
    )
    return tuple(
        Sentence(article.id, index, start, end, article.text[start:end], kind)
        for index, (start, end, kind) in enumerate(spans)
    )


def _cut(text: str, block: Block, segmenter: Segmenter) -> Iterator[tuple[int, int]]:
    body = text[block.start : block.end]
    begins = [0] if block.whole else find_boundaries(body, segmenter)
    for first, last in pairwise([*begins, len(body)]):
        for start, end in _bounded(text, block.start + first, block.start + last):
            yield from _trimmed(text, start, end, opens_block=start == block.start)


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield consecutive spans of at most ``_MAX_SENTENCE`` characters, cut at white space if there is any."""
    while end - start > _MAX_SENTENCE:
        limit = start + _MAX_SENTENCE
        stop = next((at for at in range(limit, start + 1, -1) if text[at - 1].isspace()), limit)
        yield start, stop
        start = stop
    yield start, end


def _trimmed(text: str, start: int, end: int, *, opens_block: bool) -> Iterator[tuple[int, int]]:
    """Yield the span without outer white space and opening markup, if it holds a letter or digit."""
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    if opens_block or "\n" in piece[:left]:
        markup = _MARKUP.match(piece, left)
        left = markup.end() if markup else left
    if any(map(str.isalnum, piece)):
        yield start + left, start + len(piece.rstrip())
