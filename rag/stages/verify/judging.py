"""A claim on one sentence, with the sentences around it as helpers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rag.schema import Sentence, Verdict
from rag.stages.language.aliases import read_aliases
from rag.stages.language.calendar import read_published
from rag.stages.verify.checks import GRAMMAR_CHECKS, WORD_CHECKS
from rag.stages.verify.citing import Cited
from rag.stages.verify.edits import find_edits
from rag.stages.verify.facts import FactReader, Facts
from rag.stages.verify.fillers import Sides
from rag.stages.verify.pairing import pair_predicates
from rag.stages.verify.records import Case, Judgement, Outcome, Supports
from rag.stages.verify.referents import Referents, find_referents
from rag.stages.verify.runs import find_runs
from rag.stages.verify.voices import Voice, is_quotation, neighbours, voice_in

IN_OTHER_WORDS = "Borne out by the cited sentence, in other words."
LOOK_BACK = 3
"""Sentences before a cited one that may introduce what it refers to."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known of a sentence from the sentences around it, before it is known which of them are cited."""

    source: Facts
    before: tuple[Sentence, ...]
    """The evidence just before it, the nearest last."""
    referents: Referents
    voice: Voice | None
    """Who speaks it, where all of it is a quotation."""
    voiced_by: Sentence | None
    """The sentence that names the speaker."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One choice of helpers, with what they let the source say."""

    helpers: tuple[Cited, ...]
    referents: Referents
    voice: Voice | None


def judge_on(
    text: str, primary: Cited, helpers: Sequence[Cited], reader: FactReader, supports: Supports | None = None
) -> Judgement:
    """Judge a claim on one sentence, and on as few helpers as introduce what that one refers to.

    Where nothing but the wording fails, ``supports`` has the last word.
    """
    article = primary.origin.article
    (claim,) = reader.read([text], context=article.text)
    setting = read_setting(primary, reader)
    aliases, published = read_aliases(article.text), read_published(article.published)
    first: Judgement | None = None
    for reading in readings(setting, helpers):
        sides = Sides(claim, setting.source, reading.referents, aliases, published, reading.voice)
        judgement = judge_sides(sides, (primary, *reading.helpers))
        if differs_in_wording(judgement) and supports is not None and supports(text, (primary, *helpers)):
            return replace(judgement, verdict="verified", reason=IN_OTHER_WORDS, cited=(primary, *reading.helpers))
        if judgement.verified:
            return judgement
        first = first or judgement
    return first or Judgement("unsupported", "The claim could not be checked.", (), ())


def read_setting(primary: Cited, reader: FactReader) -> Setting:
    """Read a sentence with those around it."""
    article, sentence = primary.origin.article, primary.sentence
    earlier = [item for item in primary.origin.sentences if item.kind == "body" and item.index < sentence.index]
    before = tuple(earlier[-LOOK_BACK:])
    source, *facts = reader.read([sentence.text, *(item.text for item in before)], context=article.text)
    referents = find_referents(source, facts, read_aliases(article.text))
    if not is_quotation(sentence, article.text):
        return Setting(source, before, referents, None, None)
    for beside in neighbours(primary):
        voice = voice_in(reader.read([beside.text], context=article.text)[0])
        if voice is not None:
            return Setting(source, before, referents, voice, beside)
    return Setting(source, before, referents, Voice(), None)


def readings(setting: Setting, helpers: Sequence[Cited]) -> Iterator[Reading]:
    """Yield what may be taken as introduced, with the cited sentences that do it: nothing, each one, all."""
    speaking = tuple(item for item in helpers if item.sentence == setting.voiced_by)[:1]
    voice = setting.voice if speaking or setting.voice is None else Voice()
    introducing = {
        place: item
        for place, known in enumerate(setting.before)
        for item in helpers
        if item.sentence == known and any(referent.introduced == place for referent in setting.referents.known)
    }
    choices: list[tuple[int, ...]] = [(), *((place,) for place in introducing)]
    if len(introducing) > 1:
        choices.append(tuple(introducing))
    for places in choices:
        used = (*speaking, *(introducing[place] for place in places if introducing[place] not in speaking))
        yield Reading(used, setting.referents.only(set(places)), voice)


def judge_sides(sides: Sides, used: tuple[Cited, ...]) -> Judgement:
    """Run the checks: those of words first, and those of grammar where they pass."""
    outcomes = tuple(check(sides) for check in WORD_CHECKS)
    if all(outcome.passed or outcome.check == "support" for outcome in outcomes):
        case = make_case(sides)
        outcomes += tuple(check(case) for check in GRAMMAR_CHECKS)
    failed = next((outcome for outcome in outcomes if not outcome.passed), None)
    if failed is None:
        return Judgement("verified", "Borne out by the cited sentence.", used, outcomes)
    return Judgement(_verdict_of(outcomes), failed.reason, (), outcomes)


def differs_in_wording(judgement: Judgement) -> bool:
    """Tell whether a claim fails for nothing but words that its source does not have."""
    return not judgement.verified and {item.check for item in judgement.outcomes if not item.passed} == {"support"}


def make_case(sides: Sides) -> Case:
    """Compare the grammar of a claim with that of a sentence."""
    runs = find_runs(sides.claim, sides.source)
    full = replace(sides, runs=runs)
    return Case(full, find_edits(sides.claim, sides.source, runs), pair_predicates(full))


def _verdict_of(outcomes: Iterable[Outcome]) -> Verdict:
    """``contradicted`` where the words are there and the source says otherwise with them."""
    failed = [outcome for outcome in outcomes if not outcome.passed]
    missing = any(outcome.check in ("support", "names") for outcome in failed)
    return "contradicted" if not missing and any(outcome.contradicted for outcome in failed) else "unsupported"
