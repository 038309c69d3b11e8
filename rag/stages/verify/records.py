"""What goes into a check and what comes out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

from rag.schema import Sentence, SplitArticle, Verdict
from rag.stages.language.aliases import Aliases
from rag.stages.verify.edits import Edit
from rag.stages.verify.facts import Facts
from rag.stages.verify.pairing import Pairing
from rag.stages.verify.referents import Referents
from rag.stages.verify.runs import Runs

CheckName = Literal[
    "citations", "injection", "verbatim", "numbers", "attachment", "dates", "names", "quotations", "polarity",
    "modality", "direction", "roles", "speaker", "support",
    "wording", "sentence",
]  # fmt: skip


class Cited(Protocol):
    """A sentence in its article, such as :class:`rag.schema.Evidence`."""

    @property
    def sentence(self) -> Sentence:
        """The sentence."""

    @property
    def origin(self) -> SplitArticle:
        """The article with all its sentences."""


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
    """A claim beside the one sentence that is to bear it out."""

    claim: Facts
    source: Facts
    referents: Referents
    """What pronouns and definite phrases of the source stand for, as far as cited sentences introduce it."""
    aliases: Aliases
    published: date | None
    runs: Runs
    edits: tuple[Edit, ...]
    """Small changes where the claim otherwise copies the source."""
    pairings: tuple[Pairing, ...]
    """For each predicate of the claim, the source's predicate that fits best."""


class Check(Protocol):
    """One named rule."""

    def __call__(self, case: Case) -> Outcome:
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
