"""What was extracted from a file of any format, before it is an article."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Extract:
    """One article as a format held it."""

    text: str
    """Paragraphs apart by empty lines, headings as Markdown's."""
    title: str = ""
    published: str | None = None
    """As the format states it."""
    byline: str | None = None
    publisher: str | None = None
    tags: tuple[str, ...] = ()
    place: str = ""
    """Where several articles come from one file: what tells this one from the others, else empty."""
    address: str = ""
    """The web address that the format states for it, else empty."""
    mark: str = ""
    """What a feed changes when the article changes, else empty."""
