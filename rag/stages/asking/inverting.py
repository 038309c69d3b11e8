"""The clause of a comparison as a question about one side: auxiliary first, the question phrase before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.stages.asking.measures import Measure, Piece, joined
from rag.stages.verify.verb_words import ERGATIVE

SIDE = Piece("", None)
"""Stands where a side is filled in."""
_PLURAL = {"is": "are", "was": "were", "has": "have", "does": "do"}
_SINGULAR = {plural: singular for singular, plural in _PLURAL.items()}
_BE = frozenset("is are was were am".split())
_HAVE = frozenset("has have had".split())
_MODAL = frozenset("will would can could should must may might shall".split())
_DO = {"VBD": "did", "VBN": "did", "VBZ": "does", "VBP": "do", "VB": "do"}
_UNCHANGING = frozenset("cost cut put set hit let shut hurt spread split bet cast shed quit".split())
"""Verbs whose past is their base form."""
_PASTS = {
    "be": "was", "become": "became", "begin": "began", "break": "broke", "bring": "brought", "build": "built",
    "buy": "bought", "come": "came", "die": "died", "do": "did", "drive": "drove", "fall": "fell", "fight": "fought",
    "find": "found", "flee": "fled", "fly": "flew", "get": "got", "give": "gave", "go": "went", "grow": "grew",
    "have": "had", "hear": "heard", "hold": "held", "keep": "kept", "leave": "left", "lie": "lay", "lose": "lost",
    "make": "made", "meet": "met", "pay": "paid", "rise": "rose", "run": "ran", "say": "said", "see": "saw",
    "sell": "sold", "send": "sent", "sign": "signed", "sink": "sank", "sleep": "slept", "speak": "spoke",
    "spend": "spent", "stand": "stood", "swim": "swam", "take": "took", "teach": "taught", "tell": "told",
    "think": "thought", "win": "won", "withdraw": "withdrew", "write": "wrote",
    "drop": "dropped", "stop": "stopped", "ship": "shipped", "plan": "planned", "travel": "travelled",
}  # fmt: skip
_VOWELS = "aeiou"


def inverted(pieces: Sequence[Piece]) -> tuple[Piece, ...] | None:
    """Return a clause without its subject ("has won more seats") as a question ("has SIDE won more seats").

    None where its verb is not found, or where a subject of its own follows the auxiliary.
    """
    verb = next((place for place, piece in enumerate(pieces) if piece.pos in {"VERB", "AUX"}), None)
    if verb is None or any(piece.pos != "ADV" for piece in pieces[:verb]):
        return None
    before, head, rest = pieces[:verb], pieces[verb], pieces[verb + 1 :]
    following = next((piece for piece in rest if piece.pos != "ADV"), None)
    if head.lower in _BE | _MODAL or (head.lower in _HAVE and following is not None and following.tag == "VBN"):
        return None if _is_subject(following, rest) else (head, SIDE, *before, *rest)
    if head.word is None or head.lower in {"do", "does", "did"} or head.tag not in _DO:
        return None
    past = head.lower in _UNCHANGING
    auxiliary = "did" if past else _DO[head.tag]
    base = head.lower if past else head.word.lemma
    return (Piece(auxiliary, None), SIDE, *before, Piece(base, replace(head.word, tag="VB")), *rest)


def _is_subject(following: Piece | None, rest: Sequence[Piece]) -> bool:
    """ "Who is the minister paying more": a subject stands there; in "who is the older" none does."""
    if following is None or following.pos not in {"DET", "PROPN", "NOUN", "PRON"}:
        return False
    place = rest.index(following)
    return not (following.lower == "the" and rest[place + 1 : place + 2] and rest[place + 1].tag in {"JJR", "RBR"})


def asked_of_a_side(clause: Sequence[Piece], measure: Measure) -> tuple[Piece, ...] | None:
    """Return the question about a side: what compares moves to the front as the question phrase."""
    before, after = list(clause[: measure.first]), list(clause[measure.last + 1 :])
    if measure.priced:
        auxiliary = {"is": "does", "are": "do", "was": "did", "were": "did"}.get(before[0].lower)
        if auxiliary is None or len(before) < 2:
            return None
        before = [Piece(auxiliary, None), *before[1:], Piece("cost", None)]
    if len(before) == 1 and before[0].lower in {"did", "do", "does"}:
        return _of_subject(measure, before[0].lower, after)
    return (Piece(measure.how, None), Piece(before[0].lower, before[0].word), *before[1:], *after)


def _of_subject(measure: Measure, auxiliary: str, after: Sequence[Piece]) -> tuple[Piece, ...] | None:
    """ "Did more people die" asks how many people died: the subject's own question takes no "did"."""
    verb = next((place for place, piece in enumerate(after) if piece.pos not in {"ADV", "PART"}), None)
    if verb is None or after[verb].word is None or after[verb].pos not in {"VERB", "AUX"} or not measure.noun:
        return None
    base = after[verb].lower
    inflected = Piece({"did": past_of(base), "does": third_person_of(base)}.get(auxiliary, base), None)
    return (Piece(measure.how, None), *after[:verb], inflected, *after[verb + 1 :])


def is_known_verb(word: str) -> bool:
    """Tell whether a word in its base form is one of the verbs that are listed here or among those of change."""
    return word in _UNCHANGING or word in _PASTS or word in ERGATIVE


def past_of(verb: str) -> str:
    """Return the past of a verb in its base form."""
    if verb in _UNCHANGING:
        return verb
    if verb in _PASTS:
        return _PASTS[verb]
    if verb.endswith("e"):
        return f"{verb}d"
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        return f"{verb[:-1]}ied"
    return f"{verb}ed"


def third_person_of(verb: str) -> str:
    """Return the third person of a verb in its base form."""
    if verb in {"have", "be"}:
        return {"have": "has", "be": "is"}[verb]
    if verb.endswith(("s", "sh", "ch", "x", "z", "o")):
        return f"{verb}es"
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        return f"{verb[:-1]}ies"
    return f"{verb}s"


def filled(pieces: Sequence[Piece], side: str, *, plural: bool | None) -> str:
    """Return the question with a side filled in; the auxiliary before it agrees with it where its number is known."""
    out = [Piece(side, None) if piece is SIDE else piece for piece in pieces]
    place = next((i for i, piece in enumerate(pieces) if piece is SIDE), 0)
    if plural is not None and place > 0:
        agreeing = _PLURAL if plural else _SINGULAR
        auxiliary = out[place - 1]
        out[place - 1] = Piece(agreeing.get(auxiliary.lower, auxiliary.text), auxiliary.word)
    return f"{joined(out)}?"
