"""What a pronoun may stand for: names and noun phrases of the turns before, the likeliest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rag.schema import Parse, Turn
from rag.stages.asking.questions import Question, is_empty_focus, read_question
from rag.stages.conversation.kinds import Sort
from rag.stages.conversation.mentions import Candidate, Said, candidate_from, head_of, mentions_in, pairs_in
from rag.stages.conversation.shapes import Act, Built, Run, act_of, read_shape
from rag.stages.language.names import Name, find_names

_FADES = 3.0
"""What each turn further back counts less."""
_ASKED = 6.0
_WHERE = 3.0
"""Of a place that was asked for by "where": the talk goes on about what is there."""
_RULED_OUT = frozenset({"instead of", "rather than"})
_ROLES = {"nsubj": 4.0, "nsubjpass": 4.0, "dobj": 3.0, "attr": 3.0, "poss": 2.8}
_OTHER_ROLE = 2.5
_IN_ANSWER = {"nsubj": 2.0, "nsubjpass": 2.0}
_SORTS_ASKED: dict[str, frozenset[Sort]] = {
    "person": frozenset({"person", "body", "place"}),
    "organisation": frozenset({"body", "thing"}),
    "place": frozenset({"place"}),
    "thing": frozenset({"thing", "body", "place", "person"}),
}


def candidates_of(turns: Sequence[Said]) -> tuple[Candidate, ...]:
    """Return what the turns (oldest first) spoke of, best first; of equal texts the best."""
    best: dict[str, Candidate] = {}
    asked = {name.text for said in turns for name in find_names(said.question.text) if len(name.words) > 1}
    for back, said in enumerate(reversed(turns)):
        for found in _agreed(tuple(_of_turn(said))):
            known = next((text for text in asked if found.named and found.text.endswith(f" {text}")), found.text)
            faded = replace(found, text=known, score=found.score - _FADES * back)
            key = faded.text.casefold()
            known_as = best.get(key, faded)
            if known_as.sort == "person":  # of an office, "who is" tells it in one turn and not in the next
                faded = replace(faded, sort="person")
            if key not in best or known_as.score < faded.score:
                best[key] = faded
            elif faded.sort == "person":
                best[key] = replace(known_as, sort="person")
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
    for whole, name in mentions_in(said.question):
        run = _without_verb(whole, built)
        head = head_of(said.question, run)
        if name is not None or not is_empty_focus(said.question.words[head].lemma):
            found = candidate_from(said.question, run, name, head, _role_in(built, head))
            yield replace(found, sort="person") if _is_office(built, run, name) else found
    asked = read_question(said.question)
    for answer in said.answers:
        yield from _of_answer(answer, asked, said)
    yield from _whoever(built)


def _without_verb(run: Run, built: Built) -> Run:
    """The small parser takes "the MRGU represent" for one noun phrase."""
    if built.verb is None or not run.first < built.verb == run.last:
        return run
    opens = built.auxiliary is not None and run.holds(built.auxiliary) and built.auxiliary + 1 < built.verb
    return Run((built.auxiliary or 0) + 1 if opens else run.first, built.verb - 1)


def _role_in(built: Built, head: int) -> float:
    """Return how likely the next question speaks of a word of this one."""
    word = built.parse.words[head]
    if built.phrase is not None and built.phrase.holds(head):
        amount = word.tag in {"NN", "NNP"} and built.counts()
        return 3.5 if not amount else 2.2 if built.shape == "subject" else 1.0
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
    called = _called(parse)
    wanted = _act_asked_for(read_shape(said.question))
    several = asked.focus is not None and asked.word(asked.focus).tag == "NNS"
    for run, name in (*mentions_in(parse), *pairs_in(parse)):
        head = head_of(parse, run)
        if name is None and head in called:
            continue  # "his partner, Simone Crane": the name says it
        above = next((described for described, named_by in called.items() if named_by == head), head)
        role = _IN_ANSWER.get(parse.words[above].dep, 1.0)
        if " ".join(w.text.lower() for w in parse.words[max(0, run.first - 2) : run.first]) in _RULED_OUT:
            role -= 3.0
        found = candidate_from(parse, run, name, head, role)
        if asked.kind == "place" and asked.focus is None and parse.words[head].dep == "pobj" and found.person <= 1:
            found = replace(found, sort="place" if found.named else found.sort)
        if above != head:
            found = replace(found, acts=act_of(parse, above))
        new = not named & {word.casefold() for word in found.text.split() if word[:1].isupper()}
        if (
            new
            and (several <= (found.number == "many"))
            and (_is_asked_for(parse, head, found, asked, said.short_answer) or _acts_as(found, wanted, asked))
        ):
            closeness = _title_match(parse, run, head, asked) + (parse.words[head].dep in _IN_ANSWER)
            likely = _WHERE + min(0.0, role) if asked.kind == "place" and asked.focus is None else _ASKED
            yield replace(found, score=likely + closeness + (3.0 if found.acts == wanted is not None else 0.0))
        else:
            yield found


def _called(parse: Parse) -> dict[int, int]:
    """Return the heads of descriptions with those of the names beside them: "Valdane's captain, Luca Brandt"."""
    return {
        word.head: index
        for index, word in enumerate(parse.words)
        if word.dep == "appos"
        and word.pos == "PROPN"
        and word.entity == "PERSON"
        and parse.words[word.head].pos == "NOUN"
    }


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
        made = found.named and parse.words[head].dep == "pobj" and parse.words[parse.words[head].head].lemma == "by"
        return (found.sort == "person" or acts or made) and not _identifies(asked)
    if asked.kind == "thing":
        return asked.focus is not None and parse.words[head].dep in _IN_ANSWER
    return True


def _identifies(asked: Question) -> bool:
    words = asked.parse.words
    if len(words) < 3 or words[0].text.lower() != "who" or words[1].lemma != "be" or words[2].pos != "PROPN":
        return False
    return not any(word.dep == "poss" for word in words)  # "Who is Victor Hale's wife?"


def _title_match(parse: Parse, run: Run, head: int, asked: Question) -> float:
    """Count what stands beside a name in the answer and was asked for: "president", "lawyer"."""
    wanted = {word.lemma for word in asked.parse.words if word.pos == "NOUN"}
    beside = [word for word in parse.words[max(0, run.first - 4) : run.first] if word.pos != "PUNCT"]
    beside += [word for word in parse.words if word.dep in {"appos", "compound"} and word.head == head]
    above = parse.words[parse.words[head].head]
    if parse.words[head].dep in {"appos", "compound", "nsubj", "pobj", "dobj"}:
        beside.append(above)
    return 2.0 if any(word.lemma in wanted for word in beside) else 0.0
