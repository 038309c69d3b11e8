"""Whether two phrases may mean the same thing."""

from __future__ import annotations

from dataclasses import dataclass

from rag.stages.language.aliases import Aliases, words_follow
from rag.stages.language.names import Name
from rag.stages.verify.facts import Facts
from rag.stages.verify.likeness import alike
from rag.stages.verify.referents import Referents
from rag.stages.verify.runs import Runs

_FIRST_PERSON = frozenset({"i", "we", "me", "us", "my", "our"})


@dataclass(frozen=True, slots=True)
class Sides:
    """A claim and its source, for comparing phrases of the one with phrases of the other."""

    claim: Facts
    source: Facts
    referents: Referents
    aliases: Aliases
    runs: Runs

    def same(self, claimed: int, given: int) -> bool | None:
        """Tell whether the claim's phrase with this head means the source's; None where nobody can tell."""
        mine, theirs = self.claim.words[claimed], self.source.words[given]
        if mine.tag in ("PRP", "PRP$", "WP", "WDT", "EX"):
            return True if mine.lemma == theirs.lemma else None
        names = self._source_names(given)
        name = self.claim.name_at(claimed)
        if name is not None and names:
            return any(words_follow(other.words, name.words, self.aliases) for other in names)
        if alike(self.claim.keys[claimed], self.source.keys[given]):
            return self._same_modifiers(claimed, given)
        if any(alike(self.claim.keys[claimed], keys) for keys in self.referents.keys_of(given)):
            return True
        if theirs.tag in ("PRP", "PRP$", "WP", "WDT", "DT", "EX"):
            return None
        if name is not None:
            return False if self._named_elsewhere(name, given) else None
        return False if self._stands_elsewhere(claimed, given) else None

    def _same_modifiers(self, claimed: int, given: int) -> bool | None:
        """``the eastern bridge`` is not ``the western bridge`` where the source tells them apart."""
        mine = self._modifiers(self.claim, claimed)
        theirs = self._modifiers(self.source, given)
        if not mine or all(any(alike(key, other) for other in theirs) for key in mine):
            return True
        rivals = [
            index for index in range(len(self.source.words))
            if index != given and alike(self.claim.keys[claimed], self.source.keys[index])
            and any(alike(key, other) for key in mine for other in self._modifiers(self.source, index))
        ]  # fmt: skip
        return False if rivals else True

    @staticmethod
    def _modifiers(facts: Facts, index: int) -> list[frozenset[str]]:
        return [
            facts.keys[child]
            for child in facts.tree.children(index, "amod", "compound", "nmod", "poss", "nummod")
        ]

    def _source_names(self, given: int) -> tuple[Name, ...]:
        direct = self.source.name_at(given)
        return (*((direct,) if direct else ()), *self.referents.names_of(given))

    def _named_elsewhere(self, name: Name, given: int) -> bool:
        return any(
            words_follow(other.words, name.words, self.aliases)
            for other in self.source.names
            if not other.start <= self.source.words[given].start < other.end
        )

    def _stands_elsewhere(self, claimed: int, given: int) -> bool:
        mine = self.claim.keys[claimed]
        return any(
            index != given and alike(mine, self.source.keys[index]) and self.source.words[index].pos in ("NOUN", "PROPN", "NUM")
            for index in range(len(self.source.words))
        )  # fmt: skip


def is_first_person(facts: Facts, index: int) -> bool:
    """Tell ``I`` and ``we``, which in a quotation stand for its speaker."""
    return facts.words[index].lemma in _FIRST_PERSON
