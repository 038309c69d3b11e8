"""Pronouns that a question alone does not explain, and what stands in their place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from rag.schema import Parse, Word
from rag.stages.conversation.kinds import may_be_person
from rag.stages.language.folding import word_set

Class = Literal["he", "she", "it", "they", "there", "that", "noun"]
"""What a word asks for: ``that`` stands alone, ``noun`` is "that deal"."""

_CLASSES: dict[Class, frozenset[str]] = {
    "he": word_set("he him his"),
    "she": word_set("she her hers"),
    "it": word_set("it its"),
    "they": word_set("they them their theirs"),
    "that": word_set("that this"),
}
_SUBORDINATE = frozenset("ccomp advcl relcl acl xcomp conj pcomp csubj".split())
_ARGUMENTS = frozenset("dobj pobj nsubj nsubjpass attr".split())
_OF_TEXTS = word_set("article text story report piece passage")
_TIMES = word_set("time day week month year night morning evening afternoon moment period century decade date")
_PLEONASTIC = word_set("true likely possible clear known rain snow")


@dataclass(frozen=True, slots=True)
class Lean:
    """A word of a question that points outside it."""

    position: int
    kind: Class
    possessive: bool = False


def leans_of(parse: Parse) -> tuple[Lean, ...]:
    """Return the words that the question itself does not explain; a pronoun that repeats one is explained by it."""
    found: list[Lean] = []
    for lean in _pointing(parse):
        new = all(lean.kind != other.kind or act_on(parse, other, lean) for other in found)
        if new and not _is_explained(parse, lean):
            found.append(lean)
    return tuple(found)


def act_on(parse: Parse, one: Lean, other: Lean) -> bool:
    """Tell whether two pronouns are subject and object of one verb: "How did they find them?"."""
    first, second = parse.words[one.position], parse.words[other.position]
    return first.dep == "nsubj" and second.dep == "dobj" and first.head == second.head


def _pointing(parse: Parse) -> Iterator[Lean]:
    for index, word in enumerate(parse.words):
        lower = word.text.lower()
        if word.tag in {"PRP", "PRP$"} or lower in {"his", "her", "its", "their"}:
            kind = next((kind for kind, words in _CLASSES.items() if lower in words), None)
            if kind is not None and not (lower == "it" and _is_pleonastic(parse, index)):
                yield Lean(index, kind, word.tag == "PRP$" or (lower == "her" and word.dep == "poss"))
        elif lower == "there" and not _is_existential(parse, index):
            yield Lean(index, "there")
        elif lower in {"that", "this", "these", "those"} and word.tag in {"DT", "PRP"}:
            yield from _demonstrative(parse, index)


def _demonstrative(parse: Parse, index: int) -> Iterator[Lean]:
    word, words = parse.words[index], parse.words
    if index + 1 < len(words) and words[index + 1].text.lower() in {"past", "coming", "last", "next"}:
        return
    if word.dep == "det" and words[word.head].pos == "NOUN":
        timed = words[word.head].lemma in _TIMES or words[word.head].entity in {"DATE", "TIME"}
        if not timed and words[word.head].lemma not in _OF_TEXTS and not _is_modified(parse, word.head):
            yield Lean(index, "noun")
    elif word.dep in _ARGUMENTS and word.text.lower() in _CLASSES["that"]:
        yield Lean(index, "that")
    elif word.dep in _ARGUMENTS and word.text.lower() in {"these", "those"} and not _is_modified(parse, index):
        yield Lean(index, "they")


def _is_modified(parse: Parse, head: int) -> bool:
    """ "that deal with Norway", "those who died": the phrase says itself what it means."""
    return any(word.head == head and word.dep in {"relcl", "acl", "prep"} for word in parse.words[head:])


def _is_pleonastic(parse: Parse, index: int) -> bool:
    word = parse.words[index]
    if word.dep == "expl":
        return True
    be = parse.words[word.head]
    rest = parse.words[index + 1 :]
    if any(w.tag == "IN" and w.dep == "mark" and w.text.lower() == "that" for w in rest):
        return True
    if be.lemma in {"be", "take", "cost"} and any(w.tag == "TO" and w.dep == "aux" for w in rest):
        return True
    following = {w.lemma for w in parse.words[index + 1 : index + 4]}
    return be.lemma in {"be", "rain", "snow", "take"} and (
        bool(following & _PLEONASTIC)
        or any(w.text.lower() in {"that", "since", "until"} and w.tag == "IN" for w in parse.words[index + 1 :])
    )


def _is_existential(parse: Parse, index: int) -> bool:
    word = parse.words[index]
    counted = [w.text.lower() for w in parse.words[:2]] in (["how", "many"], ["how", "much"])
    if counted and parse.words[index - 1].lemma == "be":
        return True
    around = parse.words[max(0, index - 1) : index] + parse.words[index + 1 : index + 2]
    if word.tag == "EX" or word.dep == "expl":
        return True
    return any(other.lemma == "be" and other.text.lower() != "been" for other in around) and index < _last(parse)


def _last(parse: Parse) -> int:
    return max((i for i, w in enumerate(parse.words) if w.pos != "PUNCT"), default=0)


def _is_explained(parse: Parse, lean: Lean) -> bool:
    """Tell whether a noun before the pronoun in the same question may be what it means."""
    if lean.kind in {"noun", "that", "there"}:
        return False
    asks_who = parse.words[0].text.lower() == "who" and parse.words[1].lemma != "be"
    if asks_who and lean.kind == "they" and lean.possessive:
        return True  # "Who sold their land?", but not "Who is their lawyer?"
    clause = _clause_of(parse, lean.position)
    fronted = next((i for i, w in enumerate(parse.words[: lean.position]) if w.text == ","), 0)
    for index, word in enumerate(parse.words[: lean.position]):
        if word.pos not in {"NOUN", "PROPN"} or (word.dep == "compound" and word.text.islower()):
            continue
        joined = lean.kind == "they" and any(w.dep == "conj" and w.head == index for w in parse.words)
        if not joined and not _may_mean(word, lean.kind):
            continue
        if index < fronted and word.pos == "PROPN":
            return True
        if _owns(word, lean.kind) if lean.possessive else _clause_of(parse, index) != clause:
            return True
    return False


def _owns(word: Word, kind: Class) -> bool:
    """Tell whether a possessive later in the clause may be this noun's: "the farmers and their pockets"."""
    return kind == "they" or word.pos == "PROPN" or word.dep in {"nsubj", "nsubjpass", "poss"}


def _may_mean(word: Word, kind: Class) -> bool:
    plural = word.tag in {"NNS", "NNPS"}
    if kind == "they":
        return plural or word.entity == "ORG"
    if kind in {"he", "she"} and word.text[:1].isupper():
        return word.entity not in {"DATE", "TIME"}  # "Davies" is tagged as a plural
    if plural or word.entity in {"DATE", "TIME"}:
        return False
    return word.pos == "PROPN" or (kind == "it" and word.entity != "PERSON") or may_be_person(word)


def _clause_of(parse: Parse, position: int) -> int:
    """Return the verb of the innermost clause that a word stands in."""
    current = position
    while True:
        word = parse.words[current]
        if word.head == current or (word.dep in _SUBORDINATE and word.pos in {"VERB", "AUX"}):
            return current
        current = word.head
