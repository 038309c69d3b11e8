"""Each verb of a claim beside the verb of the source that fits it best, with what does not fit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from rag.stages.verify.fillers import Sides, is_first_person
from rag.stages.verify.likeness import alike, word_keys
from rag.stages.verify.operators import Operator, Operators, operators_of
from rag.stages.verify.predicates import Predicate
from rag.stages.verify.prepositions import preposition_problems
from rag.stages.verify.problems import Problem
from rag.stages.verify.referents import Referents
from rag.stages.verify.speech import fronted_speakers, speakers_of
from rag.stages.verify.verb_words import ERGATIVE, LIGHT, SPEECH

_PLAIN = frozenset({"not", "will", "may", "can", "must", "should", "if", "to", "likely", "said", "nearly"})
"""Operators that are compared by name; governors are compared like other words."""


@dataclass(frozen=True, slots=True)
class Pairing:
    """A verb of the claim with the verb of the source that fits best; ``given`` is None where there is none."""

    claimed: Predicate
    given: Predicate | None
    problems: tuple[Problem, ...]


def pair_predicates(sides: Sides) -> tuple[Pairing, ...]:
    """Return a pairing for each predicate of the claim."""
    return tuple(_best(sides, predicate) for predicate in sides.claim.predicates)


def _best(sides: Sides, claimed: Predicate) -> Pairing:
    mine = sides.claim.keys[claimed.index]
    alikes = [given for given in sides.source.predicates if alike(mine, sides.source.keys[given.index])]
    if claimed.lemma == "be":
        alikes = [given for given in alikes if _same_statement(sides, claimed, given)]
    pairings = [Pairing(claimed, given, tuple(_problems(sides, claimed, given))) for given in alikes]
    if not pairings:
        pairings = [Pairing(claimed, None, tuple(_unpaired_problems(sides, claimed)))]
    return min(pairings, key=lambda pairing: len(pairing.problems))


def _same_statement(sides: Sides, claimed: Predicate, given: Predicate) -> bool:
    """Two forms of ``be`` are one statement where they stand in one run or say the same of something."""
    if sides.runs.together((claimed.index, given.index)):
        return True
    if claimed.complements or given.complements:
        return any(sides.same(mine, theirs) for mine in claimed.complements for theirs in given.complements)
    return any(sides.same(mine, theirs) for mine in claimed.agents for theirs in given.agents)


def _problems(sides: Sides, claimed: Predicate, given: Predicate) -> Iterator[Problem]:
    verb = (claimed.index, given.index)
    for problem in (
        *operator_problems(sides, claimed, given.operators, given.index),
        *_speaker_problems(sides, claimed, given.speakers, given.agents),
        *_role_problems(sides, claimed, given),
        *preposition_problems(sides, claimed.index, given.index),
    ):
        copied = problem.is_placed and sides.runs.together(verb, (problem.mine, problem.theirs))
        if not copied and not _negates_another(sides, problem, verb):
            yield problem


def _negates_another(sides: Sides, problem: Problem, verb: tuple[int, int]) -> bool:
    """A negation that stands in a run with a word that is not this verb has only been read differently."""
    if problem.kind != "polarity":
        return False
    for run in sides.runs.found:
        places = [place for place, pair in enumerate(run.pairs) if problem.mine == pair[0] or problem.theirs == pair[1]]
        if places and len(run.pairs) > places[0] + 1:
            after = run.pairs[places[0] + 1][1]
            return not alike(sides.source.keys[after], sides.source.keys[verb[1]])
    return False


def operator_problems(sides: Sides, claimed: Predicate, given: Operators, place: int | None) -> Iterator[Problem]:
    """Yield where a verb is more or less sure, or the other way round, than in its source."""
    verb = sides.claim.words[claimed.index].text
    mine, theirs = claimed.operators, given
    denials = [operator for operator in mine if operator.name == "not"]
    denied = [operator for operator in theirs if operator.name == "not"]
    if denials and not denied:
        yield Problem("polarity", f"the claim denies {verb!r}, the source does not", denials[0].word, None)
    elif denied and not denials:
        yield Problem("polarity", f"the source denies {verb!r}, the claim does not", None, denied[0].word)
    for operator in _without_partner(theirs, mine):
        word = sides.source.words[operator.word].text
        yield Problem("modality", f"the source puts {verb!r} under {word!r}, the claim does not", None, operator.word)
    for operator in _without_partner(mine, theirs):
        if place is not None and operator.name not in _PLAIN and _governs_nearby(sides, operator, place):
            continue
        word = sides.claim.words[operator.word].text
        yield Problem("modality", f"the claim puts {verb!r} under {word!r}, the source does not", operator.word, None)


def _governs_nearby(sides: Sides, operator: Operator, place: int) -> bool:
    """The source has the governor close before the verb, however their link was read."""
    keys, tree = sides.claim.keys[operator.word], sides.source.tree
    return any(alike(keys, sides.source.keys[other]) and tree.distance(other, place) <= 2 for other in range(place))


def _without_partner(operators: Operators, others: Operators) -> list[Operator]:
    found = [operator for operator in operators if operator.name != "not" and not _has_partner(operator, others)]
    return sorted(found, key=lambda operator: operator.word)


def _has_partner(operator: Operator, others: Operators) -> bool:
    if operator.name in _PLAIN:
        return any(other.name == operator.name for other in others)
    keys = word_keys(operator.name)
    return any(other.name == operator.name or alike(keys, word_keys(other.name)) for other in others)


def _speaker_problems(
    sides: Sides, claimed: Predicate, speakers: tuple[int, ...], agents: tuple[int, ...]
) -> Iterator[Problem]:
    claim, source = sides.claim, sides.source
    mine = [index for index in claimed.speakers if claim.words[index].lemma not in ("article", "text", "story")]
    near = [*mine, *fronted_speakers(claim.tree, claimed.index)]
    if sides.voice is not None and not speakers:
        yield from _voice_problems(sides, claimed, near)
        return
    for speaker in speakers:
        if any(sides.same(other, speaker) is not False for other in near):
            continue
        own_words = any(is_first_person(source, agent) for agent in agents)
        if own_words and any(sides.same(other, speaker) for other in claimed.agents):
            continue
        found = "names another speaker" if mine else "leaves that out"
        reason = f"the source has this on the word of {source.words[speaker].text!r}, the claim {found}"
        yield Problem("speaker", reason, None, speaker)
    for other in mine:
        if not any(sides.same(other, speaker) is not False for speaker in speakers):
            yield Problem(
                "speaker",
                f"the source does not have this on the word of {claim.words[other].text!r}",
                other,
                None,
            )


def _voice_problems(sides: Sides, claimed: Predicate, speakers: list[int]) -> Iterator[Problem]:
    """The source is all quotation: the claim must name who speaks."""
    voice = sides.voice
    if voice is None or claimed.lemma in SPEECH:
        return
    if voice.facts is None:
        yield Problem("speaker", "the source is a quotation and no cited sentence says whose", None, None)
        return
    beside = replace(sides, source=voice.facts, referents=Referents())
    if not any(beside.same(speaker, head) for speaker in speakers for head in voice.heads):
        found = "names another speaker" if speakers else "does not say so"
        name = voice.facts.words[voice.heads[0]].text
        yield Problem("speaker", f"the source is a quotation of {name!r} and the claim {found}", None, None)


def _role_problems(sides: Sides, claimed: Predicate, given: Predicate) -> Iterator[Problem]:
    ergative = claimed.lemma in ERGATIVE
    verb = sides.claim.words[claimed.index].text
    for role, mine, theirs, crossed in (
        ("does", claimed.agents, given.agents, given.patients),
        ("undergoes", claimed.patients, given.patients, given.agents),
    ):
        for filler in mine:
            if sides.claim.words[filler].dep == "appos":
                continue
            verdicts = [sides.same(filler, other) for other in theirs]
            swapped = not (ergative and not theirs) and any(sides.same(filler, other) for other in crossed)
            if any(verdicts):
                continue
            if swapped or (verdicts and all(verdict is False for verdict in verdicts)):
                word = sides.claim.words[filler].text
                yield Problem("roles", f"in the source it is not {word!r} that {role} {verb!r}", filler, None)


def _unpaired_problems(sides: Sides, claimed: Predicate) -> Iterator[Problem]:
    """A verb that the source does not use: what stands over its nouns there must stand over it here."""
    best: list[Problem] | None = None
    for place in _nominal_places(sides, claimed):
        found = [
            problem
            for problem in operator_problems(sides, claimed, _operators_over(sides, place), place)
            if problem.kind == "polarity" or _is_plain(sides, problem)
        ]
        found += _speaker_problems(sides, claimed, speakers_of(sides.source.tree, place), ())
        best = found if best is None or len(found) < len(best) else best
    if best is None:
        best = list(operator_problems(sides, claimed, frozenset(), None))
    yield from best


def _is_plain(sides: Sides, problem: Problem) -> bool:  # noqa: ARG001
    """Governing verbs of a noun's verb say nothing of the noun itself."""
    return problem.kind != "modality" or problem.mine is not None


def _nominal_places(sides: Sides, claimed: Predicate) -> list[int]:
    source, mine = sides.source, sides.claim.keys[claimed.index]
    if claimed.lemma not in LIGHT:
        return [
            index for index, word in enumerate(source.words)
            if word.pos in ("NOUN", "ADJ") and alike(mine, source.keys[index])
        ]  # fmt: skip
    for filler in (*claimed.complements, *claimed.patients, *claimed.agents):
        places = [
            index for index, word in enumerate(source.words)
            if word.pos in ("NOUN", "PROPN", "ADJ", "NUM", "VERB") and sides.same(filler, index)
        ]  # fmt: skip
        if places:
            return places
    return []


def _operators_over(sides: Sides, index: int) -> Operators:
    """Return the operators of the verb that a noun of the source hangs on."""
    tree = sides.source.tree
    verbs = {predicate.index for predicate in sides.source.predicates}
    verb = next((other for other in (index, *tree.ancestors(index)) if other in verbs), None)
    return operators_of(tree, verb) if verb is not None else frozenset()
