"""Nouns that a question leaves out: "How many came back?", "the second one", "the other two", "the others"."""

from __future__ import annotations

from dataclasses import dataclass

from rag.schema import Parse, Word
from rag.stages.conversation.shapes import AUXILIARIES, Built, Run
from rag.stages.language.folding import word_set

_WHICH = word_set("which the other another first second third last next only same latter former")
"""What stands before a noun that was left out, "how many" apart."""
_ORDINALS = word_set("other first second third last next latter former same")
_COUNTERS = word_set("two three four five six seven eight nine ten")
_NO_THINGS = word_set("thing number amount kind sort type name way reason")


@dataclass(frozen=True, slots=True)
class _Noun:
    one: str
    many: str
    asked: str
    """As it was asked about."""


@dataclass(frozen=True, slots=True)
class _Gap:
    """Where a noun is missing: ``start`` to ``end`` of the text give way to it."""

    start: int
    end: int
    many: bool | None
    """None where nothing tells."""
    position: int
    """The word that the noun hangs on or takes the place of."""
    spaced: bool = False
    """A letter goes, and a space comes."""


def lacks_noun(parse: Parse) -> bool:
    """Tell whether a question speaks of some, or of one, and does not say of what."""
    return _gap_in(parse) is not None


def with_noun(parse: Parse, before: Built) -> str:
    """Return the question with the noun that the one before spoke of; unchanged where none is plain."""
    gap = _gap_in(parse)
    noun = None if gap is None else _noun_spoken_of(parse, gap, before)
    if gap is None or noun is None:
        return parse.text
    put = noun.asked if gap.many is None else noun.many if gap.many else noun.one
    space = " " if gap.spaced or gap.start == gap.end else ""
    return f"{parse.text[: gap.start]}{space}{put}{parse.text[gap.end :]}"


def _gap_in(parse: Parse) -> _Gap | None:
    words = parse.words
    if len(words) > 2 and words[0].text.lower() == "how" and words[1].text.lower() == "many" and _is_verb(words[2]):
        return _Gap(words[1].end, words[1].end, many=True, position=1)
    if len(words) > 2 and words[0].text.lower() == "which" and _is_verb(words[1]):
        told = {"is": False, "was": False, "has": False, "are": True, "were": True, "have": True}
        plural = told.get(words[1].text.lower())
        return _Gap(words[0].end, words[0].end, many=plural, position=0)
    return next((gap for gap in (_gap_at(parse, i) for i in range(1, len(words))) if gap is not None), None)


def _is_verb(word: Word) -> bool:
    return word.text.lower() in AUXILIARIES or word.tag in {"VBD", "VBZ", "VBP", "MD"}


def _gap_at(parse: Parse, index: int) -> _Gap | None:
    """Read "one", "ones", "others" and a bare "two" or "second" after a word that points."""
    word, before = parse.words[index], parse.words[index - 1].text.lower()
    lower = word.text.lower()
    if lower in {"one", "ones"} and (before in _WHICH or parse.words[index - 1].tag in {"JJR", "JJS"}):
        named = parse.words[index + 1 : index + 2]
        if lower == "one" and named and named[0].pos in {"NOUN", "PROPN"}:
            return None  # "the one hospital"
        return _Gap(word.start, word.end, lower == "ones", index)
    if lower == "others" and before in {"the", "any", "which", "what"}:
        return _Gap(word.start + len("other"), word.end, many=True, position=index, spaced=True)
    ends = index + 1 == len(parse.words) or parse.words[index + 1].pos in {"PUNCT", "AUX"}
    if not ends or (parse.words[index + 1 :] and parse.words[index + 1].pos == "PART"):
        return None
    if lower in _COUNTERS and before in _ORDINALS - {"same"}:
        return _Gap(word.end, word.end, many=True, position=index)
    if lower in {"first", "second", "third", "other", "latter", "former"} and before == "the":
        return _Gap(word.end, word.end, many=False, position=index)
    return None


def _noun_spoken_of(parse: Parse, gap: _Gap, before: Built) -> _Noun | None:
    """Return what the question before asked for or counted; of "the one on flowers", what has an "on" there."""
    words = before.parse.words
    head = _asked_noun(before)
    plural_subject = before.subject is not None and words[before.subject.last].tag == "NNS"
    if head is not None and plural_subject and before.shape == "object" and not before.counts() and gap.position == 1:
        return None  # "Which countries did the migrants come from?", "How many were there?"
    if head is None:
        head = _with_same_preposition(parse, gap, before)
    if head is None:
        plurals = [p.last for p in before.parse.noun_phrases if words[p.last].tag == "NNS"]
        head = plurals[0] if len(plurals) == 1 else None
    if head is None or words[head].lemma in _NO_THINGS:
        return None
    first = head
    while first > 0 and words[first - 1].dep == "compound" and words[first - 1].head == head:
        first -= 1
    lead = "" if first == head else Run(first, head - 1).text(before.parse) + " "
    word = words[head]
    if word.tag == "NNS":
        return _Noun(lead + word.lemma, lead + word.text, lead + word.text)
    return _Noun(lead + word.text, lead + _plural(word.text), lead + word.text)


def _asked_noun(before: Built) -> int | None:
    if before.phrase is None:
        return None
    nouns = [i for i in range(before.phrase.first, before.phrase.last + 1) if before.parse.words[i].pos == "NOUN"]
    return next((i for i in nouns if before.parse.words[i].dep != "compound"), None)


def _with_same_preposition(parse: Parse, gap: _Gap, before: Built) -> int | None:
    following = parse.words[gap.position + 1 : gap.position + 2]
    if not following or following[0].pos != "ADP":
        return None
    words = before.parse.words
    hanging = [w.head for w in words if w.pos == "ADP" and w.text.lower() == following[0].text.lower()]
    return next((head for head in hanging if words[head].pos == "NOUN"), None)


def _plural(noun: str) -> str:
    irregular = {"man": "men", "woman": "women", "person": "people", "child": "children"}
    if noun in irregular:
        return irregular[noun]
    if noun.endswith(("s", "x", "ch", "sh")):
        return f"{noun}es"
    return f"{noun[:-1]}ies" if noun.endswith("y") and noun[-2:-1] not in "aeiou" else f"{noun}s"
