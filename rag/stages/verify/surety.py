"""Whether a claim's verb is as sure as that of its source: denied or not, may or will, then or now."""

from __future__ import annotations

from collections.abc import Iterator

from rag.stages.verify.fillers import Sides
from rag.stages.verify.likeness import alike, word_keys
from rag.stages.verify.operators import Operator, Operators
from rag.stages.verify.predicates import Predicate
from rag.stages.verify.problems import Problem
from rag.stages.verify.tree import Tree
from rag.stages.verify.verb_words import SPEECH

PLAIN = frozenset({"not", "will", "may", "can", "must", "should", "if", "to", "likely", "said", "nearly", "condition"})
"""Operators that are compared by name; governors are compared like other words."""


def operator_problems(sides: Sides, claimed: Predicate, given: Operators, place: int | None) -> Iterator[Problem]:
    """Yield where a verb is more or less sure, or the other way round, than in its source."""
    verb = sides.claim.words[claimed.index].text
    mine, theirs = claimed.operators, given
    denials = [operator for operator in mine if operator.name == "not"]
    denied = [operator for operator in theirs if operator.name == "not"]
    if denials and not denied:
        yield Problem("polarity", f"the claim denies {verb!r}, the source does not", denials[0].word, None)
    elif denied and not denials:
        yield Problem("polarity", f"the source denies {verb!r}, the claim does not", None, denied[0].word)
    for operator in _without_partner(theirs, mine):
        word = sides.source.words[operator.word].text
        yield Problem("modality", f"the source puts {verb!r} under {word!r}, the claim does not", None, operator.word)
    for operator in _without_partner(mine, theirs):
        if place is not None and operator.name not in PLAIN and _governs_nearby(sides, operator, place):
            continue
        word = sides.claim.words[operator.word].text
        yield Problem("modality", f"the claim puts {verb!r} under {word!r}, the source does not", operator.word, None)


def _governs_nearby(sides: Sides, operator: Operator, place: int) -> bool:
    """The source has the governor close before the verb, however their link was read."""
    keys, tree = sides.claim.keys[operator.word], sides.source.tree
    return any(alike(keys, sides.source.keys[other]) and tree.distance(other, place) <= 2 for other in range(place))


def _without_partner(operators: Operators, others: Operators) -> list[Operator]:
    found = [operator for operator in operators if operator.name != "not" and not _has_partner(operator, others)]
    return sorted(found, key=lambda operator: operator.word)


def _has_partner(operator: Operator, others: Operators) -> bool:
    if operator.name in PLAIN:
        return any(other.name == operator.name for other in others)
    keys = word_keys(operator.name)
    return any(other.name == operator.name or alike(keys, word_keys(other.name)) for other in others)


def tense_problems(sides: Sides, claimed: int, given: int) -> Iterator[Problem]:
    """What was so is not said to be so now."""
    word = sides.claim.words[claimed]
    if word.lemma in SPEECH or (tense_of(sides.claim.tree, claimed), tense_of(sides.source.tree, given)) != (
        "now",
        "then",
    ):
        return
    reason = f"the source says {word.text!r} of the past, the claim of the present"
    slip = word.text.lower() == sides.source.words[given].text.lower()  # one form: a parser took it for two tenses
    yield Problem("modality", reason, *((claimed, given) if slip else (None, None)))


def tense_of(tree: Tree, index: int) -> str:
    """Return ``then``, ``now`` or, for everything that is neither plainly, nothing."""
    helpers = [tree.words[child] for child in tree.children(index, "aux", "auxpass")]
    if any(word.tag == "MD" or word.lemma == "have" for word in helpers):
        return ""
    tags = [word.tag for word in helpers] or [tree.words[index].tag]
    if "VBD" in tags:
        return "then"
    return "now" if {"VBZ", "VBP"} & set(tags) else ""
