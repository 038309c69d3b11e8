"""Who speaks a quotation, in the article's own words. Where that is not beyond doubt, nobody."""

from __future__ import annotations

from dataclasses import dataclass

from rag.schema import Sentence, SplitArticle
from rag.stages.language.folding import word_set
from rag.stages.summarising.standing import is_all_quoted
from rag.stages.verify import FactReader
from rag.stages.verify.facts import Facts
from rag.stages.verify.speech import speaking_subject
from rag.stages.verify.verb_words import VERBS_OF_SAYING
from rag.stages.verify.voices import is_quotation, neighbours

_CALLING = word_set("call describe dub label brand term praise condemn criticise criticize")
_PRONOUNS = word_set("he she they it who")
_LOOK_BACK = 3
"""Sentences before one that may name whom its pronoun means."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks."""

    text: str
    named_in: tuple[Sentence, ...]
    """The sentences beside the quotation that say so, where its own does not."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A sentence in its article."""

    sentence: Sentence
    origin: SplitArticle


class Speakers:
    """Finds the speakers of one article."""

    def __init__(self, split: SplitArticle, reader: FactReader) -> None:
        self._split = split
        self._reader = reader

    def of(self, sentence: Sentence, facts: Facts) -> Speaker | None:
        """Return who speaks what a sentence quotes."""
        head = speaking_head(facts)
        if head is not None:
            return self._named(sentence, facts, head, ())
        text = self._split.article.text
        if not is_all_quoted(sentence.text) and not is_quotation(sentence, text):
            return None
        for beside in neighbours(_Place(sentence, self._split)):
            near = self._read(beside)
            head = speaking_head(near)
            if head is not None:
                return self._named(beside, near, head, (beside,))
        return None

    def _named(self, sentence: Sentence, facts: Facts, head: int, used: tuple[Sentence, ...]) -> Speaker | None:
        """Return the speaker by name: of a pronoun, the one person that the nearest sentence before names."""
        if facts.words[head].text.lower() not in _PRONOUNS:
            return Speaker(phrase_of(facts, head), used)
        before = [item for item in self._split.sentences[: sentence.index] if item.kind == "body"]
        for item in reversed(before[-_LOOK_BACK:]):
            people = people_in(self._read(item))
            if people:
                return Speaker(people[0], (*used, item)) if len(people) == 1 else None
        return None

    def _read(self, sentence: Sentence) -> Facts:
        return self._reader.read([sentence.text], context=self._split.article.text)[0]


def speaking_head(facts: Facts) -> int | None:
    """Return the head of who speaks by a verb of saying or calling outside quotation marks, or by ``according to``."""
    outside = [index for index in range(len(facts.words)) if facts.quoted_at(index) is None]
    for verbs in (VERBS_OF_SAYING, _CALLING):
        for index in outside:
            if facts.words[index].lemma in verbs and facts.words[index].pos == "VERB":
                heads = speaking_subject(facts.tree, index)
                if heads:
                    return heads[0]
    for index in outside:
        if facts.words[index].text.lower() == "according":
            for to in facts.tree.children(index):
                nouns = facts.tree.children(to, "pobj")
                if nouns:
                    return nouns[0]
    return None


def phrase_of(facts: Facts, head: int) -> str:
    """Return a noun with what belongs to its name, without clauses; where it is explained by a name, the name."""
    named = [other for other in facts.tree.children(head, "appos") if facts.words[other].pos == "PROPN"]
    head = named[0] if named and facts.words[head].pos != "PROPN" else head
    kept = {head, *facts.tree.children(head, "compound", "det", "amod", "poss", "nmod", "nummod", "flat")}
    for child in tuple(kept):
        kept |= set(facts.tree.children(child, "compound", "case", "amod"))
    first, last = min(kept), max(kept)
    return facts.text[facts.words[first].start : facts.words[last].end]


def people_in(facts: Facts) -> tuple[str, ...]:
    """Return the people whom a sentence names outside quotation marks, each once by the last word of the name."""
    found: dict[str, str] = {}
    for name in facts.names:
        inside = facts.words_in(name.start, name.end)
        if any(facts.words[index].entity == "PERSON" and facts.quoted_at(index) is None for index in inside):
            found.setdefault(name.words[-1], name.text)
    return tuple(found.values())
