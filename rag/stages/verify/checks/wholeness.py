"""A claim is a whole sentence that a reader can take by itself."""

from __future__ import annotations

import re

from rag.stages.verify.facts import Facts
from rag.stages.verify.fillers import Sides
from rag.stages.verify.records import Outcome

_REPEATED = re.compile(r"\b(\w+(?:\s\w+){0,5})(?:,\s(?:and\s|or\s)?|\s(?:and|or)\s)\1\b")
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_TOLD = frozenset({"story", "tale", "truth", "lie", "joke", "secret", "time", "difference", "version", "side"})
"""Things that are told, not told something."""
_OPENING = frozenset({"DET", "CCONJ", "SCONJ"})
"""Parts of speech after which more must follow."""


def check_sentence(sides: Sides) -> Outcome:
    """A claim is a whole sentence: it has a verb after its first word, and does not join a thing to itself."""
    repeated = repeated_words(sides.claim.text) - repeated_words(sides.source.text)
    if repeated:
        return Outcome("sentence", False, f"The claim joins '{min(repeated)}' to itself.")
    whole = any(word.tag in _FINITE for word in sides.claim.words[1:])
    if whole and not breaks_off(sides.claim):
        return Outcome("sentence", True)
    return Outcome("sentence", False, "The claim is no whole sentence.")


def breaks_off(facts: Facts) -> bool:
    """Tell a sentence that stops where more must follow: ``it calls for``, ``and he had``, ``Abe told reporters.``"""
    words = [word for word in facts.words if word.pos != "PUNCT"]
    if not words:
        return True
    last, ended = words[-1], facts.text.rstrip(" \"”’')")[-1:] in ".!?"
    open_end = last.pos in _OPENING or (not ended and last.pos in ("ADP", "AUX", "PART", "PRON"))
    return open_end or tells_nothing(facts)


def tells_nothing(facts: Facts) -> bool:
    """Tell ``Abe told reporters`` and ``Ryan said on Friday``: what was told or said is somewhere else."""
    return not facts.quotes and any(_is_bare_telling(facts, predicate.index) for predicate in facts.predicates)


def _is_bare_telling(facts: Facts, index: int) -> bool:
    """A verb of telling with its hearer and nothing that is told."""
    word, tree = facts.words[index], facts.tree
    if word.lemma not in ("tell", "say") or word.dep != "ROOT" or tree.children(index, "auxpass"):
        return False
    objects = tree.children(index, "dobj", "dative")
    told = tree.children(index, "ccomp", "xcomp", "parataxis", "oprd") or (objects and word.lemma == "say")
    told = told or (tree.children(index, "advcl") and word.lemma == "tell") or len(objects) > 1
    told = told or any(facts.words[child].lemma in _TOLD for child in objects)
    about = any(facts.words[child].lemma in ("about", "of") for child in tree.children(index, "prep"))
    return not told and not about and not tree.children(index, "advmod", "dep", "npadvmod", "intj")


def repeated_words(text: str) -> frozenset[str]:
    """Return what a text joins to itself by a comma or "and" ("his house, his house", "in March and March")."""
    return frozenset(match[1] for match in _REPEATED.finditer(text.lower()))
