"""What the pronouns and definite phrases of a sentence stand for.

Only what is beyond doubt: one candidate of the right kind in the sentences just before. Everything else stays
unresolved, and a claim that needs it is withheld.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.stages.language.folding import word_set
from rag.stages.language.name_words import TITLES
from rag.stages.language.names import Name
from rag.stages.verify.facts import Facts
from rag.stages.verify.likeness import Keys

_LOOK_BACK = 3
"""Sentences before the one that refers."""

_PERSON_PRONOUNS = word_set("he him his she her hers himself herself")
_THING_PRONOUNS = word_set("it its itself")
_PLACE_NOUNS = word_set(
    "country nation state kingdom republic city town capital island province region territory village"
)
_BODY_NOUNS = word_set(
    """
    company firm agency group organisation organization bank university ministry party team club union airline
    court department institute council committee network newspaper charity government bureau commission office
    body school college hospital museum company's
    """
)
_PERSON_NOUNS = TITLES | word_set(
    "suspect defendant victim player striker leader founder owner victim author singer actor man woman teenager"
)


@dataclass(frozen=True, slots=True)
class Referent:
    """What one word of a sentence stands for."""

    word: int
    """Index of the pronoun or of the phrase's head."""
    names: tuple[Name, ...]
    keys: tuple[Keys, ...]
    """Keys of the nouns that it stands for."""
    introduced: int
    """Position, among the sentences looked at, of the one that introduces it; -1 for the sentence itself."""


@dataclass(frozen=True, slots=True)
class Referents:
    """The referents of one sentence."""

    known: tuple[Referent, ...] = ()

    def names_of(self, word: int) -> tuple[Name, ...]:
        """Return the names that a word stands for."""
        return tuple(name for item in self.known if item.word == word for name in item.names)

    def keys_of(self, word: int) -> tuple[Keys, ...]:
        """Return the keys of the nouns that a word stands for."""
        return tuple(key for item in self.known if item.word == word for key in item.keys)

    def only(self, introduced: set[int]) -> Referents:
        """Return those that the sentence itself or one of these sentences introduces."""
        return Referents(
            tuple(item for item in self.known if item.introduced == -1 or item.introduced in introduced)
        )


def find_referents(source: Facts, before: Sequence[Facts]) -> Referents:
    """Return what ``source`` refers to; ``before`` are the sentences before it, the nearest last."""
    found = [
        referent for index in range(len(source.words)) for referent in _referents_of(source, before, index)
    ]
    return Referents(tuple(found))


def _referents_of(source: Facts, before: Sequence[Facts], index: int) -> Iterator[Referent]:
    lemma = source.words[index].text.lower()
    if lemma in _PERSON_PRONOUNS:
        yield from _one_name(source, before, index, _persons)
    elif lemma in _THING_PRONOUNS:
        yield from _subject_before(source, before, index)
    elif _is_bare_definite(source, index):
        lemma = source.words[index].lemma
        if lemma in _PLACE_NOUNS:
            yield from _one_name(source, before, index, _places)
        elif lemma in _BODY_NOUNS:
            yield from _one_name(source, before, index, _bodies)
        elif lemma in _PERSON_NOUNS:
            yield from _titled(source, before, index)
        yield from _same_noun(source, before, index)


def _persons(facts: Facts) -> list[Name]:
    return _labelled(facts, "PERSON")


def _places(facts: Facts) -> list[Name]:
    return _labelled(facts, "GPE", "LOC")


def _bodies(facts: Facts) -> list[Name]:
    return _labelled(facts, "ORG")


def _labelled(facts: Facts, *labels: str) -> list[Name]:
    """Return the sure names whose words carry one of these entity labels, each spelling once."""
    found: dict[tuple[str, ...], Name] = {}
    for name in facts.names:
        inside = facts.words_in(name.start, name.end)
        if name.sure and any(facts.words[index].entity in labels for index in inside):
            found.setdefault(name.words[-1:], name)
    return list(found.values())


def _one_name(source: Facts, before: Sequence[Facts], index: int, kind: object) -> Iterator[Referent]:
    """The nearest text with names of the kind decides, if it holds just one, or one that is its subject."""
    assert callable(kind)
    here = [name for name in kind(source) if name.end <= source.words[index].start]
    if here:
        if len(here) == 1:
            yield Referent(index, (here[0],), (), -1)
        return
    for back in range(1, min(_LOOK_BACK, len(before)) + 1):
        names = kind(before[-back])
        if len(names) == 1:
            yield Referent(index, tuple(names), (), len(before) - back)
        if names:
            return


def _subject_before(source: Facts, before: Sequence[Facts], index: int) -> Iterator[Referent]:
    """``It`` stands for the one singular thing that is the subject of the clause or sentence before."""
    for facts, place in ((source, -1), *(((before[-1], len(before) - 1),) if before else ())):
        subjects = _main_subjects(facts, source.words[index].start if place == -1 else None)
        if len(subjects) == 1:
            word = facts.words[subjects[0]]
            if word.tag in ("NN", "NNP") and word.entity != "PERSON":
                name = facts.name_at(subjects[0])
                yield Referent(index, (name,) if name else (), (facts.keys[subjects[0]],), place)
            return
        if subjects:
            return


def _main_subjects(facts: Facts, until: int | None) -> list[int]:
    return [
        index
        for index, word in enumerate(facts.words)
        if word.dep in ("nsubj", "nsubjpass")
        and facts.words[word.head].dep in ("ROOT", "ccomp", "advcl")
        and (until is None or word.end < until)
        and word.tag not in ("PRP", "EX", "WDT", "WP", "DT")
    ]


def _is_bare_definite(source: Facts, index: int) -> bool:
    """``the president``, ``this agreement``: nothing but an article before the noun."""
    word = source.words[index]
    if word.pos != "NOUN" or source.name_at(index) is not None:
        return False
    modifiers = source.tree.children(
        index, "det", "amod", "compound", "poss", "nmod", "nummod", "relcl", "acl"
    )
    first = source.words[modifiers[0]] if modifiers else None
    return first is not None and len(modifiers) == 1 and first.text.lower() in ("the", "this", "that")


def _titled(source: Facts, before: Sequence[Facts], index: int) -> Iterator[Referent]:
    """``the president`` stands for the one person before who is called president."""
    lemma = source.words[index].lemma
    found: dict[tuple[str, ...], tuple[Name, int]] = {}
    for place, facts in enumerate(before):
        for name in facts.names:
            if name.sure and _has_title(facts, name, lemma):
                found.setdefault(name.words[-1:], (name, place))
    if len(found) == 1:
        ((name, place),) = found.values()
        yield Referent(index, (name,), (), place)


def _has_title(facts: Facts, name: Name, title: str) -> bool:
    before = facts.text[max(0, name.start - 40) : name.start].lower()
    if re.search(rf"\b{re.escape(title)}\s+(?:[\w.]+\s+){{0,2}}$", before):
        return True
    head = facts.head_of(name.start, name.end)
    if head is None:
        return False
    beside = facts.tree.children(head, "appos")
    return any(facts.words[other].lemma == title for other in beside)


def _same_noun(source: Facts, before: Sequence[Facts], index: int) -> Iterator[Referent]:
    """``the agreement`` stands for the fuller phrase with the same noun in the sentences just before."""
    lemma = source.words[index].lemma
    for back in range(1, min(_LOOK_BACK, len(before)) + 1):
        facts = before[-back]
        places = [
            other for other, word in enumerate(facts.words) if word.lemma == lemma and word.pos == "NOUN"
        ]
        if len(places) > 1:
            return
        if places:
            below = [
                other
                for other in facts.tree.subtree(places[0])
                if facts.words[other].dep not in ("relcl", "acl")
            ]
            names = tuple(dict.fromkeys(name for other in below if (name := facts.name_at(other))))
            keys = tuple(facts.keys[other] for other in below if facts.words[other].pos in ("NOUN", "ADJ"))
            yield Referent(index, names, keys, len(before) - back)
            return
