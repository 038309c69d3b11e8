"""Whether the same ones do it, and it is done to the same ones."""

from __future__ import annotations

from collections.abc import Iterator

from rag.stages.verify.fillers import Sides
from rag.stages.verify.predicates import Predicate
from rag.stages.verify.problems import Problem
from rag.stages.verify.verb_words import ERGATIVE


def role_problems(sides: Sides, claimed: Predicate, given: Predicate) -> Iterator[Problem]:
    """Yield those of whom the source says that others do or undergo it."""
    ergative = claimed.lemma in ERGATIVE
    verb = sides.claim.words[claimed.index].text
    for role, mine, theirs, crossed in (
        ("does", claimed.agents, given.agents, given.patients),
        ("undergoes", claimed.patients, given.patients, given.agents),
    ):
        for filler in mine:
            if sides.claim.words[filler].dep == "appos":
                continue
            verdicts = [sides.same(filler, other) for other in theirs]
            swapped = not (ergative and not theirs) and any(sides.same(filler, other) for other in crossed)
            if any(verdicts):
                continue
            if swapped or (verdicts and all(verdict is False for verdict in verdicts)):
                word = sides.claim.words[filler].text
                yield Problem("roles", f"in the source it is not {word!r} that {role} {verb!r}", filler, None)
