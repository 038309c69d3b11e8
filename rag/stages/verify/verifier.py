"""The verifier: a claim beside the sentences that it cites."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from rag.stages.language.quotes import plain_quote
from rag.stages.verify.align import articles_of
from rag.stages.verify.citing import Cited
from rag.stages.verify.clauses import split_claim
from rag.stages.verify.facts import FactReader
from rag.stages.verify.frames import without_frame
from rag.stages.verify.injection import gives_orders
from rag.stages.verify.judging import judge_on
from rag.stages.verify.records import CheckName, Judgement, Outcome, Supports

MAX_CLAIM = 1200
"""Characters of a claim; what is longer is no sentence."""

_log = logging.getLogger("citewire")


def verify_claim(
    text: str, cited: Sequence[Cited], *, reader: FactReader, supports: Supports | None = None
) -> Judgement:
    """Judge a claim against the sentences that it cites; calls no model but the reader's parser, and ``supports``.

    ``verified`` needs one cited sentence that bears the whole claim out, or one for each of its clauses. Other
    cited sentences may only introduce what that one refers to (``he``, ``the agreement``). Never raises: what
    goes wrong is a verdict of ``unsupported``.
    """
    try:
        return judge_claim(text, cited, cited, reader, supports)
    except Exception as exc:  # noqa: BLE001 - a verifier that breaks must withhold, whatever broke it
        _log.warning("the verifier failed on a claim: %r", exc)
        return withheld("citations", "The claim could not be checked.")


def judge_claim(
    text: str,
    primaries: Sequence[Cited],
    helpers: Sequence[Cited],
    reader: FactReader,
    supports: Supports | None = None,
) -> Judgement:
    """Judge a claim on any of ``primaries``, where ``helpers`` may introduce what those refer to. May raise."""
    early = _early_verdict(text, primaries)
    if early is not None:
        return early
    text = without_frame(text, " ".join(split.article.text for split in articles_of(primaries)))
    whole = _judge_part(text, primaries, helpers, reader, supports)
    if whole.verified or whole.verdict == "contradicted":
        return whole  # where a sentence has all the words, reading them apart would only hide what contradicts
    parts = split_claim(reader.read([text], context=primaries[0].origin.article.text)[0])
    if len(parts) < 2:
        return whole
    judged = []
    for part in parts:
        judged.append(_judge_part(part, primaries, helpers, reader, supports))
        if not judged[-1].verified:
            return whole
    used = tuple(dict.fromkeys(item for part in judged for item in part.cited))
    return Judgement("verified", "Each part is borne out by a cited sentence.", used, judged[0].outcomes)


def _judge_part(
    text: str, primaries: Sequence[Cited], helpers: Sequence[Cited], reader: FactReader, supports: Supports | None
) -> Judgement:
    """Return the verdict on the sentence that fits best."""
    verbatim = verbatim_of(text, primaries)
    if verbatim:
        return Judgement("verified", "Quoted word for word.", verbatim, (Outcome("verbatim", True),))
    judged = []
    for primary in primaries:
        judged.append(judge_on(text, primary, helpers, reader, supports))
        if judged[-1].verified:
            return judged[-1]
    return min(judged, key=distance_from_verified)


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
    if text.rstrip(" \"”’'").endswith("?") and not verbatim_of(text, cited):
        return withheld("sentence", "The claim is a question.")
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


def distance_from_verified(judgement: Judgement) -> tuple[bool, int]:
    """Order verdicts by how near they came: first whether the words were there, then how many checks failed."""
    failed = [outcome for outcome in judgement.outcomes if not outcome.passed]
    return judgement.verdict != "contradicted", len(failed)


def withheld(check: CheckName, reason: str) -> Judgement:
    """Return the verdict on a claim that one check settles."""
    return Judgement("unsupported", reason, (), (Outcome(check, False, reason),))
