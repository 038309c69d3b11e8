"""What stands over a verb: negation, modality, conditions, and the words that govern it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rag.stages.verify.additive import additive_words
from rag.stages.verify.tree import Tree, is_side_by_side
from rag.stages.verify.verb_words import (
    GOVERNOR_CLASSES,
    MODALS,
    NEGATING,
    NEGATIVES,
    TRANSPARENT,
    VERBS_OF_SAYING,
)

_CONDITIONS = frozenset({"if", "unless", "whether", "lest", "provided", "assuming", "suppose", "supposing"})
_GOVERNING_PREPOSITIONS = frozenset({"of", "from", "with", "against", "about", "on", "for", "at"})
_UNABLE = frozenset({"unable", "unlikely", "unwilling", "reluctant"})
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Operator:
    """One thing that stands over a verb."""

    name: str
    """``not``, ``will``, ``may``, ``can``, ``must``, ``should``, ``if``, ``to`` (a purpose), ``likely``, ``said``,
    ``nearly``, ``condition`` (a clause with ``if`` hangs on it), or a governing word's class (``agree``)."""
    word: int
    """Index of the word that brings it."""


Operators = frozenset[Operator]
_NONE: Operators = frozenset()


def class_of(lemma: str) -> str:
    """Return what a governing word does to the verb under it."""
    return GOVERNOR_CLASSES.get(lemma, lemma)


def operators_of(tree: Tree, index: int, depth: int = 0) -> Operators:
    """Return the operators over a verb."""
    inherited = _inherited(tree, index, depth) if depth < _DEEPEST else _NONE
    return frozenset(_own(tree, index)) | inherited


def _own(tree: Tree, index: int) -> Iterator[Operator]:
    adding = additive_words(tree.words)
    for child in tree.children(index):
        word = tree.words[child]
        lower = word.text.lower()
        if child in adding:
            continue
        if word.dep == "aux" and lower in MODALS and word.tag == "MD":
            yield Operator(MODALS[lower], child)
        elif word.dep == "neg" or (lower in NEGATIVES and word.dep in ("advmod", "preconj", "cc")):
            yield Operator("not", child)
        elif word.dep == "advmod" and lower in GOVERNOR_CLASSES:
            yield Operator(GOVERNOR_CLASSES[lower], child)
        elif word.dep == "advmod" and lower == "longer" and _has_no(tree, child):
            yield Operator("not", child)
        elif word.dep == "mark" and lower in _CONDITIONS:
            yield Operator("if", child)
        elif word.dep == "advcl" and (mark := _condition(tree, child)) is not None:
            yield Operator("condition", mark)
        elif word.dep in ("nsubj", "nsubjpass", "dobj", "attr") and is_negated_noun(tree, child):
            yield Operator("not", child)


def _condition(tree: Tree, clause: int) -> int | None:
    """Return the ``if`` or ``unless`` of a clause that the verb above it depends on; ``even if`` is none."""
    for child in tree.children(clause, "mark"):
        if tree.words[child].text.lower() in _CONDITIONS and not tree.children(clause, "advmod"):
            return child
    return None


def _has_no(tree: Tree, index: int) -> bool:
    return any(tree.words[child].text.lower() in NEGATIVES for child in tree.children(index))


def is_negated_noun(tree: Tree, index: int) -> bool:
    """Tell ``no deal``, ``none of them``, ``nobody`` and ``neither side``."""
    if tree.words[index].text.lower() in NEGATIVES:
        return True
    beside = set(tree.children(index, "det", "neg", "preconj", "cc")) - additive_words(tree.words)
    return any(tree.words[child].text.lower() in NEGATIVES for child in beside)


def _inherited(tree: Tree, index: int, depth: int) -> Operators:
    word, head = tree.words[index], tree.parent(index)
    if head is None:
        return _NONE
    if word.dep == "conj":
        return _from_first(tree, index, head, depth)
    if word.dep in ("xcomp", "ccomp", "csubj", "oprd"):
        apart = _is_free_relative(tree, index) or is_side_by_side(tree, index, head)
        return _NONE if apart else _from_governor(tree, index, head, depth)
    if word.dep == "pcomp":
        return _from_preposition(tree, head, depth)
    if word.dep == "acl" and word.tag == "VB":
        return frozenset({Operator(class_of(tree.words[head].lemma), head)})
    if word.dep == "advcl" and word.tag == "VB" and _to_before(tree, index) is not None:
        return frozenset({Operator("to", _to_before(tree, index) or index)})
    return _NONE


def _is_free_relative(tree: Tree, index: int) -> bool:
    """``what the agency has called a framework`` is no clause that something governs."""
    return any(
        tree.words[child].tag in ("WP", "WDT") for child in tree.children(index, "dobj", "nsubj", "attr", "pobj")
    )


def _to_before(tree: Tree, index: int) -> int | None:
    return next((child for child in tree.children(index, "aux", "mark") if tree.words[child].tag == "TO"), None)


def _from_first(tree: Tree, index: int, head: int, depth: int) -> Operators:
    """``may rise and fall``: the second verb shares what stands over the first, unless it starts anew."""
    word, first = tree.words[index], tree.words[head]
    if tree.children(index, "nsubj", "nsubjpass") or first.pos not in ("VERB", "AUX"):
        return _NONE
    if tree.children(index, "aux") and not (word.tag == "VB" and first.tag == "VB"):
        return _NONE
    return operators_of(tree, head, depth + 1) if word.tag == first.tag else _NONE


def _from_governor(tree: Tree, index: int, head: int, depth: int) -> Operators:
    word, governor = tree.words[index], tree.words[head]
    if word.dep == "xcomp" and _to_before(tree, index) is not None and _is_going_to(tree, head):
        return operators_of(tree, head, depth + 1) | {Operator("will", head)}
    if governor.pos == "ADJ":
        return _from_adjective(tree, index, head, depth)
    if governor.pos not in ("VERB", "AUX"):
        return _NONE
    upper = operators_of(tree, head, depth + 1)
    if word.dep == "ccomp" and governor.lemma in VERBS_OF_SAYING:
        return frozenset(operator for operator in upper if operator.name == "not")
    if governor.lemma in TRANSPARENT or governor.lemma == "be":
        return upper
    return _governed(head, class_of(governor.lemma), upper, negating=governor.lemma in NEGATING)


def _is_going_to(tree: Tree, index: int) -> bool:
    word = tree.words[index]
    return (word.lemma == "be" and word.pos == "AUX") or (word.lemma == "go" and word.tag == "VBG")


def _from_adjective(tree: Tree, index: int, head: int, depth: int) -> Operators:
    lemma = tree.words[head].lemma
    above = next((other for other in tree.ancestors(index) if tree.words[other].pos in ("VERB", "AUX")), None)
    upper = operators_of(tree, above, depth + 1) if above is not None else _NONE
    negative = lemma in _UNABLE
    return _governed(head, class_of(lemma.removeprefix("un") if negative else lemma), upper, negating=negative)


def _governed(governor: int, name: str, upper: Operators, *, negating: bool) -> Operators:
    """A governor that negates and is negated itself leaves the verb standing."""
    found = upper | {Operator(name, governor)}
    if not negating:
        return found
    if any(operator.name == "not" for operator in upper):
        return frozenset(operator for operator in found if operator.name != "not")
    return found | {Operator("not", governor)}


def _from_preposition(tree: Tree, preposition: int, depth: int) -> Operators:
    """``accused of killing``, ``prevented from leaving``, ``without paying``."""
    lower, head = tree.words[preposition].text.lower(), tree.parent(preposition)
    if lower == "without":
        return frozenset({Operator("not", preposition)})
    if head is None or lower not in _GOVERNING_PREPOSITIONS or tree.words[preposition].dep != "prep":
        return _NONE
    governor = tree.words[head]
    if governor.pos not in ("NOUN", "PROPN", "VERB"):
        return _NONE
    upper = operators_of(tree, head, depth + 1) if governor.pos == "VERB" else _NONE
    return _governed(head, class_of(governor.lemma), upper, negating=governor.lemma in NEGATING)
