"""What does not fit between a verb of a claim and a verb of its source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ProblemKind = Literal["polarity", "modality", "speaker", "roles", "direction"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that does not fit."""

    kind: ProblemKind
    reason: str
    """For a person, without a capital and a full stop."""
    mine: int | None
    """Index of the claim's word that it is about, if it is about one."""
    theirs: int | None
    """Index of the source's word that it is about, if it is about one."""

    @property
    def is_placed(self) -> bool:
        """Tell whether it is about a word that can be pointed at."""
        return self.mine is not None or self.theirs is not None
