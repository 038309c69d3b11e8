"""The lines of a text become blocks: headings, credits, list items, rows of tables and paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rag.stages.credits import is_credit
from rag.stages.enclosures import MAX_LENGTH, has_open_enclosure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rag.schema import SentenceKind

_Form = Literal["rule", "heading", "credit", "row", "item", "words"]

_LINE = re.compile(r"[^\n]+")
_HEADING = re.compile(r"\s{0,3}#{1,6}(?:\s|$)")
_BULLET = re.compile(r"[\s>]*[-*+•‣]\s")
_NUMBER_OR_DASH = re.compile(r"[\s>]*(?:[–—]|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)])\s")
_RULE = re.compile(r"[\s>]*([-*_=~])\s*(?:\1\s*){2,}$")
_UNDERLINE = re.compile(r"\s{0,3}(?:=+|-{3,})\s*$")
_OUTER = " \t\r\f\v>"
"""White space, and the marks of a quoted line."""
_ENDS = re.compile(r"[.!?…。！？؟۔।:;][\"'”’»」』)\]*_]*\s*$")
_OPEN_END = re.compile(r"\b(?:No|vs|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|St|Mt|[A-Z])\.\s*$")
"""A line that ends so may go on: with the number, the day, the surname."""
_TITLE_END = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Maj|Sgt|Capt|Sen|Rep|Gov|Rev)\.\s*$")
"""A line that ends so goes on: with the name."""
_WRAPPED = range(40, 121)
"""Lengths of lines that were wrapped by hand or by a mail program; a longer line is a whole paragraph."""
_PARAGRAPH = range(_WRAPPED.stop, 10**9)
_MAX_HEADING = 100


@dataclass(frozen=True, slots=True)
class Block:
    """A run of lines that belong together; ``text[start:end]`` holds them."""

    start: int
    end: int
    kind: SentenceKind
    whole: bool
    """True for what is one unit whatever its full stops say: a heading, a credit, a row of a table."""


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str
    form: _Form


@dataclass(frozen=True, slots=True)
class _Run:
    """Lines of one paragraph or item so far."""

    start: int
    last: _Line
    single: bool
    item: bool


def find_blocks(text: str) -> Iterator[Block]:
    """Yield the blocks in order; every letter and digit of ``text`` stands in one of them."""
    run: _Run | None = None
    lines = _lines(text)
    for line, follows in zip(lines, _following(lines), strict=True):
        if run is not None and not _continues(text, run, line):
            yield _closed(run, line, follows)
            run = None
        if line.form in ("heading", "credit", "row"):
            kind: SentenceKind = "body" if line.form == "row" else line.form
            yield Block(line.start, line.end, kind, whole=True)
        elif line.form in ("item", "words"):
            start, item = (run.start, run.item) if run else (line.start, line.form == "item")
            run = _Run(start, line, single=run is None, item=item)
    if run is not None:
        yield _closed(run, None, None)


def _lines(text: str) -> list[_Line]:
    """Return the lines that are not blank."""
    found = []
    for match in _LINE.finditer(text):
        bare = match.group().strip(_OUTER)
        if bare:
            found.append(_Line(match.start(), match.end(), match.group(), _form(match.group(), bare)))
    return found


def _form(line: str, bare: str) -> _Form:
    if not any(map(str.isalnum, bare)) and (_RULE.match(line) or _is_table_rule(bare)):
        return "rule"
    if _HEADING.match(line):
        return "heading"
    if is_credit(line):
        return "credit"
    if len(bare) > 2 and bare[0] == bare[-1] == "|":
        return "row"
    return "item" if _BULLET.match(line) or _NUMBER_OR_DASH.match(line) else "words"


def _is_table_rule(bare: str) -> bool:
    return "-" in bare and "|" in bare and not bare.strip("-|: \t")


def _following(lines: list[_Line]) -> list[_Line | None]:
    """Return for each line the first one with words at or after it."""
    following: list[_Line | None] = []
    after: _Line | None = None
    for line in reversed(lines):
        after = after if line.form == "rule" else line
        following.append(after)
    return following[::-1]


def _continues(text: str, run: _Run, line: _Line) -> bool:
    """Tell whether ``line`` goes on with the sentence of the line before it (a hard wrap)."""
    if line.start != run.last.end + 1:
        return False
    last = run.last.text
    wrapped = len(last) in _WRAPPED
    unfinished = not _ENDS.search(last) or bool(_OPEN_END.search(last))
    if line.form == "item":
        return unfinished and wrapped and not run.item and not _BULLET.match(line.text)
    if line.form != "words":
        return False
    if _TITLE_END.search(last):
        return True
    if unfinished:
        first = line.text.lstrip(_OUTER)[0]
        return wrapped or first.islower() or (len(last) in _PARAGRAPH and first.isdigit())
    return wrapped and has_open_enclosure(text[max(run.start, run.last.end - MAX_LENGTH) : run.last.end])


def _closed(run: _Run, line: _Line | None, follows: _Line | None) -> Block:
    """Return the run as a block; a short one in title form before a longer text is a heading."""
    bare = run.last.text.strip(" \t*_")
    titled = run.single and not run.item and 0 < len(bare) <= _MAX_HEADING and not _ENDS.search(run.last.text)
    underlined = line is not None and line.form == "rule" and line.start == run.last.end + 1
    if titled and underlined and line is not None and _UNDERLINE.match(line.text):
        return Block(run.start, run.last.end, "heading", whole=True)
    short = titled and len(bare.split()) <= 12 and bare[0].isupper()
    before_longer = follows is not None and follows.form != "item" and len(follows.text) > len(bare)
    heading = short and before_longer
    return Block(run.start, run.last.end, "heading" if heading else "body", whole=heading)
