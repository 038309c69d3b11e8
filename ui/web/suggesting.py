"""Questions that an article answers, made from its own sentences and tried before they are shown.

A rule turns the grammar of a sentence into a question. The question is then asked, and kept only if the
answer cites the sentence that it was made from: a question that came out badly is never offered.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from itertools import chain, islice, zip_longest
from threading import Lock
from typing import TYPE_CHECKING

from rag.errors import CitewireError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rag.schema import Answer, Parse, Phrase, Sentence, Word

_log = logging.getLogger("citewire")
ENOUGH = 4
"""Questions that are offered."""
_TRIED = 12
"""Questions that are asked at the most to find them."""
_READ = 40
"""Sentences from the beginning of the article that are made into questions."""
_LONGEST = 110
_SPEECH = frozenset({"say", "tell", "announce", "warn", "state", "argue", "claim", "promise", "add"})
_LIGHT = frozenset({"be", "have", "do", "take", "make", "give", "get", "come", "keep", "put", "set", "include"})
"""Verbs that ask for little by themselves: "What did the court take?" for "took the lead"."""
_AUXILIARY = {"VBD": "did", "VBZ": "does", "VBP": "do"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question with the sentence that should answer it."""

    question: str
    sentence: Sentence


def candidates(sentences: Sequence[Sentence], parses: Sequence[Parse]) -> Iterator[Candidate]:
    """Yield questions, those of different rules in turn, each question once."""
    made = [
        [
            Candidate(question, sentence)
            for sentence, parse in zip(sentences, parses, strict=True)
            for question in rule(parse)
        ]
        for rule in (how_many, what_did, what_said, who_is)
    ]
    seen: set[str] = set()
    for candidate in chain.from_iterable(zip_longest(*made)):
        if candidate and candidate.question not in seen and len(candidate.question) <= _LONGEST:
            seen.add(candidate.question)
            yield candidate


def how_many(parse: Parse) -> Iterator[str]:
    """Yield "How many arrests does ICE report?" for a counted object."""
    for word in parse.words:
        noun = parse.words[word.head]
        if word.dep == "nummod" and noun.tag == "NNS" and noun.dep == "dobj":
            counted = _text(parse, word.end, noun.end)
            yield from (f"How many {counted} {asked}?" for asked in _clause(parse, noun.head))


def what_did(parse: Parse) -> Iterator[str]:
    """Yield "What did the court reject?" for a verb with an object that is not counted."""
    for word in parse.words:
        if word.dep == "dobj" and not any(w.dep == "nummod" and parse.words[w.head] is word for w in parse.words):
            yield from (f"What {asked}?" for asked in _clause(parse, word.head))


def what_said(parse: Parse) -> Iterator[str]:
    """Yield "What did Kristi Noem say?" for reported speech."""
    for index, word in enumerate(parse.words):
        if word.lemma in _SPEECH and word.pos == "VERB":
            yield from (f"What {asked}?" for asked in _clause(parse, index))


def who_is(parse: Parse) -> Iterator[str]:
    """Yield "Who is Kristi Noem?" for a person who is introduced by an office."""
    for phrase in parse.noun_phrases:
        for person in parse.entities:
            if person.label == "PERSON" and phrase.first < person.first and person.last == phrase.last:
                name = _words(parse, person)
                if " " in name and parse.words[person.first - 1].pos in {"NOUN", "PROPN"}:
                    yield f"Who is {name}?"


def _clause(parse: Parse, index: int) -> Iterator[str]:
    """Yield "did the court reject" for the verb at ``index``, where subject and form are plain."""
    verb = parse.words[index]
    helpers = [word for word in parse.words if word.head == index and word.dep in {"aux", "auxpass", "neg"}]
    plain = verb.pos == "VERB" and verb.lemma not in _LIGHT
    if plain and not helpers and verb.tag in _AUXILIARY:
        yield from (f"{_AUXILIARY[verb.tag]} {subject} {verb.lemma}" for subject in _subjects(parse, index))
    elif plain and verb.tag == "VBN" and [word.lemma for word in helpers] == ["have"]:
        have = helpers[0].text.lower()
        yield from (f"{have} {subject} {verb.text}" for subject in _subjects(parse, index))
    elif plain and verb.dep == "xcomp" and [word.lemma for word in helpers] == ["to"]:
        yield from (f"{governed} to {verb.lemma}" for governed in _clause(parse, verb.head))


def _subjects(parse: Parse, index: int) -> Iterator[str]:
    """Yield the noun phrase that is a verb's subject, where a name in it tells who is meant."""
    for place, word in enumerate(parse.words):
        if word.dep == "nsubj" and word.head == index:
            phrase = next((one for one in parse.noun_phrases if one.first <= place <= one.last), None)
            if phrase and any(one.pos == "PROPN" for one in parse.words[phrase.first : phrase.last + 1]):
                yield _lowered(_words(parse, phrase), parse.words[phrase.first])


def _lowered(text: str, first: Word) -> str:
    named = first.lemma != "the" and (first.pos == "PROPN" or first.entity)
    return text if named else text[0].lower() + text[1:]


def _words(parse: Parse, phrase: Phrase) -> str:
    return _text(parse, parse.words[phrase.first].start, parse.words[phrase.last].end)


def _text(parse: Parse, start: int, end: int) -> str:
    return " ".join(parse.text[start:end].split())


class Suggestions:
    """Finds questions in the background, one article at a time, and remembers them by the article's text."""

    def __init__(self, ask: Callable[[str, str], Answer], parse: Callable[[Sequence[str]], Sequence[Parse]]) -> None:
        self._ask = ask
        self._parse = parse
        self._lock = Lock()
        self._found: dict[str, tuple[str, ...]] = {}

    def known(self, sha256: str) -> tuple[str, ...] | None:
        """Return the questions of an article, or None where they have not been looked for."""
        return self._found.get(sha256)

    def find(self, article_id: str, sha256: str, sentences: Sequence[Sentence]) -> tuple[str, ...]:
        """Return questions that the article answers; looking for them takes seconds, once."""
        with self._lock:  # one article at a time: readers' own questions need the processors more
            if sha256 not in self._found:
                self._found[sha256] = tuple(islice(self._answered(article_id, sentences), ENOUGH))
            return self._found[sha256]

    def _answered(self, article_id: str, sentences: Sequence[Sentence]) -> Iterator[str]:
        body = [sentence for sentence in sentences if sentence.kind == "body"][:_READ]
        parses = self._parse([sentence.text for sentence in body])
        used: set[str] = set()
        for candidate in islice(candidates(body, parses), _TRIED):
            wanted = candidate.sentence.text
            if wanted in used:
                continue
            try:
                answer = self._ask(candidate.question, article_id)
            except CitewireError:
                continue
            if any(citation.quote == wanted for citation in answer.citations):
                used.add(wanted)
                yield candidate.question
