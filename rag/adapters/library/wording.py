"""What the word index holds of a text, and how it is asked.

FTS5's tokenizer takes a run of Chinese, Japanese or Korean for one word. So their characters are indexed one
by one, and a run in a question asks for each pair of neighbours.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST_WORDS = 256
"""Words of a question that are looked up; a longer one is a text, and its first words tell enough."""

_LETTER = "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]"
_RUN = re.compile(f"{_LETTER}+")


def indexed_text(text: str) -> str:
    """Return ``text`` as the word index takes it."""
    return _RUN.sub(lambda run: f" {' '.join(run.group())} ", text)


def match_any(words: Sequence[str]) -> str:
    """Return an FTS5 query for any of the words, empty for none; what they hold is text, never syntax."""
    phrases = dict.fromkeys(phrase for word in words for phrase in _phrases(word))
    return " OR ".join(f'"{phrase}"' for phrase in list(phrases)[:MOST_WORDS])


def _phrases(word: str) -> Iterator[str]:
    plain = word.replace('"', " ").replace("\0", " ")
    for run in _RUN.findall(plain):
        pairs = [f"{one} {two}" for one, two in pairwise(run)]
        yield from pairs or [run]
    rest = _RUN.sub(" ", plain).split()
    if rest:
        yield " ".join(rest)
