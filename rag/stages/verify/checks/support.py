"""The words of a claim that are left, when numbers, dates and names are set aside, stand in its source."""

from __future__ import annotations

from rag.stages.language.folding import word_set
from rag.stages.verify.facts import Facts
from rag.stages.verify.likeness import alike
from rag.stages.verify.records import Case, Outcome
from rag.stages.verify.threshold import SUPPORT
from rag.stages.verify.verb_words import LIGHT

_EMPTY = word_set(
    """
    total number amount there also include including accord follow following involve regard concern located call
    named know known well thing way part time case fact matter place take
    """
)
"""Words that a sentence may use to hold others together."""


def check_support(case: Case) -> Outcome:
    """Weigh the words of the claim that the source does not have."""
    missing = missing_words(case)
    total = max(1, len(case.claim.content()))
    if not missing or len(missing) / total <= SUPPORT.missing_share:
        return Outcome("support", True)
    listed = ", ".join(repr(word) for word in missing[:4])
    return Outcome("support", False, f"The source does not say {listed}.")


def missing_words(case: Case) -> list[str]:
    """Return the content words of the claim that stand neither in the source nor in what it refers to."""
    theirs = [*case.source.keys, *(key for item in case.referents.known for key in item.keys)]
    return [
        case.claim.words[index].text
        for index in case.claim.content()
        if not _says_nothing(case.claim, index) and not any(alike(case.claim.keys[index], key) for key in theirs)
    ]


def _says_nothing(claim: Facts, index: int) -> bool:
    """``took part``, ``made an arrest``: the verb only carries its object."""
    lemma = claim.words[index].lemma
    return lemma in _EMPTY or (lemma in LIGHT and claim.tree.child(index, "dobj") is not None)
