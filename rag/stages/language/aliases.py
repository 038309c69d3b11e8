"""Which names of an article mean the same: acronyms it explains, surnames, peoples and their countries."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from rag.stages.language.names import Name, comparable, find_names

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Aliases:
    """What an article says about its own names."""

    names: frozenset[Words] = frozenset()
    """Comparable words of every sure name of the article."""
    meanings: dict[Words, frozenset[Words]] = field(default_factory=dict)
    """Short forms that the article explains (``DHS``), and the other way round."""

    def expansions(self, name: Words) -> frozenset[Words]:
        """Return the longest names of the article that ``name`` may stand for; itself if none is longer."""
        direct = self.meanings.get(name, frozenset())
        longer = frozenset(other for other in self.names if len(other) > len(name) and contains(other, name))
        longest = frozenset(
            other for other in longer if not any(other != third and contains(third, other) for third in longer)
        )
        return (direct | longest) or frozenset({name})


def contains(longer: Words, shorter: Words) -> bool:
    """Tell whether ``shorter`` stands in ``longer`` as consecutive words."""
    size = len(shorter)
    return any(longer[start : start + size] == shorter for start in range(len(longer) - size + 1))


_BRACKETED = re.compile(r"\(\s*[\"“‘]?((?:the\s)?[^()\"“”]{2,60}?)[\"”’]?\s*\)")
_KNOWN_AS = re.compile(
    r",?\s(?:also\s|better\s|formally\s|commonly\s)?(?:known\sas|called|abbreviated\sas)\s(?:the\s)?"
)


@lru_cache(maxsize=256)
def read_aliases(article_text: str) -> Aliases:
    """Return the aliases that the text itself defines."""
    names = find_names(article_text)
    meanings: dict[Words, frozenset[Words]] = {}
    for short, long in [*_acronyms(article_text), *_renamed(article_text, names)]:
        meanings[short] = meanings.get(short, frozenset()) | {long}
        meanings[long] = meanings.get(long, frozenset()) | {short}
    defined = frozenset(words for words in meanings)
    return Aliases(frozenset(name.words for name in names if name.sure) | defined, meanings)


def name_follows(source: Name, claim: Name, aliases: Aliases) -> bool:
    """Tell whether a claim may say ``claim`` where its source says ``source``.

    It may say the same name, a part of it, or what the article uses for it without ambiguity.
    """
    return words_follow(source.words, claim.words, aliases)


def words_follow(source: Words, claim: Words, aliases: Aliases) -> bool:
    """The same as :func:`name_follows` for comparable words."""
    if not claim or _covers(source, claim):
        return True
    meant = aliases.meanings.get(source, frozenset())
    if any(_covers(other, claim) for other in meant):
        return True
    expansions = aliases.expansions(source)
    if len(expansions) == 1 and any(_covers(other, claim) for other in expansions):
        return True
    return any(_covers(source, other) for other in aliases.meanings.get(claim, frozenset()))


def same_name(first: Name, second: Name, aliases: Aliases) -> bool:
    """Tell whether two names may mean the same, in either direction."""
    return name_follows(first, second, aliases) or name_follows(second, first, aliases)


def _covers(source: Words, claim: Words) -> bool:
    return contains(source, claim) or (len(source) == len(claim) and all(map(_same_word, source, claim)))


def _same_word(first: str, second: str) -> bool:
    if first == second:
        return True
    if first.startswith("@") and second.startswith("@"):
        return bool(set(first[1:].split("|")) & set(second[1:].split("|")))
    return False


def _acronyms(text: str) -> Iterator[tuple[Words, Words]]:
    """Yield both forms of ``Department of Homeland Security (DHS)`` and ``DHS (Department of ...)``."""
    for match in _BRACKETED.finditer(text):
        inside = match[1].removeprefix("the ").strip()
        before = text[max(0, match.start() - 120) : match.start()].rstrip()
        if " " not in inside:
            long = _expansion(inside, before)
            if long:
                yield comparable(inside), comparable(long)
        else:
            short = before.split()[-1].strip('"“”') if before.split() else ""
            if _is_acronym(short) and _expansion(short, inside) == inside:
                yield comparable(short), comparable(inside)


def _is_acronym(word: str) -> bool:
    letters = [char for char in word if char.isalnum()]
    return 2 <= len(letters) <= 10 and sum(char.isupper() for char in letters) >= max(2, len(letters) // 2)


def _expansion(acronym: str, before: str) -> str | None:
    """Return the shortest run of words at the end of ``before`` whose initials spell ``acronym``."""
    if not _is_acronym(acronym):
        return None
    letters = [char.casefold() for char in acronym if char.isupper() or char.isdigit()]
    words = list(re.finditer(r"[^\W_]+(?:['’.-][^\W_]+)*", before))
    for count in range(1, min(len(words), len(letters) + 6) + 1):
        first = words[-count]
        if first.group()[:1].casefold() == letters[0] and _spells([word.group() for word in words[-count:]], letters):
            return before[first.start() :]
    return None


def _spells(words: Iterable[str], letters: list[str]) -> bool:
    """Every letter is the initial of a word, in order; only words in lower case may be passed over."""
    parts = [part for word in words for part in re.split(r"[-]", word) if part]
    position = 0
    for part in parts:
        if position < len(letters) and part[0].casefold() == letters[position]:
            position += 1
        elif part[0].isupper():
            return False
    return position == len(letters)


def _renamed(text: str, names: Iterable[Name]) -> Iterator[tuple[Words, Words]]:
    """Yield both names of ``Islamic State, also known as ISIS``."""
    known = list(names)
    ends = {name.end: name for name in known}
    starts = {name.start: name for name in known}
    for match in _KNOWN_AS.finditer(text):
        long, short = ends.get(match.start()), starts.get(match.end())
        if long and short:
            yield short.words, long.words
