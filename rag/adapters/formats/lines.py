"""Lines as a page shows them become paragraphs again."""

from __future__ import annotations

import re
from collections import Counter
from statistics import quantiles
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ENDS = re.compile(r"[.!?…:][\"'”’»)\]]*$")
_NUMBER = re.compile(r"(?:page\s*)?[-–—]?\s*\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?\s*[-–—]?", re.IGNORECASE)
_HYPHEN = re.compile(r"[^\W\d_]-$")
SHORT = 0.85
"""A line that is shorter than this share of a full one ends its paragraph where a sentence ends with it."""
REPEATED = 3
"""Pages at whose edge a line must stand to be a running head."""


def joined_pages(pages: Sequence[str]) -> str:
    """Return the pages' text in paragraphs, without running heads and numbers of pages."""
    lines = [[line.strip() for line in page.splitlines()] for page in pages]
    heads = _running_heads(lines)
    kept = [line for page in lines for line in _without(page, heads)]
    return "\n\n".join(_paragraphs(kept))


def _running_heads(pages: Sequence[Sequence[str]]) -> frozenset[str]:
    edges = Counter(key for page in pages for key in {_key(line) for line in _edges(page)})
    return frozenset(key for key, count in edges.items() if key and count >= REPEATED and 2 * count >= len(pages))


def _edges(page: Sequence[str]) -> list[str]:
    filled = [line for line in page if line]
    return [*filled[:1], *filled[-1:]]


def _key(line: str) -> str:
    return re.sub(r"\d+", "0", line).casefold()


def _without(page: Sequence[str], heads: frozenset[str]) -> Iterator[str]:
    edges = set(_edges(page))
    for line in page:
        if line in edges and (_key(line) in heads or _NUMBER.fullmatch(line)):
            continue
        yield line


def _paragraphs(lines: Sequence[str]) -> Iterator[str]:
    full = _full_width(lines)
    held = ""
    for number, line in enumerate(lines):
        if not line:
            if held and _ENDS.search(held):
                yield held
                held = ""
            continue
        held = _joined(held, line)
        following = next((later for later in lines[number + 1 :] if later), "")
        short = len(line) < SHORT * full
        if short and (_ENDS.search(line) or _is_heading(line, following, full)):
            yield held
            held = ""
    if held:
        yield held


def _full_width(lines: Sequence[str]) -> float:
    lengths = [len(line) for line in lines if line]
    return quantiles(lengths, n=10)[-1] if len(lengths) > 1 else 0.0


def _is_heading(line: str, following: str, full: float) -> bool:
    """Return whether a line that ends no sentence stands by itself: it is much shorter, and a new one begins below."""
    return len(line) < 0.7 * full and following[:1].isupper() and not line.endswith((",", ";", "-"))


def _joined(held: str, line: str) -> str:
    if not held:
        return line
    if _HYPHEN.search(held) and line[:1].islower():
        return held[:-1] + line
    return f"{held} {line}"
