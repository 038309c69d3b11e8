"""Which articles are asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class Described(Protocol):
    """What filters look at: an article, or its row in a listing."""

    @property
    def published(self) -> str | None:
        """ISO date, where the source states one."""

    @property
    def publisher(self) -> str | None:
        """Site or newspaper, where the source states one."""

    @property
    def tags(self) -> tuple[str, ...]:
        """Keywords and sections."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles are asked; everything that is set must hold. Names and tags are compared without case."""

    since: str | None = None
    """ISO date; an article without a date of publication is left out where a date is asked for."""
    until: str | None = None
    """ISO date, inclusive."""
    publishers: frozenset[str] = frozenset()
    """Any of these."""
    tags: frozenset[str] = frozenset()
    """Any of these."""

    def __bool__(self) -> bool:
        return bool(self.since or self.until or self.publishers or self.tags)

    def admits(self, article: Described) -> bool:
        """Return whether an article is among those asked."""
        day = (article.published or "")[:10]
        dated = bool(day) or not (self.since or self.until)
        within = (not self.since or day >= self.since) and (not self.until or day <= self.until)
        publisher = (article.publisher or "").casefold()
        named = not self.publishers or publisher in {name.casefold() for name in self.publishers}
        wanted = {tag.casefold() for tag in self.tags}
        return dated and within and named and (not wanted or any(tag.casefold() in wanted for tag in article.tags))
