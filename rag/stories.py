"""Reprints of one text count as one source."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CitedStory:
    """One independent source of an answer: a text, however many papers printed it."""

    cited: tuple[str, ...]
    """Ids of the articles that the answer cites, in order of first use."""
    also_in: tuple[str, ...] = ()
    """Ids of the other articles of the library that print the same text."""
