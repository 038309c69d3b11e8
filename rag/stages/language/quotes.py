"""Quoted strings, and the plain form in which quotations are compared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_PAIRS = re.compile(
    r"“(?P<curly>[^“”]{1,600})”|\"(?P<straight>[^\"]{1,600})\"|«(?P<angle>[^«»]{1,600})»"
    r"|(?<![\w’'])‘(?P<single>[^‘]{1,600}?)’(?!\w)|(?<![\w’'])'(?P<plain>[^']{1,600}(?:(?<=\w)'\w[^']*)*)'(?!\w)"
)
_MARKS = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'", "`": "'", "´": "'", "–": "-",
     "—": "-", "‑": "-", "−": "-", "…": "...", " ": " "}
)  # fmt: skip
_SPACE = re.compile(r"\s+")
_GAP = re.compile(r"\[[^\]]*\]|\(?\.\.\.\)?")


@dataclass(frozen=True, slots=True)
class Quote:
    """One quoted string; ``text[start:end]`` is what stands between the marks."""

    start: int
    end: int
    text: str


@lru_cache(maxsize=8192)
def find_quotes(text: str) -> tuple[Quote, ...]:
    """Return the quoted strings of ``text`` in order."""
    found = []
    for match in _PAIRS.finditer(text):
        kind = match.lastgroup or "curly"
        found.append(Quote(match.start(kind), match.end(kind), match[kind]))
    return tuple(found)


def plain_quote(text: str) -> str:
    """Return ``text`` in lower case with one kind of quotation mark, dash and space; idempotent."""
    marked = text.translate(_MARKS).replace("''", '"').casefold().replace("''", '"')
    return _SPACE.sub(" ", marked).strip()


def quote_parts(quoted: str) -> tuple[str, ...]:
    """Return the plain pieces of a quotation between its ellipses and brackets, without outer punctuation."""
    pieces = (piece.strip(" ,.;:!?'\"-") for piece in _GAP.split(plain_quote(quoted)))
    return tuple(piece for piece in pieces if piece)


def quoted_in(quoted: str, source: str) -> bool:
    """Tell whether every piece of a quotation stands word for word in ``source``, in order."""
    plain, position = plain_quote(source), 0
    for part in quote_parts(quoted):
        match = re.compile(rf"(?<!\w){re.escape(part)}(?!\w)").search(plain, position)
        if match is None:
            return False
        position = match.end()
    return True
