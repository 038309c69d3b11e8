"""The verifier: a claim beside the sentences that it cites."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence

from rag.schema import Verdict
from rag.stages.language.aliases import read_aliases
from rag.stages.language.calendar import read_published
from rag.stages.language.quotes import plain_quote
from rag.stages.verify.checks import CHECKS
from rag.stages.verify.clauses import split_claim
from rag.stages.verify.edits import find_edits
from rag.stages.verify.facts import FactReader, Facts
from rag.stages.verify.fillers import Sides
from rag.stages.verify.injection import gives_orders
from rag.stages.verify.pairing import pair_predicates
from rag.stages.verify.records import Case, CheckName, Cited, Judgement, Outcome
from rag.stages.verify.referents import Referents, find_referents
from rag.stages.verify.runs import find_runs

MAX_CLAIM = 1200
"""Characters of a claim; what is longer is no sentence."""

LOOK_BACK = 3
"""Sentences before a cited one that may introduce what it refers to."""

_log = logging.getLogger("citewire")


def verify_claim(text: str, cited: Sequence[Cited], *, reader: FactReader) -> Judgement:
    """Judge a claim against the sentences that it cites; calls no model but the reader's parser.

    ``verified`` needs one cited sentence that bears the whole claim out, or one for each of its clauses. Other
    cited sentences may only introduce what that one refers to (``he``, ``the agreement``). Never raises: what
    goes wrong is a verdict of ``unsupported``.
    """
    try:
        return _judge(text, cited, reader)
    except Exception as exc:  # noqa: BLE001 - a verifier that breaks must withhold, whatever broke it
        _log.warning("the verifier failed on a claim: %r", exc)
        return withheld("citations", "The claim could not be checked.")


def _judge(text: str, cited: Sequence[Cited], reader: FactReader) -> Judgement:
    early = _early_verdict(text, cited)
    if early is not None:
        return early
    whole = _judge_whole(text, cited, reader)
    if whole.verified:
        return whole
    parts = split_claim(reader.read([text], context=cited[0].origin.article.text)[0])
    if len(parts) < 2:
        return whole
    judged = [_judge_part(part, cited, reader) for part in parts]
    if not all(part.verified for part in judged):
        return whole
    used = tuple(dict.fromkeys(item for part in judged for item in part.cited))
    return Judgement("verified", "Each part is borne out by a cited sentence.", used, judged[0].outcomes)


def _early_verdict(text: str, cited: Sequence[Cited]) -> Judgement | None:
    """Settle what needs no grammar: nothing said, nothing cited, orders to a machine, word for word."""
    if not any(character.isalnum() for character in text) or len(text) > MAX_CLAIM:
        return withheld("citations", "The claim is empty or far too long.")
    if not cited:
        return withheld("citations", "The claim cites no sentence.")
    if any(not is_sound(item) for item in cited):
        return withheld("citations", "The claim cites a sentence that is not in its article.")
    if gives_orders(text) or any(gives_orders(item.sentence.text) for item in cited):
        return withheld("injection", "The text gives orders to its reader; it is no answer.")
    verbatim = verbatim_of(text, cited)
    if verbatim:
        return Judgement("verified", "Quoted word for word.", verbatim, (Outcome("verbatim", True),))
    if text.rstrip(" \"”’'").endswith("?"):
        return withheld("support", "The claim is a question.")
    return None


def is_sound(item: Cited) -> bool:
    """Tell whether the sentence stands where it says in its article, and is evidence."""
    sentence, article = item.sentence, item.origin.article
    return (
        sentence.article_id == article.id
        and sentence.kind == "body"
        and article.text[sentence.start : sentence.end] == sentence.text
    )


def verbatim_of(text: str, cited: Sequence[Cited]) -> tuple[Cited, ...]:
    """Return the cited sentences that make up the text word for word, in its order; empty where they do not."""
    left, used = plain_quote(text), []
    pieces = [(plain_quote(item.sentence.text), item) for item in cited]
    while left:
        found = next(((piece, item) for piece, item in pieces if piece and _begins(left, piece)), None)
        if found is None:
            return ()
        left = left[len(found[0]) :].lstrip()
        used.append(found[1])
    return tuple(dict.fromkeys(used))


def _begins(text: str, piece: str) -> bool:
    return text.startswith(piece) and (len(text) == len(piece) or text[len(piece)] == " ")


def _judge_part(text: str, cited: Sequence[Cited], reader: FactReader) -> Judgement:
    verbatim = verbatim_of(text, cited)
    if verbatim:
        return Judgement("verified", "Quoted word for word.", verbatim, (Outcome("verbatim", True),))
    return _judge_whole(text, cited, reader)


def _judge_whole(text: str, cited: Sequence[Cited], reader: FactReader) -> Judgement:
    """Return the verdict on the cited sentence that fits best."""
    judged = [_judge_on(text, item, cited, reader) for item in cited]
    return next((item for item in judged if item.verified), None) or min(judged, key=failures)


def failures(judgement: Judgement) -> int:
    """Return how many checks a claim failed."""
    return sum(not outcome.passed for outcome in judgement.outcomes)


def _judge_on(text: str, primary: Cited, cited: Sequence[Cited], reader: FactReader) -> Judgement:
    """Judge the claim on one sentence, and on as few others as introduce what that one refers to."""
    article = primary.origin.article
    before = sentences_before(primary)
    claim, source, *earlier = reader.read([text, primary.sentence.text, *before], context=article.text)
    referents = find_referents(source, earlier, read_aliases(article.text))
    judged = [
        _judge_case(make_case(claim, source, referents.only(set(places)), primary), (primary, *helpers))
        for places, helpers in _introductions(primary, cited, before, referents)
    ]
    return next((item for item in judged if item.verified), judged[0])


def _introductions(
    primary: Cited, cited: Sequence[Cited], before: Sequence[str], referents: Referents
) -> Iterator[tuple[tuple[int, ...], tuple[Cited, ...]]]:
    """Yield what may be taken as introduced, with the cited sentences that do it: nothing, each one, all."""
    article = primary.origin.article.id
    helpers = {
        before.index(item.sentence.text): item
        for item in cited
        if item.origin.article.id == article and item.sentence.text in before and item.sentence != primary.sentence
    }
    useful = [place for place in helpers if any(item.introduced == place for item in referents.known)]
    yield (), ()
    for place in useful:
        yield (place,), (helpers[place],)
    if len(useful) > 1:
        yield tuple(useful), tuple(helpers[place] for place in useful)


def _judge_case(case: Case, used: tuple[Cited, ...]) -> Judgement:
    outcomes = tuple(check(case) for check in CHECKS)
    failed = next((outcome for outcome in outcomes if not outcome.passed), None)
    if failed is None:
        return Judgement("verified", "Borne out by the cited sentence.", used, outcomes)
    return Judgement(_verdict_of(outcomes), failed.reason, (), outcomes)


def make_case(claim: Facts, source: Facts, referents: Referents, primary: Cited) -> Case:
    """Return the claim beside a sentence, with everything that checks ask for."""
    aliases = read_aliases(primary.origin.article.text)
    runs = find_runs(claim, source)
    sides = Sides(claim, source, referents, aliases, runs)
    published = read_published(primary.origin.article.published)
    edits = find_edits(claim, source, runs)
    return Case(claim, source, referents, aliases, published, runs, edits, pair_predicates(sides))


def sentences_before(primary: Cited) -> list[str]:
    """Return the texts of the evidence just before a sentence, the nearest last."""
    earlier = [item for item in primary.origin.sentences if item.kind == "body" and item.index < primary.sentence.index]
    return [item.text for item in earlier[-LOOK_BACK:]]


def _verdict_of(outcomes: Iterable[Outcome]) -> Verdict:
    """``contradicted`` where the words are there and the source says otherwise with them."""
    failed = [outcome for outcome in outcomes if not outcome.passed]
    missing = any(outcome.check in ("support", "names") for outcome in failed)
    return "contradicted" if not missing and any(outcome.contradicted for outcome in failed) else "unsupported"


def withheld(check: CheckName, reason: str) -> Judgement:
    """Return the verdict on a claim that one check settles."""
    return Judgement("unsupported", reason, (), (Outcome(check, False, reason),))
