"""A verb of a claim that its source does not use: ``there were 40 arrests``, ``police arrested`` for ``the arrest``."""

from __future__ import annotations

from collections.abc import Iterator

from rag.stages.verify.attribution import speaker_problems
from rag.stages.verify.fillers import Sides
from rag.stages.verify.likeness import alike
from rag.stages.verify.operators import Operators, operators_of
from rag.stages.verify.predicates import Predicate, subject_of
from rag.stages.verify.prepositions import linked
from rag.stages.verify.problems import Problem
from rag.stages.verify.speech import speakers_of
from rag.stages.verify.surety import PLAIN, operator_problems
from rag.stages.verify.tree import Tree
from rag.stages.verify.verb_words import LIGHT

_NEAR = 3
"""Steps in the source's tree within which two words have to do with each other."""


def unpaired_problems(sides: Sides, claimed: Predicate) -> Iterator[Problem]:
    """What stands over its nouns in the source must stand over it here, and they must belong together there."""
    best: list[Problem] | None = None
    for place in _places(sides, claimed):
        found = [
            *operator_problems(sides, claimed, _operators_over(sides, place), place),
            *speaker_problems(sides, claimed, speakers_of(sides.source.tree, place)),
            *_loose_problems(sides, claimed, place),
        ]
        best = found if best is None or len(found) < len(best) else best
    yield from operator_problems(sides, claimed, frozenset(), None) if best is None else best


def _places(sides: Sides, claimed: Predicate) -> list[int]:
    """Return where the source has what the verb says: its noun, or for a verb that says little its object."""
    source, mine = sides.source, sides.claim.keys[claimed.index]
    if claimed.lemma not in LIGHT:
        return [
            index for index, word in enumerate(source.words)
            if word.pos in ("NOUN", "ADJ") and alike(mine, source.keys[index])
        ]  # fmt: skip
    for filler in (*claimed.complements, *claimed.patients, *claimed.agents):
        if places := _standing(sides, filler):
            return places
    return []


def _standing(sides: Sides, filler: int) -> list[int]:
    return [
        index for index, word in enumerate(sides.source.words)
        if word.pos in ("NOUN", "PROPN", "ADJ", "NUM", "VERB") and sides.same(filler, index)
    ]  # fmt: skip


def _operators_over(sides: Sides, index: int) -> Operators:
    """Return the plain operators of the verb that a word of the source is or hangs on as an object."""
    tree = sides.source.tree
    verbs = {predicate.index for predicate in sides.source.predicates}
    verb = next((other for other in (index, *tree.ancestors(index)) if other in verbs), None)
    if verb is None:
        return frozenset()
    found = frozenset(operator for operator in operators_of(tree, verb) if operator.name in PLAIN)
    subject = tree.words[tree.first_conjunct(index)].dep in ("nsubj", "poss")
    return frozenset(operator for operator in found if operator.name == "not") if subject else found


def _loose_problems(sides: Sides, claimed: Predicate, place: int) -> Iterator[Problem]:
    """``Spain has offices`` needs a source in which the offices have to do with Spain."""
    tree, other = sides.source.tree, sides.source.words[place].text
    under = [noun for _, noun in linked(sides.claim.tree, claimed.index)]
    for filler in (*claimed.agents, *claimed.patients, *claimed.complements, *under):
        places = _standing(sides, filler)
        if places and min(tree.distance(place, index) for index in places) > _NEAR:
            word = sides.claim.words[filler].text
            yield Problem("roles", f"the source does not link {word!r} with {other!r}", filler, None)
    yield from _identity_problems(sides, claimed)


def _identity_problems(sides: Sides, claimed: Predicate) -> Iterator[Problem]:
    """``X is a singer`` needs a source that calls X a singer, not one that names both."""
    words = sides.claim.words
    for complement in claimed.complements if claimed.lemma == "be" else ():
        if words[complement].pos not in ("NOUN", "PROPN") or sides.claim.is_anchor(complement):
            continue
        for agent in claimed.agents:
            pairs = [(one, two) for one in _standing(sides, agent) for two in _standing(sides, complement)]
            if pairs and not any(_is_called(sides.source.tree, one, two) for one, two in pairs):
                reason = f"the source does not say that {words[agent].text!r} is {words[complement].text!r}"
                yield Problem("roles", reason, agent, None)


def _is_called(tree: Tree, one: int, two: int) -> bool:
    """Tell ``X, the singer``, ``singer X`` and ``X, who is a singer``: one stands for the other in the tree."""
    if one == two:
        return True
    for lower, upper in ((one, two), (two, one)):
        if tree.parent(lower) == upper and tree.words[lower].dep in ("appos", "compound", "amod", "nmod", "nsubj"):
            return True
        head = tree.parent(lower)
        if head is not None and tree.words[lower].dep in ("attr", "oprd") and upper in subject_of(tree, head):
            return True
    return False
