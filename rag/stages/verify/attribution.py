"""Whether a claim's verb stands on the word of the same speaker as in its source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from rag.stages.verify.fillers import Sides, is_first_person
from rag.stages.verify.likeness import alike
from rag.stages.verify.predicates import Predicate
from rag.stages.verify.problems import Problem
from rag.stages.verify.referents import Referents
from rag.stages.verify.speech import fronted_speakers
from rag.stages.verify.verb_words import PERFORMATIVE, SPEECH


def speaker_problems(sides: Sides, claimed: Predicate, speakers: tuple[int, ...]) -> Iterator[Problem]:
    """Yield speakers that a claim drops, changes or invents."""
    claim, source = sides.claim, sides.source
    mine = [index for index in claimed.speakers if claim.words[index].lemma not in ("article", "text", "story")]
    near = [*mine, *fronted_speakers(claim.tree, claimed.index)]
    if sides.voice is not None and not speakers:
        yield from _voice_problems(sides, claimed, near)
        return
    for speaker in speakers:
        if any(sides.same(other, speaker) is not False for other in near):
            continue
        if _is_own_act(sides, claimed, speaker):
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


def _is_own_act(sides: Sides, claimed: Predicate, speaker: int) -> bool:
    """``"We thank the nurses who came," X said``: X thanked the nurses who came.

    Of all other verbs of the first person there is only the speaker's word: who says "I paid" may not have.
    """
    above = {claimed.index, *sides.claim.tree.ancestors(claimed.index)}
    for act in sides.claim.predicates:
        if act.index in above and act.lemma in PERFORMATIVE and any(sides.same(one, speaker) for one in act.agents):
            keys = sides.claim.keys[act.index]
            return any(
                _is_performed(sides, given) and alike(keys, sides.source.keys[given.index])
                for given in sides.source.predicates
            )
    return False


def _is_performed(sides: Sides, given: Predicate) -> bool:
    """Tell ``we thank``: of the first person, in the present, and under nothing."""
    source = sides.source
    own = any(is_first_person(source, agent) for agent in given.agents)
    return own and given.lemma in PERFORMATIVE and not given.operators and source.words[given.index].tag == "VBP"


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
