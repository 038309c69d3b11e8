"""The sheet on which one written summary is put together: what was shown, what was withheld and why."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rag.protocols import Embedder, Floats
from rag.schema import Claim, ClaimShown, ClaimWithheld
from rag.stages.summarising.lines import Line, count_words
from rag.stages.summarising.selecting import Length
from rag.stages.summarising.standing import Standing
from rag.stages.verify import FactReader, claim_of, settle_claim
from rag.stages.verify.records import Supports
from rag.stages.verify.voices import is_quotation
from rag.stages.writing.records import DraftClaim
from rag.stages.writing.wording import holds_markup, is_refusal
from rag.summary import Settled

REPEATS = 0.9
"""Cosine similarity at which a sentence says again what a shown one says."""


class SummarySheet:
    """Belongs to one summary and one thread."""

    def __init__(
        self,
        length: Length,
        reader: FactReader,
        standing: Standing,
        embedder: Embedder,
        supports: Supports | None = None,
    ) -> None:
        self.length = length
        self.shown: list[Claim] = []
        self.withheld: list[Claim] = []
        self.failed: list[tuple[DraftClaim, str]] = []
        """Drafts that failed, each with the reason, for a repair."""
        self._reader = reader
        self._supports = supports
        self._standing = standing
        self._embedder = embedder
        self._vectors: list[Floats] = []
        self._seen: set[str] = set()

    @property
    def is_full(self) -> bool:
        """True once the summary is as long as was asked for."""
        if self.length.words is not None:
            return self._words() >= self.length.words
        return len(self.shown) >= self.length.sentences

    def needs_repair(self) -> bool:
        """Tell whether sentences failed and left the summary shorter than was asked for, in words by half."""
        if not self.failed:
            return False
        if self.length.words is not None:
            return self._words() * 2 < self.length.words
        return len(self.shown) < self.length.sentences

    def settle(self, draft: DraftClaim, lines: Sequence[Line]) -> Settled | None:
        """Return what becomes of a draft; None where the same words were settled before."""
        key = " ".join(draft.text.casefold().split()).rstrip(" .")
        if key in self._seen:
            return None
        self._seen.add(key)
        reason = self._unfit(draft.text)
        if reason is not None:
            return self._withhold(draft, Claim(draft.text, (), "unsupported", reason))
        judgement = settle_claim(
            draft.text, cited_lines(draft, lines), pool=lines, reader=self._reader, supports=self._supports
        )
        claim = claim_of(draft.text, judgement)
        if not judgement.verified:
            return self._withhold(draft, claim)
        cited = judgement.cited[0]
        context = cited.origin.article.text
        if is_quotation(cited.sentence, context) and len(judgement.cited) == 1:
            return self._withhold(draft, unresponsive(claim, "The sentence is a quotation and does not say whose."))
        if not self._standing.explains_itself(draft.text, context):
            return self._withhold(draft, unresponsive(claim, "The sentence does not say whom or what it is about."))
        return self._show(draft, claim)

    def _unfit(self, text: str) -> str | None:
        if is_refusal(text):
            return "It says nothing of the article."
        return "The sentence holds markup." if holds_markup(text) else None

    def _show(self, draft: DraftClaim, claim: Claim) -> Settled:
        if self.length.words is not None and self._words() + count_words(claim.text) > self.length.words:
            return self._withhold(draft, unresponsive(claim, "The sentence is too long for the summary."))
        vector = self._embedder.embed([claim.text], kind="document")[0]
        if any(float(np.dot(vector, other)) >= REPEATS for other in self._vectors):
            return self._withhold(draft, unresponsive(claim, "The sentence says again what another one says."))
        self._vectors.append(vector)
        self.shown.append(claim)
        return ClaimShown(claim)

    def _withhold(self, draft: DraftClaim, claim: Claim) -> ClaimWithheld:
        self.withheld.append(claim)
        self.failed.append((draft, claim.reason))
        return ClaimWithheld(claim)

    def _words(self) -> int:
        return sum(count_words(claim.text) for claim in self.shown)


def unresponsive(claim: Claim, reason: str) -> Claim:
    """Return a true claim as one that does not belong in the summary."""
    return Claim(claim.text, claim.citations, "unresponsive", reason)


def cited_lines(draft: DraftClaim, lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return the lines that a draft cites; nothing where one of its numbers does not exist, so it is searched."""
    if any(not 1 <= number <= len(lines) for number in draft.sources):
        return ()
    return tuple(lines[number - 1] for number in draft.sources)
