"""Which versions of its articles a saved answer cites, and which are current."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.errors import UnknownArticle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rag.adapters.library import DiskLibrary
    from rag.protocols import VersionInfo
    from rag.stages.proof.saved import Proof


@dataclass(frozen=True, slots=True)
class CitedVersion:
    """The version of an article that an answer cites, beside the one that is asked now."""

    article_id: str
    cited: int | None
    """None where the library never held that text."""
    current: int
    superseded_by: str | None
    """Id of the article that corrects it, where another one does."""

    @property
    def drifted(self) -> bool:
        """Whether the answer cites something else than what is asked now."""
        return self.superseded_by is not None or self.cited != self.current

    @property
    def line(self) -> str:
        """What a person is told."""
        cited = "a text that the library never held" if self.cited is None else f"version {self.cited}"
        if self.superseded_by is not None:
            return f"{self.article_id}: the answer cites {cited}; {self.superseded_by} supersedes it."
        if not self.drifted:
            return f"{self.article_id}: the answer cites {cited}, which is current."
        return (
            f"{self.article_id}: the answer cites {cited}, and version {self.current} is current; "
            f"`citewire diff {self.article_id}` shows what changed."
        )


def cited_versions(proof: Proof, library: DiskLibrary) -> tuple[CitedVersion, ...]:
    """Return the versions of all articles that an answer cites, each once; those that are gone are left out."""
    return tuple(_versions(proof, library))


def current_texts(article_id: str, library: DiskLibrary) -> tuple[str, ...]:
    """Return what an article says now, or the article that corrects it; nothing where both are gone."""
    try:
        return (library.article(article_id).text,)
    except UnknownArticle:
        corrector = _newest(article_id, library)
        if corrector is None or corrector.superseded_by in (None, article_id):
            return ()
        return current_texts(corrector.superseded_by or "", library)


def _versions(proof: Proof, library: DiskLibrary) -> Iterator[CitedVersion]:
    quotes = [quote for statement in proof.statements for quote in statement.quotes] + list(proof.closest)
    for article_id, sha256 in dict.fromkeys((quote.article_id, quote.sha256) for quote in quotes):
        newest = _newest(article_id, library)
        if newest is not None:
            numbers = [one.number for one in library.versions(article_id) if one.sha256 == sha256]
            yield CitedVersion(article_id, max(numbers, default=None), newest.number, newest.superseded_by)


def _newest(article_id: str, library: DiskLibrary) -> VersionInfo | None:
    try:
        return library.versions(article_id)[-1]
    except UnknownArticle:
        return None
