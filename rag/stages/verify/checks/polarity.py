"""Whether it happened, did not happen, or may happen."""

from __future__ import annotations

from collections.abc import Iterator

from rag.stages.language.folding import word_set
from rag.stages.verify.additive import additive_words
from rag.stages.verify.checks.roles import outcome_of
from rag.stages.verify.facts import Facts
from rag.stages.verify.likeness import alike, word_keys
from rag.stages.verify.operators import is_negated_noun
from rag.stages.verify.records import Case, Outcome
from rag.stages.verify.verb_words import NEGATING, NEGATIVES, NOT_TO_DROP, QUANTIFIERS, UNREAL

_DENIALS = frozenset({"not", "n't", "n’t", "never", "nobody", "nothing", "none", "neither", "nor"})
_DENYING = NEGATIVES | word_set("without cannot unable unlikely unwilling impossible unknown absent only few little")
_LIMITERS = frozenset({"det", "amod", "advmod", "predet", "quantmod", "nummod", "neg", "preconj"})
"""Dependencies by which a word says how many or how often."""


def check_polarity(case: Case) -> Outcome:
    """Compare negation, of verbs and of nouns, and words about how many."""
    paired = outcome_of(case, "polarity", "polarity")
    if not paired.passed:
        return paired
    reason = _denial_of_nothing(case) or next(_noun_problems(case), None) or next(_quantifier_problems(case), None)
    return Outcome("polarity", reason is None, reason or "", contradicted=reason is not None)


def _denial_of_nothing(case: Case) -> str | None:
    """A claim with a "not" needs a source that denies something, however either was read."""
    mine, theirs = case.claim, case.source
    denials = _limiting(mine) & _DENIALS
    if not denials or _limiting(theirs) & _DENYING or any(word.lemma in NEGATING for word in theirs.words):
        return None
    return f"The claim says {min(denials)!r}, and the source denies nothing."


def check_modality(case: Case) -> Outcome:
    """Compare may, will, plans to, agreed to, if, and adjectives such as ``former`` and ``alleged``."""
    paired = outcome_of(case, "modality", "modality")
    if not paired.passed:
        return paired
    reason = next(_unreal_problems(case), None)
    return Outcome("modality", reason is None, reason or "", contradicted=reason is not None)


def _negated(facts: Facts, index: int) -> bool:
    """Tell a noun under ``no`` or ``without``."""
    head = facts.tree.parent(index)
    return is_negated_noun(facts.tree, index) or (head is not None and facts.words[head].text.lower() == "without")


def _noun_problems(case: Case) -> Iterator[str]:
    """A noun that the source only has under ``no`` or ``without`` stands under one here too, and the reverse."""
    for index in case.claim.content():
        if case.claim.words[index].pos != "NOUN":
            continue
        places = [
            other for other in range(len(case.source.words))
            if case.source.words[other].pos == "NOUN" and alike(case.claim.keys[index], case.source.keys[other])
        ]  # fmt: skip
        mine = _negated(case.claim, index)
        if places and all(_negated(case.source, other) != mine for other in places):
            word = case.claim.words[index].text
            yield (
                f"The source says there is no {word!r}."
                if not mine
                else f"The source does not say there is no {word!r}."
            )


def _quantifier_problems(case: Case) -> Iterator[str]:
    mine, theirs = _limiting(case.claim), _limiting(case.source)
    for word in sorted(mine & QUANTIFIERS):
        if not _has_like(word, theirs):
            yield f"The source does not say {word!r}."
    hedged = [range(max(0, quantity.start - 20), quantity.start) for quantity in case.source.quantities]
    adding = additive_words(case.source.words)
    for index, given in enumerate(case.source.words):
        lower = given.text.lower()
        if index in adding or given.dep not in _LIMITERS:
            continue
        if lower not in NOT_TO_DROP or _has_like(lower, mine) or any(given.start in hedge for hedge in hedged):
            continue
        if _is_used(case, case.source.tree.parent(index)):
            yield f"The claim leaves out {lower!r}."


def _limiting(facts: Facts) -> set[str]:
    """Return the words of a text, in lower case, without the ``not only`` that adds."""
    adding = additive_words(facts.words)
    return {word.text.lower() for index, word in enumerate(facts.words) if index not in adding}


def _has_like(word: str, others: set[str]) -> bool:
    return word in others or any(alike(word_keys(word), word_keys(other)) for other in others)


def _is_used(case: Case, index: int | None) -> bool:
    return index is not None and any(
        alike(case.source.keys[index], case.claim.keys[other]) for other in range(len(case.claim.words))
    )


def _unreal_problems(case: Case) -> Iterator[str]:
    """``the alleged thief`` is not ``the thief``."""
    for index in case.claim.content():
        if case.claim.words[index].pos not in ("NOUN", "PROPN"):
            continue
        mine = _unreal(case.claim, index)
        places = [
            other for other in range(len(case.source.words))
            if case.source.words[other].pos in ("NOUN", "PROPN") and alike(case.claim.keys[index], case.source.keys[other])  # noqa: E501
        ]  # fmt: skip
        theirs = [_unreal(case.source, other) for other in places]
        if places and all(given - mine for given in theirs):
            word = min(theirs[0] - mine)
            yield f"The source speaks of a {word!r} {case.claim.words[index].text!r}, the claim does not."


def _unreal(facts: Facts, index: int) -> frozenset[str]:
    beside = facts.tree.children(index, "amod", "compound", "nmod", "advmod")
    return frozenset(word for child in beside if (word := facts.words[child].text.lower()) in UNREAL)
