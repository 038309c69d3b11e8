"""An article's text is cut into paragraphs, and paragraphs into runs that are lit alike."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rag.schema import Citation, Sentence, SentenceKind

LitKind = Literal["cited", "close"]
"""``cited`` spans support the answer; ``close`` ones only came near on a refusal."""

_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_WRAPPED = 100
"""A text whose lines are all shorter than this, and that has blank lines, was wrapped by hand."""


@dataclass(frozen=True, slots=True)
class Lit:
    """A span of an article that is lit, under the number that the answer gives it."""

    number: int
    start: int
    end: int
    kind: LitKind = "cited"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A slice of an article's text; an article's paragraphs cover all of it, in order."""

    start: int
    end: int
    kind: SentenceKind


@dataclass(frozen=True, slots=True)
class Run:
    """A slice of a paragraph with the same lit spans all along."""

    start: int
    end: int
    lit: tuple[Lit, ...]


def numbered(citations: Sequence[Citation], *, kind: LitKind = "cited") -> dict[str, tuple[Lit, ...]]:
    """Return the lit spans of each article, numbered from 1 in the order of the citations."""
    found: dict[str, tuple[Lit, ...]] = {}
    for number, citation in enumerate(citations, 1):
        lit = Lit(number, citation.start, citation.end, kind)
        found[citation.article_id] = (*found.get(citation.article_id, ()), lit)
    return found


def paragraphs(text: str, sentences: Sequence[Sentence]) -> tuple[Paragraph, ...]:
    """Cut ``text`` where a sentence opens a new paragraph. A text without sentences is one paragraph."""
    wrapped = bool(_BLANK_LINE.search(text)) and max(map(len, text.split("\n"))) < _WRAPPED
    cuts = [0]
    kinds: list[SentenceKind] = [sentences[0].kind if sentences else "body"]
    for before, after in itertools.pairwise(sentences):
        gap = text[before.end : after.start]
        broken = bool(_BLANK_LINE.search(gap)) if wrapped else "\n" in gap
        if broken or before.kind != after.kind:
            cuts.append(after.start)
            kinds.append(after.kind)
    ends = [*cuts[1:], len(text)]
    return tuple(Paragraph(*found) for found in zip(cuts, ends, kinds, strict=True))


def runs(paragraph: Paragraph, lit: Sequence[Lit]) -> Iterator[Run]:
    """Cut a paragraph wherever a lit span begins or ends inside it."""
    inside = [span for span in lit if span.start < paragraph.end and span.end > paragraph.start]
    edges = {edge for span in inside for edge in (span.start, span.end)}
    within = {edge for edge in edges if paragraph.start < edge < paragraph.end}
    cuts = sorted(within | {paragraph.start, paragraph.end})
    for start, end in itertools.pairwise(cuts):
        yield Run(start, end, tuple(span for span in inside if span.start < end and span.end > start))


def in_view(found: Sequence[Paragraph], lit: Sequence[Lit], *, most: int) -> tuple[tuple[Paragraph, ...], ...]:
    """Return the paragraphs to show as stretches without a gap: all of a text of at most ``most`` characters.

    Of a longer one, those at its beginning and around each lit span.
    """
    if not found or found[-1].end <= most:
        return (tuple(found),) if found else ()
    near = 6
    wanted = set(range(min(near, len(found))))
    for index, paragraph in enumerate(found):
        if any(span.start < paragraph.end and span.end > paragraph.start for span in lit):
            wanted.update(range(max(0, index - near), min(len(found), index + near + 1)))
    stretches: list[list[Paragraph]] = []
    last = -2
    for index in sorted(wanted):
        if index != last + 1:
            stretches.append([])
        stretches[-1].append(found[index])
        last = index
    return tuple(map(tuple, stretches))
