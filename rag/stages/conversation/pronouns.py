"""Pronouns that a question alone does not explain, and what stands in their place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rag.schema import Parse, Word
from rag.stages.conversation.mentions import Candidate
from rag.stages.conversation.shapes import act_of, lowered
from rag.stages.language.folding import word_set
from rag.stages.verify.verb_words import SPEECH

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
_AGENTIVE = SPEECH | word_set(
    "demand want need plan agree sell buy pay own employ hire ask call order offer refuse represent run operate appeal "
    "decide respond react apologise apologize appoint negotiate vote sue dismiss lend donate acquire threaten invest"
)
"""What bodies do and things do not."""
_ARGUMENTS = frozenset("dobj pobj nsubj nsubjpass attr".split())
_SURELY_PERSON = 1.0
_ASKED_ABOUT = 2.5
"""Score of what stands in the question before, or was asked for by it."""
_OF_THINGS = word_set("worth cost last happen occur contain weigh long deep wide heavy expensive valid")
_OF_TEXTS = word_set("article text story report piece passage")
_OF_EVENTS = word_set("happen mean do react respond reply comment know cause matter help work")
_TIMES = word_set("time day week month year night morning evening afternoon moment period century decade date")
_PLEONASTIC = word_set("true likely possible clear known rain snow")


@dataclass(frozen=True, slots=True)
class Lean:
    """A word of a question that points outside it."""

    position: int
    kind: Class
    possessive: bool = False


@dataclass(frozen=True, slots=True)
class Filled:
    """A question after what could be resolved was."""

    text: str
    left: int
    """How many words still point outside."""
    found: int


def leans_of(parse: Parse) -> tuple[Lean, ...]:
    """Return the words that the question itself does not explain; a pronoun that repeats one is explained by it."""
    found: list[Lean] = []
    for lean in _pointing(parse):
        if all(lean.kind != other.kind for other in found) and not _is_explained(parse, lean):
            found.append(lean)
    return tuple(found)


def fill(parse: Parse, leans: Sequence[Lean], candidates: Sequence[Candidate]) -> Filled:
    """Put the likeliest antecedent in the place of each word that points outside; what has none stays."""
    text, found = parse.text, 0
    for lean in sorted(leans, key=lambda item: -item.position):
        chosen = _choose(parse, lean, candidates)
        if chosen is not None:
            text, found = _replaced(text, parse, lean, chosen), found + 1
    return Filled(text if found else parse.text, len(leans) - found, found)


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
    if lean.kind == "they" and lean.possessive and parse.words[0].text.lower() == "who":
        return True  # "Who sold their land?"
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
    if plural or word.entity in {"DATE", "TIME"}:
        return False
    return word.pos == "PROPN" or (kind == "it" and word.entity != "PERSON") or kind in {"he", "she"}


def _clause_of(parse: Parse, position: int) -> int:
    """Return the verb of the innermost clause that a word stands in."""
    current = position
    while True:
        word = parse.words[current]
        if word.head == current or (word.dep in _SUBORDINATE and word.pos in {"VERB", "AUX"}):
            return current
        current = word.head


def _choose(parse: Parse, lean: Lean, candidates: Sequence[Candidate]) -> Candidate | None:
    own = parse.text.casefold()
    fitting = [c for c in candidates if _fits(parse, lean, c) and not (c.named and c.text.casefold() in own)]
    return max(fitting, key=lambda c: c.score + _preference(parse, lean, c), default=None)


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
    if lean.kind in {"he", "she"}:
        return 0.0 if candidate.sort == "person" else -3.0
    if lean.kind == "they":
        return 0.0 if candidate.number == "many" or acts else -3.0
    if lean.kind == "there":
        return 1.5 if candidate.named else 0.0
    if lean.kind != "it" or lean.possessive:
        return 0.5 if lean.kind == "it" and candidate.sort == "body" else 0.0
    if word.dep in {"nsubj", "nsubjpass"} and _is_of_things(parse, word):
        return 3.0 if candidate.sort == "thing" else -2.0 if candidate.sort == "body" else 0.0
    if acts:
        return 2.5 if candidate.sort == "body" else 1.5 if candidate.sort == "place" else 0.0
    return 1.5 if candidate.sort == "thing" else 0.0


def _is_of_things(parse: Parse, word: Word) -> bool:
    """ "How much was it worth?", "How long did it last?": no company does that."""
    below = {w.lemma for w in parse.words if parse.words[w.head] is parse.words[word.head]}
    return bool({parse.words[word.head].lemma, *below} & _OF_THINGS)


def _replaced(text: str, parse: Parse, lean: Lean, chosen: Candidate) -> str:
    word = parse.words[lean.position]
    end = parse.words[word.head].end if lean.kind == "noun" else word.end
    put = _possessive(chosen.text) if lean.possessive else chosen.text
    if lean.kind == "there" and not _follows_preposition(parse, lean.position):
        put = f"in {put}"
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
