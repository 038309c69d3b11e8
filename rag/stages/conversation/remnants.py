"""Fragments that say by their form what they are left of: "What for?", "When exactly?", "More than in May?"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.schema import Parse
from rag.stages.conversation.continuing import bare_noun, closed, object_clause, subject_clause, with_circumstance
from rag.stages.conversation.filling import MOVING
from rag.stages.conversation.mentions import Candidate
from rag.stages.conversation.shapes import Built, Run
from rag.stages.language.folding import word_set

_STRANDED = re.compile(
    r"^(?P<asked>what|who|whom|where|which)\s+(?P<preposition>for|by|from|to|with|about|against|of|in|at|on)$",
    re.IGNORECASE,
)
_WHY_NOT = re.compile(
    r"^(?i:why)\s+(?P<rest>not\s+(?:(?:in|on|at|to|from)\s+)?(?:[A-Z][\w-]*\s*)+|(?:not\s+)?(?:there|then|here))$"
)
_PRECISE = re.compile(
    r"^(?P<asked>(?:\w+\s+)?(?:why|how|when|where))\s+(?:exactly|precisely|specifically)$", re.IGNORECASE
)
_COMPARED = re.compile(r"^(?P<word>more|fewer|less)\s+(?P<rest>than\s+\S.*)$", re.IGNORECASE)
_PREPOSITIONS = word_set("in on at to from by before after during until since near")
_POSSESSIVE = re.compile(r"^(?P<owner>.*\S)(?:['’]s|(?<=s)['’])$")


def is_remnant(text: str) -> bool:
    """Tell whether a text is one of these fragments, whatever led it in."""
    return any(pattern.match(text) for pattern in (_STRANDED, _PRECISE, _COMPARED, _WHY_NOT))


def from_remnant(text: str, before: Built, answered: Sequence[Candidate]) -> str | None:
    """Return the whole question that such a fragment asks, or None where the one before does not fit."""
    stranded = _STRANDED.match(text)
    if stranded is not None:
        whole = with_circumstance(stranded["asked"], before, answered)
        return None if whole is None else closed(f"{whole.rstrip('?')} {stranded['preposition'].lower()}")
    precise = _PRECISE.match(text)
    if precise is not None:
        return with_circumstance(text, before, answered)
    why = _WHY_NOT.match(text)
    if why is not None:
        return why_of_place(why["rest"], before, answered)
    compared = _COMPARED.match(text)
    return None if compared is None else _compared(compared["word"].lower(), compared["rest"], before)


def _compared(word: str, rest: str, before: Built) -> str | None:
    """ "More than in May?" after "How many arrests did ICE report in June?"."""
    if not before.counts() or before.phrase is None:
        return None
    noun = before.noun()
    counted = word if noun is None else f"{word} {bare_noun(noun)}"
    if before.shape == "subject":
        clause = None if noun is None else subject_clause(before, counted)
    else:
        clause = object_clause(before, counted) if before.shape in {"object", "copula"} else None
    return None if clause is None else closed(f"{clause} {rest}")


def why_of_place(rest: str, before: Built, answered: Sequence[Candidate]) -> str | None:
    """ "Why not Berbera?" and "Why there?" after a question that asked where."""
    negated = rest.lower().startswith("not ")
    place = rest[4:] if negated else rest
    if before.text(0, 0).lower() not in {"where", "when"} or before.verb is None:
        return None
    whole = with_circumstance("why", before, answered, negated=negated)
    lead = place.split()[0].lower()
    if lead not in _PREPOSITIONS | {"there", "then", "here"} and before.text(0, 0).lower() == "where":
        place = f"{'to' if before.parse.words[before.verb].lemma in MOVING else 'in'} {place}"
    return None if whole is None else closed(f"{whole.rstrip('?')} {place}")


def possessive_of(text: str, before: Built) -> Run | None:
    """Return what the owner in "And Brightwell's?" takes the place of: another owner, or what stands after "of"."""
    if not _POSSESSIVE.match(text):
        return None
    words = before.parse.words
    for index in range(len(words) - 1):
        if words[index].dep == "poss" and words[index + 1].pos == "PART":
            return Run(_first_of(before.parse, index), index + 1)
    for phrase in before.parse.noun_phrases:
        if phrase.first > 0 and words[phrase.first - 1].text.lower() == "of":
            return Run(phrase.first, phrase.last)
    return None


def owner_for(text: str, target: Run, before: Built) -> str:
    """Return the possessive as it stands in the place of ``target``: without its ending after "of"."""
    match = _POSSESSIVE.match(text)
    after_of = before.parse.words[target.first - 1].text.lower() == "of" if target.first else False
    return match["owner"] if match is not None and after_of else text


def _first_of(parse: Parse, head: int) -> int:
    first = head
    while first > 0 and parse.words[first - 1].head == head and parse.words[first - 1].pos != "ADP":
        first -= 1
    return first


def statement_about(parse: Parse, target: Run | None, before: Built) -> str | None:
    """ "And the Greens?" after "Who opposes the plan?" asks whether they do, as no thing takes the plan's place."""
    words = before.parse.words
    if before.shape != "subject" or before.text(0, 0).lower() not in {"who", "which"}:
        return None
    if target is not None and words[target.last].pos == "PROPN":
        return None
    if (
        target is not None
        and parse.words[-1].pos != "PROPN"
        and parse.words[-1].entity not in {"PERSON", "ORG", "NORP"}
    ):
        return None
    plural = parse.words[-1].tag in {"NNS", "NNPS"} or any(word.dep == "conj" for word in parse.words)
    return closed(subject_clause(before, parse.text, plural=plural))
