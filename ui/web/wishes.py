"""What the reader of one open page wishes: which articles are asked, what answers, and how sure it must be.

Kept apart from the conversation: an answer that comes writes the conversation again and again, and would write an
older wish over one that was made meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Wishes:
    """What holds for the next question. Frozen: each change makes a new one."""

    chosen: frozenset[str] | None = None
    """Ids of the articles that are asked; None for all."""
    threshold: float | None = None
    """Confidence in [0, 1] that an answer needs; None for what the pipeline was opened with."""
    model: str | None = None
    """What writes the answers; None for what the page was started with."""
    most: int | None = None
    """How many passages a question is answered from at most; None for the usual number."""

    def choosing(self, chosen: frozenset[str] | None) -> Wishes:
        """Return the wishes with these articles asked from now on; none of them means all."""
        return replace(self, chosen=chosen or None)

    def toggling(self, article_id: str) -> Wishes:
        """Return the wishes with one article more, or less, among the chosen."""
        return self.choosing((self.chosen or frozenset()) ^ {article_id})

    def among(self, known: frozenset[str]) -> Wishes:
        """Return the wishes with only such articles chosen as the library still holds."""
        return self if self.chosen is None else self.choosing(self.chosen & known)

    def requiring(self, threshold: float | None) -> Wishes:
        """Return the wishes with another threshold."""
        return replace(self, threshold=threshold)

    def reading(self, most: int | None) -> Wishes:
        """Return the wishes with so many passages read for a question."""
        return replace(self, most=most)

    def written_by(self, model: str | None) -> Wishes:
        """Return the wishes with another model."""
        return replace(self, model=model)
