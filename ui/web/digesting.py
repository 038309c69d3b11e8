"""What the summary tab does, without Gradio: articles are told in brief, or their facts are listed."""

from __future__ import annotations

import logging
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Literal

from rag.errors import BadInput, CitewireError
from rag.schema import ClaimShown, ClaimWithheld, unique_citations
from rag.summarising import facts_of, summarise_articles
from rag.summary import SummaryFinished
from ui.web.render.article import sources_pane
from ui.web.render.markup import Markup
from ui.web.render.passages import numbered
from ui.web.sourcing import current, sources_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rag.api import Pipeline
    from rag.schema import Citation, Claim, SplitArticle
    from rag.summary import KeyFacts, Style, Summary, SummaryEvent
    from ui.serving.service import Service

_log = logging.getLogger("citewire")
_UNEXPECTED = "Something went wrong here, and it was written to the log; try again, or restart Citewire."
MOST_ARTICLES = 20
"""Articles of which one summary is made at most."""

DigestPhase = Literal["nothing", "waiting", "working", "done", "stopped", "failed"]


@dataclass(frozen=True, slots=True)
class DigestWish:
    """What a reader wants to be told in brief."""

    articles: tuple[str, ...]
    """Ids."""
    sentences: int = 3
    style: Style = "paragraph"
    model: str | None = None


@dataclass(frozen=True, slots=True)
class Digest:
    """A summary or the facts of articles, with as much of it as there is. Frozen: each event makes a new one."""

    phase: DigestPhase = "nothing"
    title: str = ""
    """Of the article, or how many they are."""
    articles: tuple[str, ...] = ()
    """Ids."""
    style: Style = "paragraph"
    ahead: int = 0
    """How many questions of others are answered first, while it waits."""
    claims: tuple[Claim, ...] = ()
    withheld: tuple[Claim, ...] = ()
    summary: Summary | None = None
    facts: KeyFacts | None = None
    trouble: str = ""
    """Why there is nothing, in one sentence."""

    @property
    def running(self) -> bool:
        """True while more may come."""
        return self.phase in {"waiting", "working"}

    def stopped(self) -> Digest:
        """Return what there is of it, stopped by the reader."""
        return replace(self, phase="stopped") if self.running else self

    @property
    def citations(self) -> tuple[Citation, ...]:
        """What is cited, each span once; citation ``n`` of the page is the n-th."""
        if self.facts is not None:
            return tuple(dict.fromkeys(citation for fact in self.facts.facts for citation in fact.citations))
        return unique_citations(self.claims)


class Digesting:
    """Makes digests over one library, in the line in which questions wait too. Safe to use from several threads."""

    def __init__(self, pipeline: Pipeline, service: Service) -> None:
        self._pipeline = pipeline
        self._service = service

    def titles(self) -> list[tuple[str, str]]:
        """Return the title and the id of every article, newest first."""
        newest = sorted(self._pipeline.library.listing(), key=lambda info: info.added, reverse=True)
        return [(info.title, info.article_id) for info in newest]

    def summarise(self, wish: DigestWish) -> Iterator[Digest]:
        """Yield the summary after each thing that became known of it."""

        def told(digest: Digest, articles: tuple[SplitArticle, ...]) -> Iterator[Digest]:
            for event in summarise_articles(articles, sentences=wish.sentences, style=wish.style, model=wish.model):
                digest = _advanced(digest, event)
                yield digest

        yield from self._in_line(wish, told)

    def list_facts(self, wish: DigestWish) -> Iterator[Digest]:
        """Yield the facts of one article."""

        def told(digest: Digest, articles: tuple[SplitArticle, ...]) -> Iterator[Digest]:
            if len(articles) != 1:
                raise BadInput("Key facts are those of one article; choose one.")
            yield replace(digest, phase="done", facts=facts_of(articles[0]))

        yield from self._in_line(wish, told)

    def pane(self, digest: Digest) -> Markup:
        """Return the articles, with what is cited lit; an article that was removed meanwhile is named."""
        cited = sources_of(self._pipeline, digest.citations)
        found = {citation.article_id for citation in digest.citations}
        known = {article_id for _, article_id in self.titles()}
        others = [self._article(name) for name in digest.articles if name in known and name not in found]
        sources = replace(cited, articles=(*cited.articles, *others))
        return sources_pane(sources, numbered(digest.citations)) if sources.articles or sources.gone else Markup()

    def reading(self, ids: Sequence[str]) -> Markup:
        """Return the chosen articles as they stand before anything is told of them."""
        return self.pane(Digest(articles=tuple(ids[:MOST_ARTICLES])))

    def _in_line(
        self, wish: DigestWish, told: Callable[[Digest, tuple[SplitArticle, ...]], Iterator[Digest]]
    ) -> Iterator[Digest]:
        digest = Digest(articles=wish.articles, style=wish.style)
        try:
            articles = self._chosen(wish.articles)
            digest = replace(digest, title=_title(articles))
            with closing(self._service.steps("summary", partial(told, digest, articles))) as steps:  # also when stopped
                for step in steps:
                    if isinstance(step, Digest):
                        yield step
                    elif step.ahead:
                        yield replace(digest, phase="waiting", ahead=step.ahead)
                    else:
                        yield replace(digest, phase="working")
        except CitewireError as exc:
            yield replace(digest, phase="failed", trouble=str(exc))
        except Exception:  # noqa: BLE001 - the page must stay usable; the log has the traceback
            _log.exception("a summary failed")
            yield replace(digest, phase="failed", trouble=_UNEXPECTED)

    def _chosen(self, ids: tuple[str, ...]) -> tuple[SplitArticle, ...]:
        if not 1 <= len(ids) <= MOST_ARTICLES:
            raise BadInput(f"Choose an article first, or up to {MOST_ARTICLES}.")
        return tuple(self._article(article_id) for article_id in ids)

    def _article(self, article_id: str) -> SplitArticle:
        return current(self._pipeline, article_id)


def _title(articles: tuple[SplitArticle, ...]) -> str:
    return articles[0].article.title if len(articles) == 1 else f"{len(articles)} articles"


def _advanced(digest: Digest, event: SummaryEvent) -> Digest:
    match event:
        case ClaimShown(claim):
            return replace(digest, phase="working", claims=(*digest.claims, claim))
        case ClaimWithheld(claim):
            return replace(digest, phase="working", withheld=(*digest.withheld, claim))
        case SummaryFinished(summary):
            return replace(digest, phase="done", summary=summary, claims=summary.claims, withheld=summary.withheld)
