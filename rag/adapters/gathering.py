"""Articles are gathered from web addresses and feeds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rag.adapters.formats import read_articles
from rag.adapters.formats.kinds import kind_of
from rag.adapters.formats.worker import SHARED
from rag.errors import UnreadableFile
from rag.stages.publication import iso_date
from rag.stages.reading import article_of, name_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rag.adapters.web import Fetched, Fetcher
    from rag.protocols import FeedState
    from rag.schema import Article
    from rag.stages.extracts import Extract

WHOLE = 600
"""Characters from which an entry's own text stands for its page where that cannot be had."""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An entry of a feed that is new or has changed, with its article or why there is none."""

    place: str
    mark: str
    found: Article | UnreadableFile


def holds_feed(page: Fetched) -> bool:
    """Return whether what was fetched is a feed and no article."""
    return kind_of(page.data, source=page.url, media_type=page.media_type) == "feed"


def page_articles(page: Fetched) -> Iterator[Article | UnreadableFile]:
    """Yield the articles of a page; raises UnreadableFile where there is none."""
    yield from read_articles(page.data, source=page.url, media_type=page.media_type)


def feed_entries(feed: Fetched) -> tuple[Extract, ...]:
    """Return the entries of a feed, newest as the feed has them; raises UnreadableFile."""
    return SHARED.extract("feed", feed.data, name=name_of(feed.url), address=feed.url)


def new_entries(entries: tuple[Extract, ...], state: FeedState, fetcher: Fetcher, *, feed: str) -> Iterator[FeedEntry]:
    """Yield the entries that are not yet stored as they are, each with the article of the page that it links to."""
    for entry in {entry.place: entry for entry in entries}.values():
        if state.marks.get(entry.place) != entry.mark:
            yield FeedEntry(entry.place, entry.mark, _article(entry, fetcher, feed=feed))


def _article(entry: Extract, fetcher: Fetcher, *, feed: str) -> Article | UnreadableFile:
    """Return the article of an entry's page, else of the entry's own text where that is an article's."""
    try:
        found = next(page_articles(fetcher.fetch(entry.address))) if entry.address else None
    except UnreadableFile as exc:
        found = exc
    if found is None or isinstance(found, UnreadableFile):
        if len(entry.text) < WHOLE and not (found is None and entry.text):
            return found or UnreadableFile(f"{entry.title!r} of {feed!r} has neither a page nor a text.")
        return article_of(replace(entry, place=""), source=entry.address or f"{feed}#{entry.place}")
    return replace(
        found,
        published=found.published or iso_date(entry.published),
        byline=found.byline or entry.byline,
        tags=found.tags or entry.tags,
    )
