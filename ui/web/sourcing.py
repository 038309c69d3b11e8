"""Articles as answers cited them: the library may have lost them since, or hold another version."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.errors import UnknownArticle
from rag.schema import SplitArticle

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rag.api import Pipeline
    from rag.schema import Citation


@dataclass(frozen=True, slots=True)
class Sources:
    """What is shown beside an answer."""

    articles: tuple[SplitArticle, ...]
    changed: frozenset[str] = frozenset()
    """Ids of the articles that say something else by now; they are shown as they were."""
    gone: tuple[str, ...] = ()
    """Titles of the articles that the library no longer holds."""


def sources_of(pipeline: Pipeline, citations: Iterable[Citation]) -> Sources:
    """Return the articles of citations, in the order in which they are cited, each in the version that was cited."""
    first = {citation.article_id: citation for citation in reversed(list(citations))}
    found = {name: (citation, _as_cited(pipeline, citation)) for name, citation in reversed(first.items())}
    return Sources(
        tuple(split for _, split in found.values() if split is not None),
        frozenset(name for name, (_, split) in found.items() if split and not _is_current(pipeline, split)),
        tuple(citation.title for citation, split in found.values() if split is None),
    )


def current(pipeline: Pipeline, article_id: str) -> SplitArticle:
    """Return an article as the library holds it; raises UnknownArticle."""
    library = pipeline.library
    return SplitArticle(library.article(article_id), library.sentences(article_id))


def _as_cited(pipeline: Pipeline, citation: Citation) -> SplitArticle | None:
    library = pipeline.library
    with suppress(UnknownArticle):
        split = current(pipeline, citation.article_id)
        if split.article.sha256 == citation.sha256:
            return split
    with suppress(UnknownArticle):
        for info in library.versions(citation.article_id):
            if info.sha256 == citation.sha256:
                draft = pipeline.draft(library.version(citation.article_id, info.number))
                return SplitArticle(draft.article, draft.sentences)
    return None


def _is_current(pipeline: Pipeline, split: SplitArticle) -> bool:
    with suppress(UnknownArticle):
        return pipeline.library.article(split.article.id).sha256 == split.article.sha256
    return False
