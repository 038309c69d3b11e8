"""Whether two phrases may mean the same thing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rag.schema import Word
from rag.stages.language.aliases import Aliases, words_follow
from rag.stages.language.calendar import follows
from rag.stages.language.names import Name
from rag.stages.language.numbers import same_value
from rag.stages.verify.facts import Facts
from rag.stages.verify.likeness import alike
from rag.stages.verify.referents import PLACE_NOUNS, Referents
from rag.stages.verify.runs import Runs
from rag.stages.verify.voices import Voice

_REPORTED = {"he": ("i",), "she": ("i",), "they": ("i", "we"), "it": ("we",)}
"""What a speaker's own ``I`` and ``we`` become where somebody reports them."""
_FIRST_PERSON = frozenset({"i", "we", "me", "us", "my", "our"})


@dataclass(frozen=True, slots=True)
class Sides:
    """A claim and the one sentence that is to bear it out."""

    claim: Facts
    source: Facts
    referents: Referents
    """What pronouns and definite phrases of the source stand for, as far as cited sentences introduce it."""
    aliases: Aliases
    published: date | None
    voice: Voice | None
    """Who speaks the source, where all of it is a quotation."""
    runs: Runs = Runs(())  # noqa: RUF009
    """What the claim copies."""

    def same(self, claimed: int, given: int) -> bool | None:
        """Tell whether the claim's phrase with this head means the source's; None where nobody can tell."""
        mine, theirs = self.claim.words[claimed], self.source.words[given]
        if mine.tag in ("PRP", "PRP$", "WP", "WDT", "EX"):
            return _same_pronoun(mine.lemma, theirs)
        figures = self._same_figure(claimed, given)
        if figures is None:
            figures = self._same_date(claimed, given)
        if figures is not None:
            return figures
        names = self._source_names(given)
        name = self.claim.name_at(claimed)
        mentioned = names_of_phrase(self.claim, claimed)
        if mentioned and names:
            return any(words_follow(other.words, own.words, self.aliases) for other in names for own in mentioned)
        if alike(self.claim.keys[claimed], self.source.keys[given]):
            return self._same_modifiers(claimed, given)
        if any(alike(self.claim.keys[claimed], keys) for keys in self.referents.keys_of(given)):
            return True
        if theirs.tag in ("PRP", "PRP$", "WP", "WDT", "DT", "EX"):
            return None
        elsewhere = self._named_elsewhere(name, given) if name is not None else self._stands_elsewhere(claimed, given)
        return False if elsewhere and not self._is_part(claimed, given) else None

    def _is_part(self, claimed: int, given: int) -> bool:
        """What stands before a noun in its own phrase may be an object that the parser took for a modifier."""
        tree = self.source.tree
        before = [child for child in tree.children(given, "amod", "compound", "nmod", "npadvmod") if child < given]
        inside = [other for child in before for other in tree.subtree(child)]
        return any(alike(self.claim.keys[claimed], self.source.keys[other]) for other in inside)

    def _same_figure(self, claimed: int, given: int) -> bool | None:
        """Compare two amounts by what they are worth: ``€2.4 billion`` is ``2.4 billion euros``."""
        mine, theirs = self.claim.quantity_at(claimed), self.source.quantity_at(given)
        if mine is None or theirs is None:
            return None
        return same_value(mine, theirs) and mine.currency == theirs.currency

    def _same_date(self, claimed: int, given: int) -> bool | None:
        """Compare two dates by the days that they name: ``May 3, 2025`` is ``3 May 2025``."""
        mine, theirs = self.claim.date_at(claimed), self.source.date_at(given)
        return None if mine is None or theirs is None else follows(theirs, mine, self.published)

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
        return not rivals

    @staticmethod
    def _modifiers(facts: Facts, index: int) -> list[frozenset[str]]:
        return [facts.keys[child] for child in facts.tree.children(index, "amod", "compound", "nmod", "poss", "nummod")]

    def _source_names(self, given: int) -> tuple[Name, ...]:
        return (*names_of_phrase(self.source, given), *self._place_names(given), *self.referents.names_of(given))

    def _place_names(self, given: int) -> tuple[Name, ...]:
        """``the city of Velmark`` is Velmark."""
        if self.source.words[given].lemma not in PLACE_NOUNS:
            return ()
        tree = self.source.tree
        below = [
            noun
            for link in tree.children(given, "prep")
            if tree.words[link].lemma == "of"
            for noun in tree.children(link, "pobj")
        ]
        return tuple(name for noun in below if (name := self.source.name_at(noun)) is not None)

    def _named_elsewhere(self, name: Name, given: int) -> bool:
        return any(
            words_follow(other.words, name.words, self.aliases)
            for other in self.source.names
            if not other.start <= self.source.words[given].start < other.end
        )

    def _stands_elsewhere(self, claimed: int, given: int) -> bool:
        mine = self.claim.keys[claimed]
        return any(
            index != given and alike(mine, self.source.keys[index]) and self.source.words[index].pos in ("NOUN", "PROPN", "NUM")  # noqa: E501
            for index in range(len(self.source.words))
        )  # fmt: skip


def _same_pronoun(mine: str, theirs: Word) -> bool | None:
    """``he`` is not ``she``; what a pronoun means beside a noun nobody can tell, nor who a reported ``I`` is."""
    if mine == theirs.lemma:
        return True
    if theirs.lemma.lower() in _REPORTED.get(mine, ()):
        return None
    persons = {"he", "she", "it", "they", "i", "we", "you"}
    return False if {mine, theirs.lemma} <= persons else None


def names_of_phrase(facts: Facts, head: int) -> tuple[Name, ...]:
    """Return the names of a phrase: that of its head, and of what stands beside it (``the plumber, Arthur Penn``)."""
    beside = [head, *facts.tree.children(head, "appos")]
    above = facts.tree.parent(head)
    if facts.words[head].dep == "appos" and above is not None:
        beside.append(above)
    return tuple(dict.fromkeys(name for other in beside if (name := facts.name_at(other)) is not None))


def is_first_person(facts: Facts, index: int) -> bool:
    """Tell ``I`` and ``we``, which in a quotation stand for its speaker."""
    return facts.words[index].lemma in _FIRST_PERSON
