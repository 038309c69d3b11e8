"""A claim is settled: shown on what it cites, shown on what the aligner finds, or withheld with its reason."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from rag.schema import Claim
from rag.stages.citing import cite
from rag.stages.verify.align import articles_of, sentences_around, support_candidates
from rag.stages.verify.citing import Cited
from rag.stages.verify.facts import FactReader
from rag.stages.verify.judging import LOOK_BACK
from rag.stages.verify.records import Judgement, Supports
from rag.stages.verify.verifier import distance_from_verified, judge_claim, verify_claim, withheld

_log = logging.getLogger("citewire")


class Responsiveness(Protocol):
    """Tells whether a true sentence addresses the question."""

    def __call__(self, text: str, cited: Sequence[Cited]) -> str | None:
        """Return why the claim does not answer, in a sentence for a person; None where it does."""


def settle_claim(
    text: str,
    cited: Sequence[Cited],
    *,
    pool: Sequence[Cited],
    reader: FactReader,
    responds: Responsiveness | None = None,
    supports: Supports | None = None,
) -> Judgement:
    """Judge a claim on what it cites, else once on what the aligner finds in the articles of ``cited`` and ``pool``.

    Deterministic; calls no model but the reader's parser and ``supports``. Never raises: what goes wrong is withheld.
    """
    try:
        judgement = _on_given_or_found(text, cited, pool, reader, supports)
        reason = responds(text, judgement.cited) if responds is not None and judgement.verified else None
    except Exception as exc:  # noqa: BLE001 - what breaks must withhold, whatever broke it
        _log.warning("settling a claim failed: %r", exc)
        return withheld("citations", "The claim could not be checked.")
    return judgement if reason is None else replace(judgement, verdict="unresponsive", reason=reason)


def claim_of(text: str, judgement: Judgement) -> Claim:
    """Return the judged claim as the record that an answer holds."""
    citations = tuple(cite(item.origin.article, item.sentence) for item in judgement.cited)
    return Claim(text, citations, judgement.verdict, judgement.reason)


def _on_given_or_found(
    text: str, cited: Sequence[Cited], pool: Sequence[Cited], reader: FactReader, supports: Supports | None
) -> Judgement:
    judged = [verify_claim(text, cited, reader=reader, supports=supports)]
    if judged[0].verified or any(outcome.check == "injection" for outcome in judged[0].outcomes):
        return judged[0]
    found = support_candidates(text, articles_of(cited, pool))
    around = [item for place in found for item in sentences_around(place, LOOK_BACK)]
    if found:
        judged.append(judge_claim(text, found, around, reader, supports))
    if judged[-1].verified:
        return judged[-1]
    return min(judged if cited else judged[-1:], key=distance_from_verified)
