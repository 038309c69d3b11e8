"""What a pronoun may stand for: names and noun phrases of the turns before, the likeliest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from rag.schema import Parse, Turn, Word
from rag.stages.asking.questions import Question, is_empty_focus, read_question
from rag.stages.conversation.kinds import Gender, Sort, gender_of, personality, sort_of
from rag.stages.conversation.shapes import Act, Built, Run, act_of, lowered, read_shape
from rag.stages.language.names import Name, comparable, find_names

Number = Literal["one", "many"]

_FADES = 3.0
"""What each turn further back counts less."""
_ASKED = 6.0
SURELY_ASKED = 9.0
"""Score of what does in the answer what whoever was asked for does."""
_WHERE = 3.0
"""Of a place that was asked for by "where": the talk goes on about what is there."""
_ROLES = {"nsubj": 4.0, "nsubjpass": 4.0, "dobj": 3.0, "attr": 3.0, "poss": 2.8}
_OTHER_ROLE = 2.5
_IN_ANSWER = {"nsubj": 2.0, "nsubjpass": 2.0}
_SORTS_ASKED: dict[str, frozenset[Sort]] = {
    "person": frozenset({"person", "body", "place"}),
    "organisation": frozenset({"body", "thing"}),
    "place": frozenset({"place"}),
    "thing": frozenset({"thing", "body", "place", "person"}),
}


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


@dataclass(frozen=True, slots=True)
class Said:
    """One turn as it was parsed."""

    question: Parse
    answers: tuple[Parse, ...]
    short_answer: str | None


def candidates_of(turns: Sequence[Said]) -> tuple[Candidate, ...]:
    """Return what the turns (oldest first) spoke of, best first; of equal texts the best."""
    best: dict[str, Candidate] = {}
    for back, said in enumerate(reversed(turns)):
        for found in _agreed(tuple(_of_turn(said))):
            faded = replace(found, score=found.score - _FADES * back)
            key = faded.text.casefold()
            if key not in best or best[key].score < faded.score:
                best[key] = faded
    return tuple(sorted(best.values(), key=lambda item: -item.score))


def _agreed(found: Sequence[Candidate]) -> Iterator[Candidate]:
    """A name that is a company's in one place is no person's in another."""
    bodies = {item.text for item in found if item.named and item.person < 0}
    for item in found:
        yield replace(item, sort="body", person=-1.0) if item.text in bodies and item.sort == "person" else item


def answered_names(said: Said) -> tuple[Candidate, ...]:
    """Return what the answer gave for what was asked, best first."""
    return tuple(sorted((c for c in _of_turn(said) if c.score >= _ASKED), key=lambda item: -item.score))


def said_in(turn: Turn, parses: Sequence[Parse]) -> Said:
    """Return a turn with the parses of its question and of each sentence of its answer."""
    short = None if turn.answer is None or isinstance(turn.answer, str) else turn.answer.short_answer
    return Said(parses[0], tuple(parses[1:]), short)


def _of_turn(said: Said) -> Iterator[Candidate]:
    built = read_shape(said.question)
    for run, name in _mentions(said.question):
        head = _head_of(said.question, run)
        if name is not None or not is_empty_focus(said.question.words[head].lemma):
            found = _candidate(said.question, run, name, head, _role_in(built, head))
            yield replace(found, sort="person") if _is_office(built, run, name) else found
    asked = read_question(said.question)
    for answer in said.answers:
        yield from _of_answer(answer, asked, said)
    yield from _whoever(built)


def _role_in(built: Built, head: int) -> float:
    """Return how likely the next question speaks of a word of this one."""
    word = built.parse.words[head]
    if built.phrase is not None and built.phrase.holds(head):
        return 1.0 if word.tag in {"NN", "NNP"} and built.counts() else 3.5
    if word.dep == "pobj" and built.parse.words[word.head].text.lower() in {"of", "for"} and word.pos == "NOUN":
        return 1.5  # "the state of emergency" is spoken of, not the emergency
    if built.subject is not None and built.subject.holds(head):
        return _ROLES["nsubj"]
    return _ROLES.get(word.dep, _OTHER_ROLE)


def _is_office(built: Built, run: Run, name: Name | None) -> bool:
    """ "Who is the general counsel of Norvane?": whoever is asked for by "who" is a person."""
    subject = built.subject
    asks_who = built.shape == "copula" and built.text(0, 0).lower() == "who"
    return asks_who and name is None and subject is not None and run.first == subject.first


def _whoever(built: Built) -> Iterator[Candidate]:
    """Yield "the person who signed the deal", for a question whose answer is not known."""
    if built.shape == "subject" and built.text(0, 0).lower() == "who":
        text = f"the person who {built.text(1)}"
        yield Candidate(text, "person", "one", "person", "unknown", False, 0.0, None, 0.5)


def _of_answer(parse: Parse, asked: Question, said: Said) -> Iterator[Candidate]:
    named = {word.casefold() for name in find_names(said.question.text) for word in name.text.split()}
    wanted = _act_asked_for(read_shape(said.question))
    several = asked.focus is not None and asked.word(asked.focus).tag == "NNS"
    for run, name in (*_mentions(parse), *_pairs(parse)):
        head = _head_of(parse, run)
        role = _IN_ANSWER.get(parse.words[head].dep, 1.0)
        found = _candidate(parse, run, name, head, role)
        new = not named & {word.casefold() for word in found.text.split() if word[:1].isupper()}
        if (
            new
            and (several <= (found.number == "many"))
            and (_is_asked_for(parse, head, found, asked, said.short_answer) or _acts_as(found, wanted, asked))
        ):
            closeness = _title_match(parse, run, head, asked) + (parse.words[head].dep in _IN_ANSWER)
            likely = _WHERE if asked.kind == "place" and asked.focus is None else _ASKED
            yield replace(found, score=likely + closeness + (3.0 if found.acts == wanted is not None else 0.0))
        else:
            yield found


def _acts_as(found: Candidate, wanted: Act | None, asked: Question) -> bool:
    """Tell whether somebody, or several, do in the answer what was asked about; "what" goes on about its object."""
    somebody = found.named or found.number == "many" or found.sort in {"person", "body"} or asked.kind == "person"
    return wanted is not None and found.acts == wanted and somebody


def _act_asked_for(built: Built) -> Act | None:
    """Return what whoever is asked for does, or suffers: "Who founded the firm?" asks for who founds."""
    if built.verb is None or built.phrase is None or built.counts():
        return None
    verb = built.parse.words[built.verb]
    if verb.pos not in {"VERB", "NOUN"} or built.text(0, 0).lower() not in {"who", "whom", "which", "what"}:
        return None
    if built.shape == "object":
        return Act(verb.lemma, does=False)
    passive = verb.tag == "VBN" and any(w.dep == "auxpass" for w in built.parse.words)
    return Act(verb.lemma, does=not passive) if built.shape == "subject" else None


def _is_asked_for(parse: Parse, head: int, found: Candidate, asked: Question, short_answer: str | None) -> bool:
    """Tell whether a mention is what the question asked for: of its sort, and new."""
    if short_answer and found.text in short_answer:
        return True
    wanted = _SORTS_ASKED.get(asked.kind)
    if wanted is None or not found.named or found.sort not in wanted:
        return False
    if asked.kind == "person":  # "Who is X?" asks for no name
        acts = found.sort == "body" and (parse.words[head].dep == "appos" or parse.words[head].dep in _IN_ANSWER)
        return (found.sort == "person" or acts) and not _identifies(asked)
    if asked.kind == "thing":
        return asked.focus is not None and parse.words[head].dep in _IN_ANSWER
    return True


def _identifies(asked: Question) -> bool:
    words = asked.parse.words
    return len(words) > 2 and words[0].text.lower() == "who" and words[2].pos == "PROPN" and words[1].lemma == "be"


def _title_match(parse: Parse, run: Run, head: int, asked: Question) -> float:
    """Count what stands beside a name in the answer and was asked for: "president", "lawyer"."""
    wanted = {word.lemma for word in asked.parse.words if word.pos == "NOUN"}
    beside = [word for word in parse.words[max(0, run.first - 4) : run.first] if word.pos != "PUNCT"]
    beside += [word for word in parse.words if word.dep in {"appos", "compound"} and word.head == head]
    above = parse.words[parse.words[head].head]
    if parse.words[head].dep in {"appos", "compound", "nsubj", "pobj", "dobj"}:
        beside.append(above)
    return 2.0 if any(word.lemma in wanted for word in beside) else 0.0


def _mentions(parse: Parse) -> Iterator[tuple[Run, Name | None]]:
    """Yield the names, then the noun phrases whose head is no name."""
    taken: set[int] = set()
    for run, name in (*_composed(parse), *_simple(parse)):
        inside = set(range(run.first, run.last + 1))
        if not inside & taken:
            taken |= inside
            yield run, name
    for phrase in parse.noun_phrases:
        head = _head_of(parse, Run(phrase.first, phrase.last))
        if head not in taken and parse.words[head].pos in {"NOUN", "PROPN"}:
            yield Run(phrase.first, phrase.last), None


def _simple(parse: Parse) -> Iterator[tuple[Run, Name]]:
    for name in find_names(parse.text):
        inside = [i for i, w in enumerate(parse.words) if name.start <= w.start and w.end <= name.end]
        if inside and not (inside == [0] and parse.words[0].tag == "NN" and parse.words[0].dep == "compound"):
            yield Run(inside[0], inside[-1]), name


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


def _pairs(parse: Parse) -> Iterator[tuple[Run, None]]:
    """Yield two names, or two that act together, that "and" joins as one mention."""
    for left, right in pairwise(parse.noun_phrases):
        above, below = parse.words[left.last], parse.words[right.last]
        between = [word.text.lower() for word in parse.words[left.last + 1 : right.first]]
        joined = below.dep == "conj" and below.head == left.last and between == ["and"]
        if joined and ((above.pos == below.pos == "PROPN") or above.dep in _IN_ANSWER):
            yield Run(left.first, right.last), None


def _head_of(parse: Parse, run: Run) -> int:
    """Return the word of a run that hangs on a word outside it."""
    inside = range(run.first, run.last + 1)
    outside = (i for i in inside if not run.holds(parse.words[i].head) or parse.words[i].head == i)
    return next((i for i in outside if parse.words[i].pos in {"NOUN", "PROPN", "PRON", "NUM"}), run.last)


def _candidate(parse: Parse, run: Run, name: Name | None, head: int, role: float) -> Candidate:
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
        acts=act_of(parse, head),
        score=score,
    )


def _lowered_run(parse: Parse, run: Run) -> str:
    return lowered(run.text(parse), parse.words[run.first]) if run.first == 0 else run.text(parse)


def definite(parse: Parse, run: Run, head: int) -> str:
    """Return a noun phrase as one that was spoken of: "How many border encounters" is "the border encounters"."""
    first = run.first
    while first < head and _is_left_out(parse.words[first]):
        first += 1
    last = max(head, run.last if head == run.last else head)
    following = parse.words[last + 1 : last + 2]
    if following and following[0].text.lower() in {"of", "for"} and following[0].head == head:
        last = max((p.last for p in parse.noun_phrases if p.first == last + 2), default=last)
    text = Run(first, last).text(parse)
    owned = any(word.dep == "poss" and word.pos == "PROPN" for word in parse.words[first:last])
    return text if owned else f"the {text}"


def _is_left_out(word: Word) -> bool:
    """Determiners, numbers and what qualifies them go: a phrase that was spoken of is definite."""
    if word.pos in {"DET", "NUM", "CCONJ", "PUNCT", "ADV", "ADP", "SCONJ"} or word.tag in {"PRP$", "WRB", "WDT", "CD"}:
        return True
    return word.text.lower() in {"many", "much", "and", "least", "some", "several", "other"} or (
        word.entity == "CARDINAL" and word.pos != "NOUN"
    )
