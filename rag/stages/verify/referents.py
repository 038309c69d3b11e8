"""What the pronouns and definite phrases of a sentence stand for.

Only what is beyond doubt: one candidate of the right kind in the sentences just before. Everything else stays
unresolved, and a claim that needs it is withheld.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.stages.language.aliases import Aliases
from rag.stages.language.folding import word_set
from rag.stages.language.names import Name
from rag.stages.verify.facts import Facts
from rag.stages.verify.likeness import Keys
from rag.stages.verify.people import PERSON_NOUNS, personhood
from rag.stages.verify.verb_words import SPEECH

_LOOK_BACK = 3
"""Sentences before the one that refers."""

_PERSON_PRONOUNS = word_set("he him his she her hers himself herself")
_PLURAL_PRONOUNS = word_set("they them their theirs")
_THING_PRONOUNS = word_set("it its itself")
PLACE_NOUNS = word_set(
    "country nation state kingdom republic city town capital island province region territory village"
)
_BODY_NOUNS = word_set(
    """
    company firm agency group organisation organization bank university ministry party team club union airline
    court department institute council committee network newspaper charity government bureau commission office
    body school college hospital museum company's
    """
)
_THING_LABELS = frozenset({"ORG", "GPE", "LOC", "FAC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW", "NORP"})
_PERSON_ENDINGS = ("er", "or", "ist", "ian", "man", "woman", "ee", "ant", "eur")
"""Of nouns that may mean a person, for whom ``it`` does not stand."""


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
        return Referents(tuple(item for item in self.known if item.introduced == -1 or item.introduced in introduced))


def find_referents(source: Facts, before: Sequence[Facts], aliases: Aliases) -> Referents:
    """Return what ``source`` refers to; ``before`` are the sentences before it, the nearest last."""
    found = [
        referent for index in range(len(source.words)) for referent in _referents_of(source, before, aliases, index)
    ]
    return Referents(tuple(found))


def _referents_of(source: Facts, before: Sequence[Facts], aliases: Aliases, index: int) -> Iterator[Referent]:
    lower = source.words[index].text.lower()
    if lower in _PERSON_PRONOUNS:
        yield from _person_before(source, before, aliases, index)
    elif lower in _THING_PRONOUNS:
        yield from _subject_before(source, before, index)
    elif lower in _PLURAL_PRONOUNS:
        yield from _plural_before(source, before, index)
    elif _is_bare_definite(source, index):
        lemma = source.words[index].lemma
        if lemma in PLACE_NOUNS:
            yield from _one_name(source, before, index, _places)
        elif lemma in _BODY_NOUNS:
            yield from _one_name(source, before, index, _bodies)
        elif lemma in PERSON_NOUNS:
            yield from _titled(source, before, index)
        yield from _same_noun(source, before, index)


def _person_before(source: Facts, before: Sequence[Facts], aliases: Aliases, index: int) -> Iterator[Referent]:
    """``He`` stands for the one person whom the nearest text before it names, if nothing else there may be one."""
    places = [
        (source, -1),
        *((before[-back], len(before) - back) for back in range(1, min(_LOOK_BACK, len(before)) + 1)),
    ]
    for facts, place in places:
        until = source.words[index].start if place == -1 else len(facts.text)
        kinds = {
            name.words[-1:]: (name, personhood(facts, name, aliases))
            for name in facts.names
            if name.sure and name.end <= until
        }
        people = [name for name, kind in kinds.values() if kind == "yes"]
        doubtful = [name for name, kind in kinds.values() if kind == "maybe"]
        if len(people) == 1 and not doubtful:
            yield Referent(index, (people[0],), _titles_of(facts, people[0]), place)
        if people or doubtful:
            return


def _titles_of(facts: Facts, name: Name) -> tuple[Keys, ...]:
    """Return what stands beside a person's name: ``President``, ``the coach``."""
    head = facts.head_of(name.start, name.end)
    if head is None:
        return ()
    above = facts.tree.parent(head)
    beside = facts.tree.children(head, "compound", "appos", "nmod")
    beside += [above] if above is not None and facts.words[head].dep in ("appos", "compound") else []
    return tuple(facts.keys[other] for other in beside if facts.words[other].lemma in PERSON_NOUNS)


def _plural_before(source: Facts, before: Sequence[Facts], index: int) -> Iterator[Referent]:
    """``They`` stands for the plural subject of the sentence before, where that has no other plural noun before it."""
    rivals = [word for word in source.words[:index] if word.tag == "NNS" and word.dep != "nsubj"]
    if not before or rivals:
        return
    plurals = _main_arguments(before[-1], len(before[-1].text), "nsubj", "nsubjpass")
    if len(plurals) == 1 and before[-1].words[plurals[0]].tag in ("NNS", "NNPS"):
        name = before[-1].name_at(plurals[0])
        yield Referent(index, (name,) if name else (), _keys_within(before[-1], plurals[0]), len(before) - 1)


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
    assert callable(kind)  # noqa: S101
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
    """``It`` stands for the one singular thing that is the subject of the clause or sentence before, or else its
    object where the subject is a person.
    """
    places = [(source, -1), *([(before[-1], len(before) - 1)] if before else [])]
    for facts, place in places:
        until = source.words[index].start if place == -1 else len(facts.text)
        things = [other for other in _main_arguments(facts, until, "nsubj", "nsubjpass") if _is_thing(facts, other)]
        if not things and place != -1 and _has_one_singular_subject(facts):
            things = [other for other in _main_arguments(facts, until, "dobj") if _is_thing(facts, other)]
        if len(things) == 1 and not facts.words[things[0]].lemma.endswith(_PERSON_ENDINGS):
            yield Referent(index, _names_within(facts, things[0]), _keys_within(facts, things[0]), place)
        if things:
            return


def _has_one_singular_subject(facts: Facts) -> bool:
    subjects = _main_arguments(facts, len(facts.text), "nsubj", "nsubjpass")
    return len(subjects) == 1 and facts.words[subjects[0]].tag in ("NN", "NNP")


def _main_arguments(facts: Facts, until: int, *deps: str) -> list[int]:
    return [
        index
        for index, word in enumerate(facts.words)
        if word.dep in deps
        and word.end < until
        and facts.words[word.head].dep in ("ROOT", "ccomp", "advcl")
        and word.tag not in ("PRP", "EX", "WDT", "WP", "DT")
    ]


def _is_thing(facts: Facts, index: int) -> bool:
    """Tell a singular thing from people and from persons, who speak or stand beside a person's name."""
    word = facts.words[index]
    if word.tag not in ("NN", "NNP") or word.lemma in PERSON_NOUNS:
        return False
    if word.pos == "PROPN" and word.entity not in _THING_LABELS:
        return False
    beside = facts.tree.children(index, "appos", "compound")
    speaks = word.dep == "nsubj" and facts.words[word.head].lemma in SPEECH
    return not speaks and not any(
        facts.words[other].entity == "PERSON" for other in beside if facts.words[other].dep == "appos"
    )


def _names_within(facts: Facts, head: int) -> tuple[Name, ...]:
    """Return the names of a phrase itself: its head, appositions, and what it is ``called``."""
    inside = [head, *facts.tree.children(head, "appos")]
    for clause in facts.tree.children(head, "acl"):
        if facts.words[clause].lemma in ("call", "name", "know", "dub", "title", "entitle"):
            inside += facts.tree.children(clause, "oprd", "dobj", "attr")
    return tuple(dict.fromkeys(name for other in inside if (name := facts.name_at(other)) is not None))


def _keys_within(facts: Facts, head: int) -> tuple[Keys, ...]:
    return tuple(facts.keys[other] for other in (head, *facts.tree.children(head, "compound", "amod")))


def _is_bare_definite(source: Facts, index: int) -> bool:
    """``the president``, ``this agreement``: nothing but an article before the noun."""
    word = source.words[index]
    if word.pos != "NOUN" or source.name_at(index) is not None:
        return False
    modifiers = source.tree.children(index, "det", "amod", "compound", "poss", "nmod", "nummod", "relcl", "acl")
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
        places = [other for other, word in enumerate(facts.words) if word.lemma == lemma and word.pos == "NOUN"]
        if len(places) > 1:
            return
        if places:
            below = [other for other in facts.tree.subtree(places[0]) if facts.words[other].dep not in ("relcl", "acl")]
            names = tuple(dict.fromkeys(name for other in below if (name := facts.name_at(other))))
            keys = tuple(facts.keys[other] for other in below if facts.words[other].pos in ("NOUN", "ADJ"))
            yield Referent(index, names, keys, len(before) - back)
            return
