"""How a question is built: its question phrase, its auxiliary, its subject and its main verb."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from rag.schema import Parse, Word

Shape = Literal["polar", "adjunct", "object", "subject", "copula", "none"]
"""``adjunct`` asks when, where, why or how; ``object`` and ``subject`` ask for those; ``copula`` asks what is."""

AUXILIARIES = frozenset(
    "is are was were be am do does did has have had can could will would shall should may might must".split()
)
_BE = frozenset("is are was were am be".split())
_HAVE = frozenset("has have had".split())
_WH = frozenset("who whom whose what which when where why how".split())
_ADJUNCT = frozenset("when where why how".split())
_AMOUNTS = frozenset("many much".split())


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a parse, both ends inclusive."""

    first: int
    last: int

    def text(self, parse: Parse) -> str:
        """Return the run as it is written."""
        return parse.text[parse.words[self.first].start : parse.words[self.last].end]

    def holds(self, position: int) -> bool:
        """Tell whether a word lies in the run."""
        return self.first <= position <= self.last


@dataclass(frozen=True, slots=True)
class Built:
    """A question with its parts, as far as they are plain."""

    parse: Parse
    shape: Shape
    phrase: Run | None
    """The question phrase: "How many arrests", "By how many votes"."""
    auxiliary: int | None
    """The word that stands before the subject, or the verb itself where nothing does."""
    subject: Run | None
    """After the auxiliary; of a ``subject`` question it is the phrase."""
    verb: int | None
    """The main verb, where one was found."""

    @property
    def end(self) -> int:
        """Position of the last word that is no punctuation."""
        words = self.parse.words
        return next((i for i in range(len(words) - 1, -1, -1) if words[i].pos != "PUNCT"), 0)

    def text(self, first: int, last: int | None = None) -> str:
        """Return words as they are written, to the question's end by default; empty where there are none."""
        last = self.end if last is None else last
        return Run(first, last).text(self.parse) if first <= last else ""

    def noun(self) -> str | None:
        """Return the noun of the question phrase with what stands before it: "border encounters"."""
        if self.phrase is None:
            return None
        first = next((i for i in range(self.phrase.first, self.phrase.last + 1) if is_wh(self.parse.words[i])), None)
        if first is None:
            return None
        first += 2 if self.parse.words[min(first + 1, self.phrase.last)].text.lower() in _AMOUNTS else 1
        if first <= self.phrase.last and self.parse.words[first].text.lower() == "of":
            first += 1
        named = any(word.pos in {"NOUN", "PROPN"} for word in self.parse.words[first : self.phrase.last + 1])
        return self.text(first, self.phrase.last) if named else None

    def counts(self) -> bool:
        """Tell whether the question phrase asks how many or how much."""
        return self.phrase is not None and any(
            self.parse.words[i].text.lower() in _AMOUNTS for i in range(self.phrase.first, self.phrase.last + 1)
        )


@dataclass(frozen=True, slots=True)
class Act:
    """A verb, and on which side of it something stands."""

    verb: str
    """Lemma."""
    does: bool
    """True for who does it, False for what it is done to."""


def act_of(parse: Parse, position: int) -> Act | None:
    """Return the act of a word that is the subject or object of a verb."""
    word = parse.words[position]
    verb = parse.words[word.head]
    if word.dep == "pobj" and verb.dep == "agent":
        return Act(parse.words[verb.head].lemma, does=True)
    passive = verb.tag == "VBN" and any(w.dep == "auxpass" and parse.words[w.head] is verb for w in parse.words)
    if verb.pos != "VERB" or word.dep not in {"nsubj", "nsubjpass", "dobj"}:
        return None
    return Act(verb.lemma, does=word.dep == "nsubj" and not passive)


def is_wh(word: Word) -> bool:
    """Tell whether a word can open a question phrase."""
    return word.text.lower() in _WH


def question_phrase(parse: Parse) -> Run | None:
    """Return the question phrase at the beginning of a question, with a preposition before it."""
    words = parse.words
    first = next((i for i in range(min(2, len(words))) if is_wh(words[i])), None)
    if first is None or (first == 1 and words[0].pos not in {"ADP", "SCONJ"}):
        return None
    last = first
    if words[first].text.lower() in {"what", "which", "whose", "how"}:
        while last + 1 < len(words) and not _ends_phrase(words[last + 1], words[first]):
            last += 1
    return Run(0, last)


def _ends_phrase(word: Word, wh: Word) -> bool:
    if word.text.lower() in AUXILIARIES or word.tag in {"VBD", "VBZ", "VBP", "MD"} or word.tag in {"PRP", "EX"}:
        return True
    return word.pos == "PUNCT" or (word.text.lower() == "about" and wh.text.lower() in {"what", "how"})


def read_shape(parse: Parse) -> Built:
    """Return the parts of a parsed question."""
    phrase = question_phrase(parse)
    start = 0 if phrase is None else phrase.last + 1
    if start >= len(parse.words) or parse.words[start].pos == "PUNCT":
        return Built(parse, "none", phrase, None, None, None)
    if parse.words[start].text.lower() not in AUXILIARIES:
        known: Shape = "none" if phrase is None else "subject"
        return Built(parse, known, phrase, start, phrase, start)
    return _inverted(parse, phrase, start)


def _inverted(parse: Parse, phrase: Run | None, start: int) -> Built:
    """Read a question whose phrase is followed by an auxiliary, or that begins with one."""
    words = parse.words
    auxiliary = words[start].text.lower()
    following = next((word for word in words[start + 1 : start + 3] if word.dep != "neg"), None)
    verb = _main_verb(parse, start)
    if phrase is not None and following is not None and _continues(following, auxiliary, verb == start + 1):
        return Built(parse, "subject", phrase, start, phrase, start + 1)
    if verb is None:
        if phrase is not None and auxiliary in _HAVE:
            return Built(parse, "subject", phrase, start, phrase, start)
        subject = _phrase_at(parse, start + 1)
        if phrase is None:
            return Built(parse, "polar", None, start, subject, None)
        shape: Shape = "adjunct" if _is_adjunct(parse, phrase) else "copula"
        return Built(parse, shape, phrase, start, subject, None)
    subject = _subject_between(parse, start, verb)
    if phrase is None:
        return Built(parse, "polar", None, start, subject, verb)
    return Built(parse, "adjunct" if _is_adjunct(parse, phrase) else "object", phrase, start, subject, verb)


def _subject_between(parse: Parse, auxiliary: int, verb: int) -> Run:
    """Return the words between the auxiliary and the verb without "not", "been" and adverbs at their ends."""
    words, first, last = parse.words, auxiliary + 1, verb - 1
    while first < last and words[first].dep == "neg":
        first += 1
    while first < last and (words[last].dep in {"neg", "auxpass", "aux", "advmod"}):
        last -= 1
    return Run(first, last)


def _continues(following: Word, auxiliary: str, verb_follows: bool) -> bool:
    """ "was sent off", "is sleeping", "will be", "are on strike": no subject stands between."""
    if following.tag in {"VBN", "VBG", "RB"} and following.dep not in {"amod", "compound", "det"}:
        return True
    if auxiliary in _BE | _HAVE:
        return following.pos == "ADP"
    return verb_follows and following.tag == "VB"


def _main_verb(parse: Parse, start: int) -> int | None:
    """Return the verb that goes with the auxiliary at ``start``; a subject of a word at least lies between."""
    words = parse.words
    auxiliary = words[start].text.lower()
    forms = {"VBN", "VBG"} if auxiliary in _BE else {"VBN", "VBD"} if auxiliary in _HAVE else {"VB", "VBP"}
    if start + 1 < len(words) and words[start + 1].tag == "VB" and words[start + 1].dep == "ROOT":
        return start + 1
    rest = range(start + 2, len(words))
    found = next(
        (
            i
            for i in rest
            if words[i].tag in forms and words[i].dep not in {"amod", "compound", "acl", "aux", "auxpass"}
        ),
        None,
    )
    if found is None and auxiliary in _BE:
        return start + 1 if start + 1 < len(words) and words[start + 1].tag in forms else None
    if found is None and auxiliary not in _HAVE:  # the small parser takes "rise" and "report" for nouns
        found = next((i for i in rest if words[i].tag in {"NN", "VBD", "VBN"} and _closes(parse, i)), None)
    return found


def _closes(parse: Parse, position: int) -> bool:
    following = parse.words[position + 1 : position + 2]
    return not following or following[0].pos in {"ADP", "PUNCT", "DET"}


def _phrase_at(parse: Parse, first: int) -> Run | None:
    """Return the noun phrase that begins at a word, with the phrases that hang on it by "of" or a preposition."""
    last = next((p.last for p in parse.noun_phrases if p.first <= first <= p.last), None)
    return None if last is None or first >= len(parse.words) else Run(first, last)


def _is_adjunct(parse: Parse, phrase: Run) -> bool:
    """Tell whether a phrase asks for a circumstance: what it stands for is no argument of the verb."""
    words = parse.words[phrase.first : phrase.last + 1]
    if words[0].pos == "ADP" and len(words) > 1:
        return True
    wh = words[0].text.lower()
    if wh not in _ADJUNCT:
        return False
    return wh != "how" or not any(word.pos in {"NOUN", "PROPN"} for word in words)


def is_stranded(built: Built) -> bool:
    """Tell whether a question ends with the preposition of its phrase: "leave from", "fall to"."""
    words, end = built.parse.words, built.end
    return words[end].tag in {"IN", "TO"} and not any(w.head == end and w.dep == "pobj" for w in words[end:])


def lowered(text: str, word: Word) -> str:
    """Return a text that began a sentence as it stands inside one: its first word is no name."""
    return text if word.pos == "PROPN" or re.match(r"[A-Z]{2}", text) else text[:1].lower() + text[1:]
