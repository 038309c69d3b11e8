"""Tokens of English text: words with offsets, stems and a list of function words.

Stems are Snowball's English ("Porter2", Martin Porter, 2001), by the ``snowballstemmer`` package.
"""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

_WORD = re.compile(r"[^\W_]+(?:[.'’&-][^\W_]+)*", re.UNICODE)
"""A run of letters or digits, joined by an inner point, apostrophe, ampersand or hyphen (``U.S``, ``Trump-era``)."""

_POSSESSIVE = re.compile(r"['’]s?$")

FUNCTION_WORDS = frozenset(
    """
    a an the this that these those such some any each every either neither both all no other another same
    i me my mine myself we us our ours ourselves you your yours yourself he him his himself she her hers herself
    it its itself they them their theirs themselves one ones who whom whose which what whatever whichever whoever
    am is are was were be been being do does did done doing have has had having will would shall should can could
    may might must ought need
    of in on at by for with about against between into through during before after above below to from up down
    out off over under again further then once here there when where why how as than because while until although
    though if unless since whether and or but nor so yet not only own too very just also even still ever never
    already now perhaps per via upon within without toward towards among amongst across around along behind beside
    besides beyond despite except near onto regarding concerning according
    s t d ll m re ve ain aren couldn didn doesn don hadn hasn haven isn mustn needn shan shouldn wasn weren won
    wouldn please
    """.split()
)
"""Words that carry grammar and no content. Negations are among them: polarity is a check of its own."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a text; ``text[start:end]`` is the word as written."""

    start: int
    end: int
    text: str
    stem: str
    """Stem of the lower-cased word without a possessive ending."""

    @property
    def is_content(self) -> bool:
        """False for words that carry only grammar; a word in capitals ("US", "WHO", "IT") is a name."""
        return is_content_word(self.text)


def tokens(text: str) -> tuple[Token, ...]:
    """Return the words of ``text`` in order."""
    return tuple(
        Token(match.start(), match.end(), match.group(), stem(match.group())) for match in _WORD.finditer(text)
    )


def content_stems(text: str) -> tuple[str, ...]:
    """Return the stems of the words of ``text`` that carry content, in order, repeats kept."""
    return tuple(token.stem for token in tokens(text) if token.is_content)


@lru_cache(maxsize=16384)
def content_set(text: str) -> frozenset[str]:
    """Return the different stems of the words of ``text`` that carry content."""
    return frozenset(content_stems(text))


def is_content_word(word: str) -> bool:
    """Tell whether a word carries content: it is no function word, or stands in capitals as acronyms do."""
    letters = word.replace(".", "")
    return bare(word) not in FUNCTION_WORDS or (len(letters) > 1 and letters.isupper())


def bare(word: str) -> str:
    """Return ``word`` in lower case without a possessive ending and without inner points (``U.S.'s`` -> ``us``)."""
    return _POSSESSIVE.sub("", word.lower()).replace(".", "").replace("’", "'")


class _PerThread(threading.local):
    """Snowball's stemmer keeps state between calls, so each thread has its own."""

    def __init__(self) -> None:
        self.stemmer = snowballstemmer.stemmer("english")


_local = _PerThread()


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the Porter2 stem of ``word``, lower-cased and without a possessive ending."""
    return str(_local.stemmer.stemWord(bare(word)))
