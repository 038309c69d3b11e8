"""What stands under prepositions: ``before the vote`` is not ``after the vote``, ``from A to B`` not ``from B to A``."""  # noqa: E501

from __future__ import annotations

from collections.abc import Iterator

from rag.stages.language.folding import word_set
from rag.stages.verify.fillers import Sides
from rag.stages.verify.opposites import opposite
from rag.stages.verify.problems import Problem
from rag.stages.verify.tree import Tree

_BINDING = word_set("to from against with by for into after before at in on between")
"""Prepositions that name a part that only one thing plays."""


def preposition_problems(sides: Sides, mine: int, theirs: int) -> Iterator[Problem]:
    """Compare what hangs on two words that are alike by prepositions and conjunctions."""
    claim, source = sides.claim, sides.source
    given = [(source.words[link].text.lower(), link, noun) for link, noun in linked(source.tree, theirs)]
    for link, noun in linked(claim.tree, mine):
        word = claim.words[link].text.lower()
        same = [(other, place) for other, place, below in given if sides.same(noun, below)]
        opposed = [(other, place) for other, place in same if opposite(other, word)]
        if opposed and word not in [other for other, _ in same]:
            yield Problem("direction", f"the claim says {word!r} where the source says {opposed[0][0]!r}", link, None)
        rivals = [below for other, _, below in given if other == word]
        if word in _BINDING and rivals and not same and all(sides.same(noun, below) is False for below in rivals):
            yield Problem(
                "roles",
                f"in the source it is not {claim.words[noun].text!r} that stands after {word!r}",
                noun,
                None,
            )


def linked(tree: Tree, index: int) -> Iterator[tuple[int, int]]:
    """Yield prepositions below a word with each noun or verb under them, and conjunctions with their verbs."""
    for link in tree.children(index, "prep", "dative"):
        for below in tree.children(link, "pobj", "pcomp"):
            for other in tree.conjuncts(below):
                yield link, other
    for clause in tree.children(index, "advcl"):
        for mark in tree.children(clause, "mark", "advmod"):
            yield mark, clause
