"""Each verb of a claim beside the verb of the source that fits it best, with what does not fit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rag.stages.verify.attribution import speaker_problems
from rag.stages.verify.fillers import Sides
from rag.stages.verify.likeness import alike
from rag.stages.verify.parts import role_problems
from rag.stages.verify.predicates import Predicate
from rag.stages.verify.prepositions import preposition_problems
from rag.stages.verify.problems import Problem
from rag.stages.verify.runs import fits
from rag.stages.verify.surety import operator_problems, tense_problems
from rag.stages.verify.unpaired import unpaired_problems


@dataclass(frozen=True, slots=True)
class Pairing:
    """A verb of the claim with the verb of the source that fits best; ``given`` is None where there is none."""

    claimed: Predicate
    given: Predicate | None
    problems: tuple[Problem, ...]


def pair_predicates(sides: Sides) -> tuple[Pairing, ...]:
    """Return a pairing for each predicate of the claim."""
    return tuple(_best(sides, predicate) for predicate in sides.claim.predicates)


def _best(sides: Sides, claimed: Predicate) -> Pairing:
    mine = sides.claim.keys[claimed.index]
    alikes = [given for given in sides.source.predicates if alike(mine, sides.source.keys[given.index])]
    if claimed.lemma == "be":
        alikes = [given for given in alikes if _same_statement(sides, claimed, given)]
    pairings = [Pairing(claimed, given, tuple(_problems(sides, claimed, given))) for given in alikes]
    if not pairings:
        pairings = [Pairing(claimed, None, tuple(unpaired_problems(sides, claimed)))]
    return min(pairings, key=lambda pairing: len(pairing.problems))


def _same_statement(sides: Sides, claimed: Predicate, given: Predicate) -> bool:
    """Two forms of ``be`` are one statement where they stand in one run or say the same of something."""
    if sides.runs.together((claimed.index, given.index)):
        return True
    if claimed.complements or given.complements:
        return any(sides.same(mine, theirs) for mine in claimed.complements for theirs in given.complements)
    return any(sides.same(mine, theirs) for mine in claimed.agents for theirs in given.agents)


def _problems(sides: Sides, claimed: Predicate, given: Predicate) -> Iterator[Problem]:
    verb = (claimed.index, given.index)
    for problem in (
        *operator_problems(sides, claimed, given.operators, given.index),
        *tense_problems(sides, claimed.index, given.index),
        *speaker_problems(sides, claimed, given.speakers),
        *role_problems(sides, claimed, given),
        *preposition_problems(sides, claimed.index, given.index),
    ):
        if not _is_copied(sides, problem, verb) and not _negates_another(sides, problem, verb):
            yield problem


def _is_copied(sides: Sides, problem: Problem, verb: tuple[int, int]) -> bool:
    """One run holds the verb, what the problem is about, and what that hangs on in the source: nothing was cut off."""
    if not problem.is_placed:
        return False
    wanted = (problem.mine, problem.theirs)
    for run in sides.runs.found:
        theirs = {pair[1] for pair in run.pairs}
        heads = [sides.source.tree.parent(pair[1]) for pair in run.pairs if fits(pair, wanted)]
        if verb in run.pairs and any(head is None or head in theirs for head in heads):
            return True
    return False


def _negates_another(sides: Sides, problem: Problem, verb: tuple[int, int]) -> bool:
    """A negation that stands in a run with a word that is not this verb has only been read differently."""
    if problem.kind != "polarity":
        return False
    for run in sides.runs.found:
        places = [place for place, pair in enumerate(run.pairs) if problem.mine == pair[0] or problem.theirs == pair[1]]
        if places and len(run.pairs) > places[0] + 1:
            after = run.pairs[places[0] + 1][1]
            return not alike(sides.source.keys[after], sides.source.keys[verb[1]])
    return False
