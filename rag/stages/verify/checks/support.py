"""The words of a claim that are left, when numbers, dates and names are set aside, stand in its source."""

from __future__ import annotations

from rag.stages.language.folding import word_set
from rag.stages.verify.facts import Facts
from rag.stages.verify.fillers import Sides
from rag.stages.verify.likeness import alike
from rag.stages.verify.records import Outcome
from rag.stages.verify.threshold import SUPPORT
from rag.stages.verify.verb_words import LIGHT

_EMPTY = word_set(
    """
    total number amount there also include including accord follow following involve regard concern located call
    named know known well thing way part time case fact matter place take
    """
)
"""Words that a sentence may use to hold others together."""


def check_support(sides: Sides) -> Outcome:
    """Weigh the words of the claim that the source does not have."""
    if missing_share(sides) <= SUPPORT.missing_share:
        return Outcome("support", True)
    listed = ", ".join(repr(word) for word in missing_words(sides)[:4])
    return Outcome("support", False, f"The source does not say {listed}.")


def missing_share(sides: Sides) -> float:
    """Return the share of the claim's content words that the source does not have, in [0, 1]."""
    return len(missing_words(sides)) / max(1, len(sides.claim.content()))


def missing_words(sides: Sides) -> list[str]:
    """Return the content words of the claim that stand neither in the source nor in what it refers to."""
    theirs = [*sides.source.keys, *(key for item in sides.referents.known for key in item.keys)]
    voice = sides.voice
    if voice is not None and voice.facts is not None:
        speaker = [place for head in voice.heads for place in voice.facts.tree.subtree(head)]
        theirs += [voice.facts.keys[place] for place in (voice.verb, *speaker)]
    return [
        sides.claim.words[index].text
        for index in sides.claim.content()
        if not _says_nothing(sides.claim, index) and not any(alike(sides.claim.keys[index], key) for key in theirs)
    ]


def _says_nothing(claim: Facts, index: int) -> bool:
    """``took part``, ``made an arrest``: the verb only carries its object."""
    lemma = claim.words[index].lemma
    return lemma in _EMPTY or (lemma in LIGHT and claim.tree.child(index, "dobj") is not None)
