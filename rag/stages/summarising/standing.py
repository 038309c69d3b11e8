"""What a sentence needs beside it to be understood: who speaks a quotation, whom a pronoun means.

A sentence whose need cannot be met by a few sentences beside it is not quoted by a summary at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.schema import Sentence, SplitArticle
from rag.stages.summarising.referring import may_refer, pronoun_outside, refers_to
from rag.stages.verify import FactReader
from rag.stages.verify.checks.wholeness import tells_nothing
from rag.stages.verify.facts import Facts
from rag.stages.verify.voices import is_quotation, neighbours, voice_in

MOST = 3
"""Sentences that are quoted together at most."""
_LABEL = re.compile(r"^\W{0,3}[A-Z][\w.’' -]{0,40}:\s*\W{0,2}\s")
_LABELLED_PARAGRAPH = re.compile(r"^\W{0,3}[A-Z][\w.’' -]{0,40}:", re.MULTILINE)
_QUOTED = re.compile(r"[“\"][^“”\"]*(?:[”\"]|$)")
_TELLING = re.compile(r"\b(?:said|says?|told|tells?)\b")
"""Only what has such a word is parsed to see whether it tells what was said before it."""
_TALK = 3
"""Paragraphs that begin with a label which make an article a conversation."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A sentence in its article."""

    sentence: Sentence
    origin: SplitArticle


class Standing:
    """Finds what sentences need, with a reader of facts."""

    def __init__(self, reader: FactReader) -> None:
        self._reader = reader

    def group(self, split: SplitArticle, index: int) -> tuple[int, ...] | None:
        """Return a sentence's index with those that it needs, in order; None where they are too many or none will do.

        The sentences stand side by side in the article.
        """
        needed: set[int] = set()
        todo = [index]
        while todo:
            current = todo.pop()
            if current in needed:
                continue
            needed.add(current)
            beside = self._needs(split, split.sentences[current])
            if beside is None or len(needed | set(beside)) > MOST:
                return None
            todo += beside
        return tuple(sorted(needed))

    def explains_itself(self, text: str, context: str) -> bool:
        """Tell whether a model's sentence leaves no pronoun unexplained and is no bare quotation, nor its speaker."""
        facts = self._read(text, context)
        return not pronoun_outside(facts) and not tells_nothing(facts) and not is_all_quoted(text)

    def _needs(self, split: SplitArticle, sentence: Sentence) -> tuple[int, ...] | None:
        """Return the sentences that one needs directly; None where nobody knows."""
        text = split.article.text
        if is_quotation(sentence, text) or is_all_quoted(sentence.text):
            return self._speaker(_Place(sentence, split))
        needed: list[int] = []
        if _TELLING.search(sentence.text) and tells_nothing(self._read(sentence.text, text)):
            said = _neighbour(split, sentence, -1)
            if said is None:
                return None
            needed.append(said)
        for half, step in (("opened", 1), ("closed", -1)):
            if half in _halves(sentence.text):
                other = _neighbour(split, sentence, step)
                if other is None:
                    return None
                needed.append(other)
        label = _label_before(split, sentence)
        if label is not None:
            needed.append(label)
        sort = refers_to(self._read(sentence.text, text)) if may_refer(sentence.text) else None
        if sort is not None:
            found = self._antecedent(split, sentence, sort == "person")
            if found is None:
                return None
            needed += found
        return tuple(dict.fromkeys(needed))

    def _speaker(self, place: _Place) -> tuple[int, ...] | None:
        for beside in neighbours(place):
            if voice_in(self._read(beside.text, place.origin.article.text)) is not None:
                return (beside.index,)
        return None

    def _antecedent(self, split: SplitArticle, sentence: Sentence, person: bool) -> tuple[int, ...] | None:
        """Return the sentences before, back to the one that can hold what a pronoun means; none before the first."""
        before = [item for item in split.sentences[: sentence.index] if item.kind == "body"]
        taken: list[int] = []
        for item in reversed(before[-(MOST - 1) :]):
            taken.append(item.index)
            if not person or names_person(self._read(item.text, split.article.text)):
                return tuple(taken)
        return () if not before else None

    def _read(self, text: str, context: str) -> Facts:
        return self._reader.read([text], context=context)[0]


def is_all_quoted(text: str) -> bool:
    """Tell whether a text says nothing outside quotation marks."""
    outside = _QUOTED.sub(" ", text)
    return outside != text and not any(map(str.isalnum, outside))


def names_person(facts: Facts) -> bool:
    """Tell whether a sentence names somebody outside quotation marks."""
    return any(word.entity == "PERSON" and facts.quoted_at(index) is None for index, word in enumerate(facts.words))


def _halves(text: str) -> frozenset[str]:
    """Return whether a sentence opens a quotation that it does not close, or closes one that it does not open."""
    opened = text.rfind("“") > text.rfind("”")
    closed = "”" in text and (text.find("”") < text.find("“") or "“" not in text)
    if text.count('"') % 2:
        last = text.rfind('"')
        at_end = last > 0 and not text[last - 1].isspace() and text[last - 1] not in "([—–"
        opened, closed = opened or not at_end, closed or at_end
    return frozenset(name for name, found in (("opened", opened), ("closed", closed)) if found)


def _neighbour(split: SplitArticle, sentence: Sentence, step: int) -> int | None:
    place = sentence.index + step
    if 0 <= place < len(split.sentences) and split.sentences[place].kind == "body":
        return place
    return None


def _label_before(split: SplitArticle, sentence: Sentence) -> int | None:
    """Return the sentence that says whose words a paragraph of a conversation are."""
    text = split.article.text
    begin = text.rfind("\n", 0, sentence.start) + 1
    if not _LABEL.match(text[begin : begin + 60]) or len(_LABELLED_PARAGRAPH.findall(text[:20_000])) < _TALK:
        return None
    place = sentence.index
    while place > 0 and split.sentences[place - 1].start >= begin:
        place -= 1
    return place if place != sentence.index else None
