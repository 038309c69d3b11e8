"""Names in English news, with exact offsets: people, places, organisations and their acronyms.

Capitals decide. A word that begins a sentence is a sure name only where something else says so: it is written
with a capital elsewhere, is an acronym, or is a country. In a text without usable case (a headline in
capitals, a question typed in lower case) the names are those of ``context``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rag.stages.language.countries import countries_of, fold_places
from rag.stages.language.dates import find_dates
from rag.stages.language.name_words import COMMON_ENDINGS, CONNECTIVES, STARTERS, TITLES


@dataclass(frozen=True, slots=True)
class Name:
    """One name; ``text`` is the span as written, without titles and possessive ending."""

    start: int
    end: int
    text: str
    words: tuple[str, ...]
    """Comparable words: case-folded, no points or possessives, countries and peoples as ``@Country``."""
    sure: bool = True
    """False for a single capitalised word that may have its capital from the beginning of a sentence."""


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    text: str
    initial: bool
    """Begins a sentence or a quotation."""
    blocked: bool
    """Is part of a date."""

    @property
    def key(self) -> str:
        return self.text.casefold().rstrip(".")

    @property
    def capital(self) -> bool:
        return any(char.isupper() for char in self.text) and not self.blocked and self.key not in ("i", "i'm")

    @property
    def acronym(self) -> bool:
        letters = [char for char in self.text if char.isalpha()]
        return len(letters) > 1 and sum(char.isupper() for char in letters) >= 2 and self.text[0].isupper()


_WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}|(?:St|Mr|Mrs|Ms|Dr|Gen|Sen|Rep|Gov|Lt|Col|Sgt|Jr|Sr|Prof|Rev|Capt|Maj|Adm)\.(?=\s)"
    r"|[^\W\d_]\.(?=\s[^\W\d_])|[^\W_]+(?:(?:['’.&‑-]|(?<=[dDlLO])['’])[^\W_]+)*|&"
)
_POSSESSIVE = re.compile(r"(?<=\w)['’]s?$")
_TAIL = re.compile(r"(?<=\w)['’]s?$|(?<=[^\W\d_])(?<![DdOo])[‑-](?=[a-z])(?:[^A-Z]*)$")
"""A possessive ending, or what hangs on a name by a hyphen (``Trump-era``, ``U.S.-led``)."""
_SENTENCE_START = re.compile(r"(?:^|[.!?…:;]['\"”’)\]]*\s+|\n\s*|(?:^|[\s(\[—–-])[\"“‘'(]|[•*]\s)$")
_ABBREVIATION_END = re.compile(
    r"(?:\b[^\W\d_]|\b(?:St|Mr|Mrs|Ms|Dr|Gen|Sen|Rep|Gov|Lt|Col|Sgt|Jr|Sr|Inc|Co|Corp|No|vs))\.\s+$"
)


@lru_cache(maxsize=8192)
def find_names(text: str, context: str = "") -> tuple[Name, ...]:
    """Return the names of ``text`` in order; no two overlap.

    ``context`` is more text by the same hand, such as the whole article: it says which words that begin a
    sentence are names, and it lends its names to a text without usable case.
    """
    if context and not _has_case(text):
        return tuple(_known(text, context))
    words = _words(text)
    seen = _seen_inside(text) | _seen_inside(context)
    lower = _lower_words(text) | _lower_words(context)
    found: list[Name] = []
    for run in _runs(text, words):
        trimmed = _trim(run, seen, lower)
        if trimmed:
            found.append(_name(text, trimmed, sure=_is_sure(trimmed, seen)))
    return tuple(found)


_PLAIN = str.maketrans({".": None, "\u0307": None, "’": "'", "‑": "-"})
"""Points go, and so does the dot that case folding leaves of ``İ``."""


def comparable(text: str) -> tuple[str, ...]:
    """Return the comparable words of a name as written."""
    words = (_POSSESSIVE.sub("", match.group()) for match in _WORD.finditer(text))
    plain = (word.casefold().translate(_PLAIN) for word in words)
    return fold_places(tuple(word for word in plain if word and word != "the"))


def _has_case(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    upper = sum(char.isupper() for char in letters)
    if len(letters) > 1 and upper == 1 and letters[0].isupper() and not text.rstrip().endswith("."):
        return False
    return upper > 0 and (upper <= 0.6 * len(letters) or len(text.split()) <= 2)


def _words(text: str) -> list[_Word]:
    dated = bytearray(len(text))
    for mention in find_dates(text):
        dated[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
    words = []
    for match in _WORD.finditer(text):
        before = text[max(0, match.start() - 12) : match.start()]
        initial = match.start() == 0 or bool(_SENTENCE_START.search(before) and not _ABBREVIATION_END.search(before))
        ending = _TAIL.search(match.group())
        end = match.start() + ending.start() if ending else match.end()
        words.append(_Word(match.start(), end, text[match.start() : end], initial, bool(dated[match.start()])))
    return words


@lru_cache(maxsize=512)
def _seen_inside(text: str) -> frozenset[str]:
    """Words that the text writes with a capital inside a sentence."""
    return frozenset(word.key for word in _words(text) if word.capital and not word.initial)


@lru_cache(maxsize=512)
def _lower_words(text: str) -> frozenset[str]:
    return frozenset(word.key for word in _words(text) if word.text[:1].islower())


def _runs(text: str, words: Sequence[_Word]) -> Iterator[list[_Word]]:
    """Yield runs of capitalised words with the connectives between them, split at titles."""
    run: list[_Word] = []
    pending: list[_Word] = []
    for word in words:
        last = (pending or run)[-1] if run else None
        touching = last is not None and re.fullmatch(r"\s|\s?[-–]", text[last.end : word.start]) is not None
        if word.capital and word.key not in TITLES:
            if touching and _may_join(run, pending, word):
                run += [*pending, word]
            else:
                if run:
                    yield run
                run = [word]
            pending = []
        elif run and touching and word.key in CONNECTIVES and len(pending) < 2 and not word.blocked:
            pending.append(word)
        elif run and touching and not pending and _is_number_of_name(text, word):
            run.append(word)
        else:
            if run:
                yield run
            run, pending = [], []
    if run:
        yield run


def _is_number_of_name(text: str, word: _Word) -> bool:
    """Tell ``Apollo 11 landed`` from ``Naqrashi 3 months earlier``: what is counted follows in the plural."""
    if word.blocked or not re.fullmatch(r"[0-9]{1,4}", word.text):
        return False
    if re.match(r"[,.][0-9]|%", text[word.end :]):
        return False
    return re.match(r"\s[a-z]+s(?![a-z])(?<!was)(?<!is)(?<!has)", text[word.end :]) is None


def _may_join(run: Sequence[_Word], pending: Sequence[_Word], word: _Word) -> bool:
    """``and`` joins only what ``of`` or ``for`` has opened (``Department of Health and Human Services``)."""
    keys = [piece.key for piece in pending]
    if word.initial or ("the" in keys and "of" not in keys and "for" not in keys):
        return False
    if "and" in keys:
        return any(piece.key in ("of", "for") for piece in run)
    return True


def _trim(run: list[_Word], seen: frozenset[str], lower: frozenset[str]) -> list[_Word]:
    """Drop words at the front that have their capital from the beginning of a sentence."""
    words = list(run)
    while words and words[0].initial and not words[0].acronym and words[0].key not in seen:
        common = words[0].key in STARTERS or (len(words) > 1 and words[0].key in lower)
        if not common:
            break
        words = words[1:]
        while words and words[0].key in CONNECTIVES and words[0].text.islower():
            words = words[1:]
    if words and not words[0].initial and words[0].key in ("the", "a", "an"):
        words = words[1:]
    if words and words[0].text[0].isdigit():
        return []
    return [] if len(words) == 1 and words[0].key in STARTERS | CONNECTIVES and not words[0].acronym else words


def _is_sure(words: Sequence[_Word], seen: frozenset[str]) -> bool:
    first = words[0]
    if len(words) > 1 or not first.initial or first.acronym or first.key in seen:
        return True
    if countries_of(first.text):
        return True
    return any(char.isupper() for char in first.text[1:]) and not first.key.endswith(COMMON_ENDINGS)


def _name(text: str, words: Sequence[_Word], *, sure: bool) -> Name:
    start, end = words[0].start, words[-1].end
    return Name(start, end, text[start:end], comparable(text[start:end]), sure)


def _known(text: str, context: str) -> Iterator[Name]:
    """Find the names of ``context`` in a text whose case says nothing, longest first, none overlapping."""
    if not _has_case(context):
        return
    taken = bytearray(len(text))
    known = {name.text for name in find_names(context) if name.sure}
    known |= {name.split()[-1] for name in known if len(name.split()) in (2, 3) and " of " not in name}
    found = []
    for spelling in sorted(known, key=lambda name: (-len(name), name)):
        for match in re.finditer(rf"(?<!\w){re.escape(spelling)}(?!\w)", text, re.IGNORECASE):
            if not any(taken[match.start() : match.end()]):
                taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
                found.append(Name(match.start(), match.end(), match.group(), comparable(match.group())))
    yield from sorted(found, key=lambda name: name.start)
