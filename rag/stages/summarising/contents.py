"""What a summary can hold or leave out: the names, figures and dates of an article, each under one key."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rag.schema import SplitArticle
from rag.stages.language.aliases import Words, read_aliases
from rag.stages.language.dates import DateMention, find_dates
from rag.stages.language.names import Name, find_names
from rag.stages.language.numbers import Quantity, find_quantities
from rag.stages.verify.people import OTHER_LAST_WORDS


@dataclass(frozen=True, slots=True)
class Key:
    """One name, quantity or date, however it is written."""

    sort: Literal["name", "figure", "date"]
    parts: tuple[str, ...]


Contents = frozenset[Key]
_FULL_NAME = 3
"""Words of a person's full name at most."""


@lru_cache(maxsize=32)
def read_contents(split: SplitArticle) -> tuple[Contents, ...]:
    """Return what each sentence of an article holds."""
    begins = [sentence.start for sentence in split.sentences]
    held = [set(_figures(sentence.text)) for sentence in split.sentences]
    canonical = CanonicalNames.of(split.article.text)
    for name in find_names(split.article.text):
        place = bisect_right(begins, name.start) - 1
        if name.sure and place >= 0 and name.start < split.sentences[place].end:
            held[place].add(canonical.key(name))
    return tuple(map(frozenset, held))


def contents_of(text: str, split: SplitArticle) -> Contents:
    """Return what a text about an article holds, under the article's keys."""
    canonical = CanonicalNames.of(split.article.text)
    names = (canonical.key(name) for name in find_names(text, split.article.text) if name.sure)
    return frozenset((*names, *_figures(text)))


def body_contents(split: SplitArticle) -> Contents:
    """Return what all sentences that are evidence hold together."""
    known = read_contents(split)
    return frozenset(key for item in split.sentences if item.kind == "body" for key in known[item.index])


def _figures(text: str) -> Iterator[Key]:
    yield from (_figure_key(item) for item in find_quantities(text) if item.kind != "ordinal")
    yield from map(_date_key, find_dates(text))


def _figure_key(item: Quantity) -> Key:
    value = (str(item.low.normalize()), str(item.high.normalize()))
    return Key("figure", (item.kind, *value, item.currency or item.unit or ""))


def _date_key(item: DateMention) -> Key:
    fields = (item.year, item.month, item.day, item.weekday, item.minute, item.season, item.unit, item.shift)
    return Key("date", tuple("" if field is None else str(field) for field in fields))


class CanonicalNames:
    """The fullest form of each name of one text: ``Noem`` is ``Kristi Noem``, ``DHS`` is what it stands for."""

    def __init__(self, text: str) -> None:
        aliases = read_aliases(text)
        self._meanings = aliases.meanings
        self._by_word: dict[str, list[Words]] = defaultdict(list)
        for name in sorted(aliases.names):
            for word in dict.fromkeys(name):
                self._by_word[word].append(name)
        self._known: dict[Words, Words] = {}

    @staticmethod
    @lru_cache(maxsize=32)
    def of(text: str) -> CanonicalNames:
        """Return those of a text; it is read once."""
        return CanonicalNames(text)

    def key(self, name: Name) -> Key:
        """Return the key of a name."""
        return Key("name", self.form(name.words))

    def form(self, name: Words) -> Words:
        """Return what an acronym stands for, and the one full name that ends with a surname; else the name."""
        if name not in self._known:
            meant = max(self._meanings.get(name, ()), key=len, default=name)
            fuller = meant if len(meant) > len(name) else name
            self._known[name] = self._longer(fuller)
        return self._known[name]

    def _longer(self, name: Words) -> Words:
        if len(name) != 1 or name[0].startswith("@") or name[0] in OTHER_LAST_WORDS:
            return name  # "Kenya" is not the "Port of Kenya", nor is the "House" the "White House"
        longer = {
            other for other in self._by_word.get(name[0], ()) if other[-1:] == name and 1 < len(other) <= _FULL_NAME
        }
        return longer.pop() if len(longer) == 1 else name
