"""What stands in the place of the pronouns that a question alone does not explain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.schema import Parse, Word
from rag.stages.conversation.mentions import Candidate
from rag.stages.conversation.pronouns import Lean, act_on
from rag.stages.conversation.shapes import act_of, lowered
from rag.stages.language.folding import word_set
from rag.stages.verify.people import PERSON_NOUNS
from rag.stages.verify.verb_words import SPEECH

_AGENTIVE = SPEECH | word_set(
    "demand want need plan agree sell buy pay own employ hire ask call order offer refuse represent run operate appeal "
    "decide respond react apologise apologize appoint negotiate vote sue dismiss lend donate acquire threaten invest"
)
"""What bodies do and things do not."""
MOVING = word_set("go head fly sail travel move drive lead run come return get")
_SURELY_PERSON = 1.0
_ASKED_ABOUT = 2.5
"""Score of what stands in the question before, or was asked for by it."""
_OF_PEOPLE = word_set("die live survive marry study think feel believe hope fear resign flee drown work earn")
_ANSWERED = 6.0
"""Score of what the answer gave for what was asked."""
_ANSWERING = word_set("admit deny respond reply react confess reject dispute")
_BLAMING = word_set("accuse blame criticise criticize sue charge attack denounce suspect")
_HAPPENING = word_set("happen occur")
_OF_THINGS = word_set(
    "big large small genuine legal worth cost last happen occur contain weigh long deep wide heavy expensive valid"
)
_OF_EVENTS = word_set("happen mean do react respond reply comment know cause matter help work")


@dataclass(frozen=True, slots=True)
class Filled:
    """A question after what could be resolved was."""

    text: str
    left: int
    """How many words still point outside."""
    found: int


def fill(parse: Parse, leans: Sequence[Lean], candidates: Sequence[Candidate]) -> Filled:
    """Put the likeliest antecedent in the place of each word that points outside; what has none stays."""
    text, found = parse.text, 0
    chosen_for: dict[Lean, Candidate] = {}
    for lean in leans:
        taken = {chosen.text for other, chosen in chosen_for.items() if act_on(parse, other, lean)}
        chosen = _choose(parse, lean, [c for c in candidates if c.text not in taken])
        if chosen is not None:
            chosen_for[lean] = chosen
    for lean in sorted(leans, key=lambda item: -item.position):
        if lean in chosen_for:
            text, found = _replaced(text, parse, lean, chosen_for[lean]), found + 1
    return Filled(text if found else parse.text, len(leans) - found, found)


def _choose(parse: Parse, lean: Lean, candidates: Sequence[Candidate]) -> Candidate | None:
    fitting = [c for c in candidates if _fits(parse, lean, c) and not _is_spoken_of(parse, lean, c)]
    return max(fitting, key=lambda c: c.score + _preference(parse, lean, c), default=None)


def _is_spoken_of(parse: Parse, lean: Lean, candidate: Candidate) -> bool:
    """Nobody asks how many points the points have, or whether Norvane met Norvane."""
    if lean.possessive and parse.words[parse.words[lean.position].head].lemma in candidate.described:
        return True  # Beth Nolan is the lawyer, and not whose lawyer is asked for
    if candidate.named:
        return candidate.text.casefold() in parse.text.casefold()
    return lean.kind != "noun" and any(w.pos == "NOUN" and w.lemma == candidate.lemma for w in parse.words)


def _fits(parse: Parse, lean: Lean, candidate: Candidate) -> bool:
    match lean.kind:
        case "he" | "she":
            agrees = candidate.gender in {lean.kind, "unknown"}
            person = candidate.sort == "person" or (
                candidate.named and candidate.sort == "body" and candidate.person > -1
            )
            return person and candidate.number == "one" and agrees
        case "it":
            doubtful = candidate.named and candidate.person < _SURELY_PERSON
            if parse.words[parse.words[lean.position].head].lemma in _HAPPENING and candidate.score < _ASKED_ABOUT:
                return False
            return candidate.number == "one" and (candidate.sort in {"thing", "body", "place"} or doubtful)
        case "they":
            return candidate.number == "many" or (candidate.sort == "body" and candidate.score >= _ASKED_ABOUT)
        case "there":
            return candidate.sort == "place"
        case "that":
            spoken_of = candidate.score >= _ASKED_ABOUT and not _is_of_events(parse, lean)
            return candidate.number == "one" and candidate.sort == "thing" and spoken_of
        case "noun":
            return candidate.lemma == parse.words[parse.words[lean.position].head].lemma


def _is_of_events(parse: Parse, lean: Lean) -> bool:
    """What was said, or happened, is no thing: "Who said that?", "What does that mean?"."""
    above = parse.words[parse.words[lean.position].head]
    verb = parse.words[above.head] if above.pos == "ADP" else above
    return verb.lemma in SPEECH | _OF_EVENTS


def _preference(parse: Parse, lean: Lean, candidate: Candidate) -> float:
    """Bodies act and speak, things are acted upon; a group that is named is ``they`` only where nothing is plural.

    What was done to somebody in the turn before is likelier done to the same again than to the one who did it.
    """
    act = act_of(parse, lean.position)
    same = act is not None and candidate.acts is not None and act.verb == candidate.acts.verb
    parallel = 0.0 if not same else 4.0 if act == candidate.acts else -4.0
    return parallel + _liking(parse, lean, candidate)


def _liking(parse: Parse, lean: Lean, candidate: Candidate) -> float:
    word = parse.words[lean.position]
    acts = word.dep == "nsubj" and parse.words[word.head].lemma in _AGENTIVE
    if lean.kind in {"he", "she"} and word.dep == "nsubj" and parse.words[word.head].lemma in _ANSWERING:
        blamed = candidate.acts is not None and not candidate.acts.does and candidate.acts.verb in _BLAMING
        return 4.0 if blamed else 0.0
    if lean.kind in {"he", "she"}:
        return min(candidate.person, 1.0) if candidate.sort == "person" else -3.0
    if lean.kind == "they":
        does = word.dep == "nsubj" and parse.words[word.head].pos == "VERB" and candidate.acts is not None
        moved = 0.0 if not does or candidate.acts is None else 4.0 if candidate.acts.does else -4.0
        somebody = (
            3.0 if parse.words[0].text.lower() == "who" and word.dep == "nsubj" and _is_somebody(candidate) else 0.0
        )
        somebody += 7.0 if _is_of_people(parse, word) and _is_somebody(candidate) else 0.0
        return moved + somebody + (0.0 if candidate.number == "many" or acts else -3.0)
    if lean.kind == "there":
        return 1.5 if candidate.named else 0.0
    if lean.kind == "it" and candidate.sort == "place" and not acts and not lean.possessive:
        return -1.5
    if lean.kind != "it" or lean.possessive:
        return 0.5 if lean.kind == "it" and candidate.sort == "body" else 0.0
    if word.dep in {"nsubj", "nsubjpass"} and _is_of_things(parse, word):
        if candidate.sort == "thing":
            return 3.0 if candidate.score >= _ASKED_ABOUT else 1.0
        return -2.0 if candidate.sort == "body" and candidate.score >= _ANSWERED else 0.0
    if acts:
        return 2.5 if candidate.sort == "body" else 1.5 if candidate.sort == "place" else 0.0
    return 1.5 if candidate.sort == "thing" else 0.0


def _is_of_people(parse: Parse, word: Word) -> bool:
    """ "How old were they?", "Did any of them die?"."""
    words = parse.words
    above = {words[word.head].lemma, words[words[word.head].head].lemma, words[words[words[word.head].head].head].lemma}
    below = {w.lemma for w in words if words[w.head] is words[word.head]}
    return bool(above & _OF_PEOPLE) or "old" in below


def _is_somebody(candidate: Candidate) -> bool:
    return candidate.sort == "person" or candidate.lemma in PERSON_NOUNS


def _is_of_things(parse: Parse, word: Word) -> bool:
    """ "How much was it worth?", "How long did it last?": no company does that."""
    below = {w.lemma for w in parse.words if parse.words[w.head] is parse.words[word.head]}
    return bool({parse.words[word.head].lemma, *below} & _OF_THINGS)


def _replaced(text: str, parse: Parse, lean: Lean, chosen: Candidate) -> str:
    word = parse.words[lean.position]
    end = parse.words[word.head].end if lean.kind == "noun" else word.end
    put = _possessive(chosen.text) if lean.possessive else chosen.text
    if lean.kind == "there" and not _follows_preposition(parse, lean.position):
        put = f"{'to' if parse.words[word.head].lemma in MOVING else 'in'} {put}"
    if word.start == 0:
        put = put[:1].upper() + put[1:]
    return text[: word.start] + put + text[end:]


def _follows_preposition(parse: Parse, position: int) -> bool:
    return position > 0 and parse.words[position - 1].pos == "ADP"


def _possessive(text: str) -> str:
    return f"{text}’" if text.endswith("s") and not text[:1].isupper() else f"{text}’s"


def _with_article(text: str, parse: Parse, lean: Lean) -> str:
    """ "that deal" of which nothing was said is "the deal"."""
    word = parse.words[lean.position]
    put = lowered("The", word) if word.start else "The"
    return text[: word.start] + put + text[word.end :]
