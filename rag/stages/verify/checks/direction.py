"""Before and after, up and down, more and fewer, largest and smallest."""

from __future__ import annotations

from collections.abc import Iterator

from rag.stages.verify.checks.roles import outcome_of
from rag.stages.verify.facts import Facts
from rag.stages.verify.likeness import alike
from rag.stages.verify.opposites import opposite
from rag.stages.verify.prepositions import linked
from rag.stages.verify.records import Case, Outcome

_DEGREES = frozenset({"JJR", "JJS", "RBR", "RBS"})
_FUNCTION_DEGREES = frozenset({"more", "most", "less", "least", "fewer", "fewest"})
_PARTICLES = (
    frozenset({"up", "down"}),
    frozenset({"in", "out"}),
    frozenset({"on", "off"}),
    frozenset({"back", "forward"}),
)


def check_direction(case: Case) -> Outcome:
    """Compare prepositions and particles of direction, and degrees."""
    paired = outcome_of(case, "direction", "direction")
    if not paired.passed:
        return paired
    reasons = (*_degree_problems(case), *_particle_problems(case), *_noun_problems(case))
    reason = next(iter(reasons), None)
    return Outcome("direction", reason is None, reason or "", contradicted=reason is not None)


def _degree_problems(case: Case) -> Iterator[str]:
    for index in _degrees(case.claim):
        word = case.claim.words[index]
        alikes = [other for other in _degrees(case.source) if _same_degree(case, index, other)]
        if not alikes:
            yield f"The source does not say {word.text!r}."
        elif word.text.lower() in _FUNCTION_DEGREES and not any(_same_head(case, index, other) for other in alikes):
            yield f"The source does not say {word.text!r} of that."


def _degrees(facts: Facts) -> list[int]:
    """Return comparatives and superlatives that hedge no number."""
    hedges = [range(max(0, quantity.start - 25), quantity.start) for quantity in facts.quantities]
    hedges += [range(quantity.end, quantity.end + 22) for quantity in facts.quantities if quantity.bound != "exact"]
    return [
        index for index, word in enumerate(facts.words)
        if word.tag in _DEGREES and not any(word.start in hedge for hedge in hedges)
    ]  # fmt: skip


def _same_degree(case: Case, mine: int, theirs: int) -> bool:
    first, second = case.claim.words[mine], case.source.words[theirs]
    if {first.text.lower(), second.text.lower()} & _FUNCTION_DEGREES:
        return first.text.lower() == second.text.lower()
    return first.tag[-1] == second.tag[-1] and alike(case.claim.keys[mine], case.source.keys[theirs])


def _same_head(case: Case, mine: int, theirs: int) -> bool:
    """``most children`` and ``most of the children`` have one head."""
    if case.runs.together((mine, theirs)):
        return True
    first, second = _heads(case.claim, mine), _heads(case.source, theirs)
    if not first or not second:
        return True
    return any(alike(case.claim.keys[one], case.source.keys[other]) for one in first for other in second)


def _heads(facts: Facts, index: int) -> list[int]:
    tree = facts.tree
    below = [noun for link in tree.children(index, "prep") for noun in tree.children(link, "pobj")]
    head = tree.parent(index)
    return below or ([head] if head is not None else [])


def _particle_problems(case: Case) -> Iterator[str]:
    for pairing in case.pairings:
        if pairing.given is None:
            continue
        mine = _particles(case.claim, pairing.claimed.index)
        theirs = _particles(case.source, pairing.given.index)
        for word in sorted(mine - theirs):
            opposed = next((other for other in theirs if frozenset({word, other}) in _PARTICLES), None)
            if opposed:
                yield f"The claim says {word!r} where the source says {opposed!r}."


def _noun_problems(case: Case) -> Iterator[str]:
    """``a deal without the union`` is not ``a deal with the union``."""
    claim, source = case.claim, case.source
    for index in claim.content():
        mine = list(linked(claim.tree, index)) if claim.words[index].pos in ("NOUN", "PROPN", "ADJ") else []
        places = (
            [other for other in range(len(source.words)) if alike(claim.keys[index], source.keys[other])]
            if mine
            else []
        )
        for link, noun in mine:
            word = claim.words[link].text.lower()
            theirs = [
                source.words[other].text.lower()
                for place in places
                for other, below in linked(source.tree, place)
                if alike(claim.keys[noun], source.keys[below])
            ]
            opposed = next((other for other in theirs if opposite(other, word)), None)
            if opposed and word not in theirs:
                yield f"The claim says {word!r} where the source says {opposed!r}."


def _particles(facts: Facts, index: int) -> set[str]:
    return {facts.words[child].text.lower() for child in facts.tree.children(index, "prt", "advmod")}
