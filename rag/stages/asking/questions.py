"""A parsed question becomes a record of what its answer must be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from rag.schema import Parse, Word
from rag.stages.language.words import FUNCTION_WORDS

Kind = Literal[
    "count",  # how many
    "amount",  # how much, what share, what average
    "money",
    "age",
    "duration",
    "date",
    "place",
    "person",
    "organisation",
    "reason",
    "speech",  # what did X say
    "yes_no",
    "manner",
    "thing",
    "topic",  # keywords without a question
]

_FOCUS_KINDS: dict[Kind, frozenset[str]] = {
    "date": frozenset("year date day month time century decade period era week weekday season".split()),
    "place": frozenset(
        "country city place state region location nation town continent county province capital area river "
        "island street airport destination village district territory".split()
    ),
    "person": frozenset(
        "person man woman president leader official minister author secretary senator governor king queen actor "
        "scientist artist player coach director ceo chief spokesman spokeswoman spokesperson mathematician".split()
    ),
    "organisation": frozenset(
        "company organization organisation agency group party university team institution department firm "
        "newspaper ministry union bank school college church airline carrier operator manufacturer broadcaster "
        "regulator charity supplier court".split()
    ),
    "amount": frozenset(
        "number amount percentage percent share proportion rate average total figure population size "
        "height length distance speed temperature age value ratio quantity level".split()
    ),
    "money": frozenset("cost price salary budget fee revenue income fine".split()),
    "duration": frozenset("duration".split()),
    "reason": frozenset("reason cause motive rationale explanation purpose".split()),
}
_EMPTY_FOCUS = frozenset(
    "kind type sort name term word example thing other one way phrase expression description label statement reaction "
    "role step action detail information fact part aspect characteristic feature category form".split()
)
_SAYING = frozenset("say state claim tell announce declare argue comment describe call warn predict think".split())
_MEASURES = frozenset(
    "old tall high big large far fast deep wide heavy hot cold great small strong close near thick".split()
)
_MONEY_WORDS = frozenset("money cost pay spend earn worth price charge donate fund invest dollar euro owe".split())
_AUXILIARIES = frozenset(
    "is are was were am be do does did has have had can could will would shall should may might must".split()
)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. Word positions refer to ``parse.words``."""

    parse: Parse
    kind: Kind
    focus: int | None
    """The word that says what the answer is: "arrests" in "How many arrests", "country" in "Which country"."""
    asked: tuple[int, ...]
    """Words whose meaning the evidence must bear out; what only says the kind of answer is left out."""
    speaker: int | None
    """For speech, the word that names who said it."""

    def word(self, position: int) -> Word:
        """Return one word."""
        return self.parse.words[position]


def read_question(parse: Parse) -> Question:
    """Return what a parsed question asks for. The parse is of the question without its frame."""
    wh = _question_word(parse)
    kind, focus = _kind_and_focus(parse, wh)
    speaker = _speaker(parse, wh) if kind in {"thing", "manner"} else None
    if speaker is not None:
        kind = "speech"
    return Question(parse, kind, focus, _asked(parse, kind, focus, speaker), speaker)


def _question_word(parse: Parse) -> int | None:
    """Return the position of the word that asks, or None: a relative pronoun does not ask.

    A clause before it ("When X did this, what did Y do?") does not ask either.
    """
    found = list(_question_words(parse))
    if not found:
        return None
    later = [index for index in found[1:] if parse.words[index - 1].text == "," or parse.words[index - 1].pos == "ADP"]
    if not later or parse.words[found[0]].text.lower() not in {"when", "where", "while"}:
        return found[0]
    comma = any(word.text == "," for word in parse.words[: later[0]])
    return later[0] if comma or found[0] > 0 else found[0]


def _question_words(parse: Parse) -> Iterator[int]:
    for index, word in enumerate(parse.words):
        if not (word.tag in {"WP", "WP$", "WRB", "WDT"} or word.text.lower() in {"how", "why", "whom"}):
            continue
        relative = index > 0 and parse.words[index - 1].pos in {"NOUN", "PROPN"} and word.tag in {"WDT", "WP", "WP$"}
        if word.text.lower() == "that" or (relative and index > 1):
            continue
        yield index


def _kind_and_focus(parse: Parse, wh: int | None) -> tuple[Kind, int | None]:
    words = parse.words
    if wh is None:
        first = words[0].text.lower() if words else ""
        if first in _AUXILIARIES:
            return "yes_no", None
        return _kind_of_topic(parse)
    asking = words[wh].text.lower()
    if asking == "how":
        return _kind_of_how(parse, wh)
    simple: dict[str, Kind] = {"who": "person", "whom": "person", "whose": "person", "when": "date"}
    simple |= {"where": "place", "why": "reason"}
    if asking in simple:
        return simple[asking], None
    focus = _focus_noun(parse, wh)
    return ("thing", None) if focus is None else (_kind_of_noun(parse, focus), focus)


def _kind_of_topic(parse: Parse) -> tuple[Kind, int | None]:
    """Keywords: "number of arrests" and "name of the secretary" still say what is wanted."""
    for index, word in enumerate(parse.words[:3]):
        if word.pos in {"NOUN", "PROPN"} and (word.lemma in _EMPTY_FOCUS or _kind_of_lemma(word.lemma) != "thing"):
            following = parse.words[index + 1].lemma if index + 1 < len(parse.words) else ""
            if following == "of":
                return _kind_of_noun(parse, index), index
    return "topic", None


def _kind_of_how(parse: Parse, wh: int) -> tuple[Kind, int | None]:
    words = parse.words
    following = words[wh + 1].text.lower() if wh + 1 < len(words) else ""
    lemmas = {word.lemma for word in words}
    if following == "many":
        head = words[wh + 1].head
        counted = head if words[head].pos in {"NOUN", "PROPN"} and head > wh else _next_noun(parse, wh + 2)
        return "count", _end_of_run(parse, counted)
    if following == "much":
        if lemmas & _MONEY_WORDS:
            return "money", None
        return "amount", _next_noun(parse, wh + 2, within=1)
    if following in {"long", "often", "soon"}:
        return "duration", None
    if following == "old":
        return "age", None
    if following in _MEASURES:
        return "amount", None
    return "manner", None


def _next_noun(parse: Parse, start: int, *, within: int = 4) -> int | None:
    for index in range(start, min(len(parse.words), start + within)):
        if parse.words[index].pos in {"NOUN", "PROPN"}:
            return index
    return None


def _end_of_run(parse: Parse, position: int | None) -> int | None:
    """Return the last of the nouns that stand together from ``position``: "encounters" of "border encounters"."""
    while position is not None and position + 1 < len(parse.words):
        if parse.words[position + 1].pos not in {"NOUN", "PROPN"}:
            break
        position += 1
    return position


def _focus_noun(parse: Parse, wh: int) -> int | None:
    """Return the noun that "what" or "which" asks for: the one it determines, or the subject of "is"."""
    words = parse.words
    head = words[wh].head
    if words[wh].dep in {"det", "poss", "nmod"} and words[head].pos in {"NOUN", "PROPN"}:
        return head
    if wh + 1 < len(words) and words[wh + 1].pos in {"NOUN", "PROPN"} and words[wh].dep != "nsubj":
        return _end_of_run(parse, wh + 1)
    if words[head].lemma == "be" or words[wh].dep == "attr":
        subjects = (i for i, word in enumerate(words) if word.head == head and word.dep in {"nsubj", "attr"})
        found = next((i for i in subjects if i != wh and words[i].pos == "NOUN"), None)
        useful = found is not None and (
            words[found].lemma in _EMPTY_FOCUS or _kind_of_lemma(words[found].lemma) != "thing"
        )
        return found if useful else None
    return None


def _kind_of_noun(parse: Parse, focus: int) -> Kind:
    lemma = parse.words[focus].lemma
    if lemma in _EMPTY_FOCUS:  # "the name of the prison", "what kind of country": the noun after "of" decides
        following = [word for word in parse.words[focus + 1 : focus + 4] if word.pos in {"NOUN", "PROPN"}]
        return _kind_of_lemma(following[0].lemma) if following and lemma == "name" else "thing"
    return _kind_of_lemma(lemma)


def _kind_of_lemma(lemma: str) -> Kind:
    return next((kind for kind, lemmas in _FOCUS_KINDS.items() if lemma in lemmas), "thing")


def is_empty_focus(lemma: str) -> bool:
    """Tell whether a noun says nothing of the answer: "what kind of", "which of the things"."""
    return lemma in _EMPTY_FOCUS


def _speaker(parse: Parse, wh: int | None) -> int | None:
    """Return who is asked to have said something: the subject of a verb of saying that "what" depends on."""
    if wh is None:
        return None
    for index, word in enumerate(parse.words):
        if word.pos == "VERB" and word.lemma in _SAYING and index > wh:
            subjects = (i for i, other in enumerate(parse.words) if other.head == index and other.dep == "nsubj")
            return next((i for i in subjects if i != wh and not _is_asked_for(parse, i, wh)), None)
    return None


def _is_asked_for(parse: Parse, position: int, wh: int) -> bool:
    """ "Which court argued": the court is the answer, not the speaker that is given."""
    return (
        any(
            phrase.first <= wh <= phrase.last and phrase.first <= position <= phrase.last
            for phrase in parse.noun_phrases
        )
        or parse.words[wh].head == position
    )


def _asked(parse: Parse, kind: Kind, focus: int | None, speaker: int | None) -> tuple[int, ...]:
    skipped = {speaker}
    if focus is not None and kind not in {"count", "thing", "topic"}:
        skipped.add(focus)
    if focus is not None and parse.words[focus].lemma in _EMPTY_FOCUS:
        skipped.add(focus)
    return tuple(
        index
        for index, word in enumerate(parse.words)
        if index not in skipped and _has_content(word) and not (kind == "speech" and word.lemma in _SAYING)
    )


def _has_content(word: Word) -> bool:
    if word.pos not in {"NOUN", "PROPN", "VERB", "ADJ", "NUM", "ADV", "INTJ", "X"}:
        return False
    return word.text.lower() not in FUNCTION_WORDS and word.lemma not in {"many", "much", "do", "have", "be"}
