"""Names and noun phrases of a turn as what the next question may speak of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from rag.schema import Parse, Word
from rag.stages.conversation.kinds import Gender, Sort, beside, gender_of, personality, sort_of
from rag.stages.conversation.shapes import Act, Run, act_of, lowered
from rag.stages.language.names import Name, comparable, find_names

Number = Literal["one", "many"]

SURELY_ASKED = 9.0
"""Score of what does in the answer what whoever was asked for does."""
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that was spoken of."""

    text: str
    """As it stands in a question: "the boom", "Shavkat Mirziyoyev"."""
    lemma: str
    """Of its head."""
    number: Number
    sort: Sort
    gender: Gender
    named: bool
    person: float
    """How much speaks for its being a person."""
    acts: Act | None
    """What it did, or what was done to it."""
    score: float
    """How likely the next question speaks of it."""
    described: frozenset[str] = frozenset()
    """Lemmas of what stands beside a name: "lawyer" of "her lawyer, Beth Nolan"."""


@dataclass(frozen=True, slots=True)
class Said:
    """One turn as it was parsed."""

    question: Parse
    answers: tuple[Parse, ...]
    short_answer: str | None


def mentions_in(parse: Parse) -> Iterator[tuple[Run, Name | None]]:
    """Yield the names, then the noun phrases whose head is no name."""
    taken: set[int] = set()
    for run, name in (*_composed(parse), *_simple(parse)):
        inside = set(range(run.first, run.last + 1))
        if not inside & taken:
            taken |= inside
            yield run, name
    for phrase in parse.noun_phrases:
        head = head_of(parse, Run(phrase.first, phrase.last))
        if head not in taken and parse.words[head].pos in {"NOUN", "PROPN"}:
            yield Run(phrase.first, phrase.last), None


def _simple(parse: Parse) -> Iterator[tuple[Run, Name]]:
    for name in find_names(parse.text):
        inside = [i for i, w in enumerate(parse.words) if name.start <= w.start and w.end <= name.end]
        if inside and not _is_common(parse, inside):
            yield Run(inside[0], inside[-1]), name


def _is_common(parse: Parse, inside: list[int]) -> bool:
    """Tell whether a capital is that of a sentence's beginning: "Opposition leader", "“Water is"."""
    word = parse.words[inside[0]]
    opens = all(other.pos == "PUNCT" for other in parse.words[: inside[0]])
    return opens and len(inside) == 1 and word.tag == "NN" and (word.dep == "compound" or not word.entity)


def _composed(parse: Parse) -> Iterator[tuple[Run, Name]]:
    """Yield names that "and" or a possessive runs through: "Immigration and Customs Enforcement"."""
    for phrase in parse.noun_phrases:
        first = phrase.first + (parse.words[phrase.first].pos == "DET")
        words = parse.words[first : phrase.last + 1]
        joined = any(word.pos == "PART" or word.text.lower() == "and" for word in words[1:-1])
        if joined and all(word.pos in {"PROPN", "PART"} or word.text.lower() == "and" for word in words):
            start, end = words[0].start, words[-1].end
            text = parse.text[start:end]
            yield Run(first, phrase.last), Name(start, end, text, comparable(text))


def pairs_in(parse: Parse) -> Iterator[tuple[Run, None]]:
    """Yield two names, or two that act together, that "and" joins as one mention."""
    for left, right in pairwise(parse.noun_phrases):
        above, below = parse.words[left.last], parse.words[right.last]
        between = [word.text.lower() for word in parse.words[left.last + 1 : right.first]]
        joined = below.dep == "conj" and below.head == left.last and between == ["and"]
        if joined and ((above.pos == below.pos == "PROPN") or above.dep in _SUBJECTS):
            yield Run(left.first, right.last), None


def head_of(parse: Parse, run: Run) -> int:
    """Return the word of a run that hangs on a word outside it."""
    inside = range(run.first, run.last + 1)
    outside = (i for i in inside if not run.holds(parse.words[i].head) or parse.words[i].head == i)
    return next((i for i in outside if parse.words[i].pos in {"NOUN", "PROPN", "PRON", "NUM"}), run.last)


def candidate_from(parse: Parse, run: Run, name: Name | None, head: int, role: float) -> Candidate:
    """Return a mention as a candidate; ``role`` says how likely its place in the sentence makes it."""
    word = parse.words[head]
    pair = name is None and any(w.dep == "conj" and w.head == head for w in parse.words[head : run.last + 1])
    many = pair or (word.tag in {"NNS", "NNPS"} and (name is None or len(name.words) == 1))
    text = name.text if name is not None else _lowered_run(parse, run) if pair else definite(parse, run, head)
    if name is not None and run.first and parse.words[run.first - 1].text.lower() == "the":
        text = f"the {text}"
    sort = sort_of(parse, run, head, name)
    score = role + (0.3 if name is not None else 0.0) + 0.01 * run.first
    if sort == "person" and name is not None:
        score += 0.5 * personality(parse, run, name)
    return Candidate(
        text=text,
        lemma=word.lemma,
        number="many" if many else "one",
        sort=sort,
        gender=gender_of(parse, run),
        named=name is not None,
        person=0.0 if name is None else personality(parse, run, name),
        described=frozenset() if name is None else beside(parse, run),
        acts=act_of(parse, head),
        score=score,
    )


def _lowered_run(parse: Parse, run: Run) -> str:
    return lowered(run.text(parse), parse.words[run.first]) if run.first == 0 else run.text(parse)


_AGED = re.compile(r"(?:[\w.]+\s*-\s*)?years?\s*-\s*old\s+", re.IGNORECASE)
"""An age before a noun is said once: "a 22-year-old cook" is then "the cook"."""


def definite(parse: Parse, run: Run, head: int) -> str:
    """Return a noun phrase as one that was spoken of: "How many border encounters" is "the border encounters"."""
    first = run.first
    while first < head and _is_left_out(parse.words[first]):
        first += 1
    last = max(head, run.last if head == run.last else head)
    following = parse.words[last + 1 : last + 2]
    if following and following[0].text.lower() in {"of", "for"} and following[0].head == head:
        last = max((p.last for p in parse.noun_phrases if p.first == last + 2), default=last)
    text = _AGED.sub("", Run(first, last).text(parse), count=1)
    if first == 0 and parse.words[0].tag in {"NN", "NNS", "JJ"}:
        text = text[:1].lower() + text[1:]
    owned = any(word.dep == "poss" and word.text[:1].isupper() for word in parse.words[first:last])
    return text if owned else f"the {text}"


def _is_left_out(word: Word) -> bool:
    """Determiners, numbers and what qualifies them go: a phrase that was spoken of is definite."""
    if (
        word.entity == "DATE"
        or word.pos in {"DET", "NUM", "CCONJ", "PUNCT", "ADV", "ADP", "SCONJ"}
        or word.tag in {"PRP$", "WRB", "WDT", "CD"}
    ):
        return True
    return word.text.lower() in {"many", "much", "and", "least", "some", "several", "other"} or (
        word.entity == "CARDINAL" and word.pos != "NOUN"
    )
