"""What goes into a check and what comes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from rag.schema import Verdict
from rag.stages.verify.citing import Cited
from rag.stages.verify.edits import Edit
from rag.stages.verify.facts import Facts
from rag.stages.verify.fillers import Sides
from rag.stages.verify.pairing import Pairing
from rag.stages.verify.runs import Runs

CheckName = Literal[
    "citations", "injection", "verbatim", "numbers", "attachment", "dates", "names", "quotations", "polarity",
    "modality", "direction", "roles", "speaker", "support",
    "wording", "sentence",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one check found."""

    check: CheckName
    passed: bool
    reason: str = ""
    """Why it failed, for a person."""
    contradicted: bool = False
    """True where the source says otherwise, not merely nothing."""


@dataclass(frozen=True, slots=True)
class Case:
    """A claim beside the one sentence that is to bear it out, with their grammar compared."""

    sides: Sides
    edits: tuple[Edit, ...]
    """Small changes where the claim otherwise copies the source."""
    pairings: tuple[Pairing, ...]
    """For each predicate of the claim, the source's predicate that fits best."""

    @property
    def claim(self) -> Facts:
        """The claim."""
        return self.sides.claim

    @property
    def source(self) -> Facts:
        """The sentence."""
        return self.sides.source

    @property
    def runs(self) -> Runs:
        """What the claim copies."""
        return self.sides.runs


class WordCheck(Protocol):
    """A named rule about the words of a claim."""

    def __call__(self, sides: Sides, /) -> Outcome:
        """Compare; never raises for any text."""


class GrammarCheck(Protocol):
    """A named rule about what the claim says with its words."""

    def __call__(self, case: Case, /) -> Outcome:
        """Compare; never raises for any text."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on a claim."""

    verdict: Verdict
    reason: str
    """Why, for a person."""
    cited: tuple[Cited, ...]
    """The sentences that bear the claim out; empty where none does."""
    outcomes: tuple[Outcome, ...]
    """What each check found on the sentence that fits best."""

    @property
    def verified(self) -> bool:
        """True where the claim may be shown."""
        return self.verdict == "verified"


class Supports(Protocol):
    """Tells whether sentences bear a claim out though they word it otherwise: the support score."""

    def __call__(self, claim: str, cited: Sequence[Cited], /) -> bool:
        """Compare; only asked where every rule but the one on wording passes."""
