"""A claim that copies its source but for a word or two says the same but for that word or two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rag.schema import Word
from rag.stages.language.aliases import words_follow
from rag.stages.language.calendar import follows
from rag.stages.language.folding import word_set
from rag.stages.verify.additive import additive_words
from rag.stages.verify.edits import Edit
from rag.stages.verify.facts import Facts, is_content
from rag.stages.verify.likeness import Keys, alike
from rag.stages.verify.opposites import LINKS, opposite
from rag.stages.verify.records import Case, Outcome
from rag.stages.verify.verb_words import GOVERNOR_CLASSES, MODALS, NEGATING, NEGATIVES, NOT_TO_DROP, UNREAL

_HELPING = word_set("do have be to a the")


def check_wording(case: Case) -> Outcome:
    """Look at every small change where the claim otherwise copies the source."""
    changes = (reason for edit in case.edits for reason in _problems(case, edit))
    reason = next(changes, None) or next(_connective_problems(case), None)
    return Outcome("wording", reason is None, reason or "", contradicted=reason is not None)


def _problems(case: Case, edit: Edit) -> Iterator[str]:
    yield from _operator_problems(_changing(case.claim, edit.mine), _changing(case.source, edit.theirs))
    if len(edit.mine) == len(edit.theirs):
        for first, second in zip(edit.mine, edit.theirs, strict=True):
            yield from _exchange_problems(case, first, second)


def _changing(facts: Facts, indices: Iterable[int]) -> list[Word]:
    adding = additive_words(facts.words)
    return [facts.words[index] for index in indices if index not in adding]


def _connective_problems(case: Case) -> Iterator[str]:
    """``because``, ``despite``, ``unless``: a claim may not bring a link between two things that its source lacks."""
    theirs = {word.text.lower() for word in case.source.words}
    for word in case.claim.words:
        lower = word.text.lower()
        behind = next((behind for strong, behind in LINKS if lower in strong), None)
        if behind is not None and word.pos not in ("VERB", "NOUN") and not behind & theirs:
            yield f"The source does not say {lower!r}."


def _operator_problems(mine: Sequence[Word], theirs: Sequence[Word]) -> Iterator[str]:
    """``not`` or ``may`` put in or left out between words that stand side by side in the other text."""
    if not all(_is_operator(word) for word in (*mine, *theirs)):
        return
    if _denials(mine) % 2 != _denials(theirs) % 2:
        yield "The claim denies what the source says, or the other way round."
    elif _classes(mine) != _classes(theirs):
        yield f"The claim says {_shown(mine)} where the source says {_shown(theirs)}."


def _is_operator(word: Word) -> bool:
    lower = word.text.lower()
    return (
        word.lemma in _HELPING or lower in NEGATIVES or word.tag == "MD" or word.lemma in NEGATING
        or word.lemma in GOVERNOR_CLASSES or lower in UNREAL or lower in NOT_TO_DROP
    )  # fmt: skip


def _denials(words: Iterable[Word]) -> int:
    return sum(word.text.lower() in NEGATIVES or word.lemma in NEGATING for word in words)


def _classes(words: Iterable[Word]) -> set[str]:
    found = set()
    for word in words:
        lower = word.text.lower()
        if word.tag == "MD" and lower in MODALS:
            found.add(MODALS[lower])
        elif word.lemma in GOVERNOR_CLASSES and word.lemma not in _HELPING:
            found.add(GOVERNOR_CLASSES[word.lemma])
        elif lower in UNREAL | NOT_TO_DROP:
            found.add(lower)
    return found


def _shown(words: Sequence[Word]) -> str:
    return repr(" ".join(word.text for word in words)) if words else "nothing"


def _exchange_problems(case: Case, mine: int, theirs: int) -> Iterator[str]:
    first, second = case.claim.words[mine], case.source.words[theirs]
    if opposite(first.text.lower(), second.text.lower()) or opposite(first.lemma, second.lemma):
        yield f"The claim says {first.text!r} where the source says {second.text!r}."
    elif _is_other_thing(case, mine, theirs) or _is_other_date(case, mine, theirs):
        yield f"The claim has {first.text!r} in the place of {second.text!r}."


def _is_other_thing(case: Case, mine: int, theirs: int) -> bool:
    """Two words of content that are not alike; a name for a noun may be what the noun refers to."""
    claim, source = case.claim, case.source
    first, second = claim.words[mine], source.words[theirs]
    if _is_copied(case, mine) or _is_reordered(case, mine, theirs):
        return False
    if not (is_content(first) and is_content(second)) or alike(claim.keys[mine], source.keys[theirs]):
        return False
    name, other = claim.name_at(mine), source.name_at(theirs)
    if name is not None and other is not None:
        return not words_follow(other.words, name.words, case.sides.aliases)
    if name is not None or other is not None or first.tag[:1] != second.tag[:1]:
        return False
    return not _is_figure(claim, mine) and not _is_figure(source, theirs)


def _is_other_date(case: Case, mine: int, theirs: int) -> bool:
    """``in 2025`` for ``in 2024``, though another part of the sentence may speak of 2025."""
    claimed, given = case.claim.date_at(mine), case.source.date_at(theirs)
    return claimed is not None and given is not None and not follows(given, claimed, case.sides.published)


def _is_reordered(case: Case, mine: int, theirs: int) -> bool:
    """``criminals and terrorists`` for ``terrorists and criminals``: both texts coordinate the two."""
    other = _coordinated(case.claim, mine, case.source.keys[theirs])
    return other and _coordinated(case.source, theirs, case.claim.keys[mine])


def _coordinated(facts: Facts, index: int, keys: Keys) -> bool:
    """Tell whether a word is joined by "and" to one that these keys fit."""
    first = facts.tree.first_conjunct(index)
    return any(
        other != index and facts.tree.first_conjunct(other) == first and alike(keys, facts.keys[other])
        for other in facts.tree.subtree(first)
    )


def _is_copied(case: Case, index: int) -> bool:
    """The word stands elsewhere in the source with another word of content beside it: the claim has only moved it."""
    for run in case.runs.found:
        inside = [pair[0] for pair in run.pairs]
        if index in inside and sum(is_content(case.claim.words[other]) for other in inside) > 1:
            return True
    return False


def _is_figure(facts: Facts, index: int) -> bool:
    return facts.quantity_at(index) is not None or facts.date_at(index) is not None
