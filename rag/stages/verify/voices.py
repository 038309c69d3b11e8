"""Who speaks a sentence that is nothing but quotation, and names its speaker only in the sentence beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.schema import Sentence
from rag.stages.verify.citing import Cited
from rag.stages.verify.facts import Facts
from rag.stages.verify.speech import speaking_subject
from rag.stages.verify.verb_words import VERBS_OF_SAYING

_OPENING = re.compile(r"[“\"]")
_CLOSING = re.compile(r"[”\"]")


@dataclass(frozen=True, slots=True)
class Voice:
    """The speaker of a quoted sentence; without facts, nobody is known to be."""

    facts: Facts | None = None
    """The sentence that names the speaker."""
    heads: tuple[int, ...] = ()
    """Heads of the speaker's phrase in it."""
    verb: int = 0
    """Its verb of saying."""


def is_quotation(sentence: Sentence, text: str) -> bool:
    """Tell whether every letter of a sentence of ``text`` stands in quotation marks, opened here or before."""
    before = text[text.rfind("\n", 0, sentence.start) + 1 : sentence.start]
    inside = _is_open(before) and _closes_next(text[sentence.start : text.find("\n", sentence.start) % (len(text) + 1)])
    if not inside and not _OPENING.match(sentence.text):
        return False
    body = sentence.text if inside else sentence.text[1:]
    closing = _CLOSING.search(body)
    return closing is None or not any(character.isalnum() for character in body[closing.end() :])


def _closes_next(after: str) -> bool:
    """Tell whether the next quotation mark of a paragraph closes: something stands right before it."""
    mark = re.search(r"[“”\"]", after)
    if mark is None or mark.group() == "“":
        return False
    return mark.group() == "”" or (mark.start() > 0 and not after[mark.start() - 1].isspace())


def _is_open(before: str) -> bool:
    """Tell whether the last quotation mark in a paragraph's beginning opens: only space or a bracket before it."""
    mark = max(before.rfind("“"), before.rfind("”"), before.rfind('"'))
    if mark < 0 or before[mark] in "“”":
        return mark >= 0 and before[mark] == "“"
    return mark == 0 or before[mark - 1] in " \n([—–"


def neighbours(primary: Cited) -> tuple[Sentence, ...]:
    """Return the sentences beside one in its line: the next, then the one before. A new line may be somebody else's."""
    text, sentence = primary.origin.article.text, primary.sentence
    near = {item.index: item for item in primary.origin.sentences if item.kind == "body"}
    found = []
    after, before = near.get(sentence.index + 1), near.get(sentence.index - 1)
    if after is not None and "\n" not in text[sentence.end : after.start]:
        found.append(after)
    if before is not None and "\n" not in text[before.end : sentence.start]:
        found.append(before)
    return tuple(found)


def voice_in(facts: Facts) -> Voice | None:
    """Return the speaker that a sentence names outside its quotation marks."""
    for index, word in enumerate(facts.words):
        if word.lemma in VERBS_OF_SAYING and word.pos == "VERB" and facts.quoted_at(index) is None:
            heads = speaking_subject(facts.tree, index)
            if heads:
                return Voice(facts, tuple(heads), index)
    return None
