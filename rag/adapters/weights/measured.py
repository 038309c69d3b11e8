"""What Citewire's evals found of each model: frozen figures, with the command that printed them."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

_FILE = "measured.json"


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of one model, beside those of quoting in the same run; docs/quality.md has the intervals."""

    answerable: int
    """Questions that the article answers."""
    right: int
    wrong: int
    over_refused: int
    unanswerable: int
    made_up: int
    """Unanswerable questions that were answered."""
    answered: int
    own_words: int
    """Of the given answers, those that hold a sentence of the model's own; the others are quoted."""
    withheld: float
    """Sentences withheld, mean of all questions."""
    tokens: float | None
    """Read and written, mean of the questions of which they are known."""
    seconds: float
    """Of the median question."""

    def __str__(self) -> str:
        tokens = "" if self.tokens is None else f", {self.tokens:,.0f} tokens"
        return (
            f"{self.right} of {self.answerable} right, {self.wrong} wrong, {self.over_refused} refused; "
            f"{self.made_up} of {self.unanswerable} made up; {self.own_words} of {self.answered} in its own words; "
            f"a question {self.withheld:.1f} sentences withheld{tokens}, {self.seconds:.1f} s"
        )


@lru_cache(maxsize=1)
def measured() -> dict[str, Any]:
    """Return the frozen file: ``command``, ``made_by``, ``where``, and the figures of each model by its name."""
    data: dict[str, Any] = json.loads((resources.files(__package__) / _FILE).read_text(encoding="utf-8"))
    return data


def figures_of(name: str) -> Figures | None:
    """Return what was measured of a model of the table, or of ``quote``; None where nothing was."""
    found = measured()["models"].get(name)
    return None if found is None else Figures(**found)


def measured_of(name: str) -> dict[str, Any] | None:
    """Return the same as JSON, with the command that printed it."""
    figures = figures_of(name)
    return (
        None if figures is None else {"command": measured()["command"], "where": measured()["where"], **asdict(figures)}
    )
