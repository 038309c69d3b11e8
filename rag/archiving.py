"""How an archive is filled: :func:`ingest_sources` stores files, folders, patterns, web addresses and feeds.

Imports of heavy packages stand inside functions, so that importing this module is light.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from rag.errors import UnreadableFile

if TYPE_CHECKING:
    from rag.adapters.library import DiskLibrary
    from rag.adapters.web import Fetched, Fetcher
    from rag.protocols import Draft, FeedRead, Ingested, Progress, Rejected
    from rag.schema import Article


class Shelf(Protocol):
    """What articles are stored by: :class:`rag.Pipeline` is one."""

    @property
    def library(self) -> DiskLibrary:
        """Where they are stored."""

    def draft(self, article: Article) -> Draft:
        """Split an article; raises UnreadableFile where it holds no sentence."""


@dataclass(frozen=True, slots=True)
class Web:
    """How web addresses are fetched."""

    private: bool = False
    """Whether addresses of one's own machine and network are fetched from. Never for what a stranger asked for."""
    robots: bool = True
    """Whether a site's robots.txt is obeyed."""
    most: int = 1_000
    """Entries of a feed that are read at most, in the feed's order."""


def ingest_sources(
    sources: Iterable[Path | str],
    *,
    shelf: Shelf,
    feeds: bool = False,
    web: Web | None = None,
    progress: Progress | None = None,
) -> Iterator[Ingested | Rejected | FeedRead]:
    """Store the articles of files, folders, patterns, web addresses and feeds, each acknowledged once it is safe.

    ``feeds`` says that all addresses are feeds; else what is fetched shows it. What cannot be read yields Rejected,
    and the others go on. Of a feed that was read before, only what is new is fetched. Raises LibraryError.
    """
    named = list(sources)
    addresses = [str(source) for source in named if is_address(source)]
    paths = [source for source in named if not is_address(source)]
    if paths:
        yield from ingest_files(paths, shelf=shelf, progress=progress)
    if addresses:
        yield from _ingest_addresses(addresses, shelf=shelf, feeds=feeds, web=web or Web())


def is_address(source: object) -> bool:
    """Return whether a source is a web address and no path."""
    return isinstance(source, str) and source.lower().startswith(("http://", "https://"))


def ingest_data(data: bytes, *, source: str, shelf: Shelf) -> Iterator[Ingested | Rejected]:
    """Store the articles in bytes of any format, which come from ``source``, such as ``stdin:NAME``."""
    from rag.adapters.formats import read_articles

    yield from store_articles(_told(lambda: read_articles(data, source=source), source), shelf=shelf)


def ingest_files(
    paths: Iterable[Path | str], *, shelf: Shelf, progress: Progress | None = None
) -> Iterator[Ingested | Rejected]:
    """Store the articles in files, folders and patterns; see :func:`ingest_sources`."""
    from rag.adapters.files import find_files, load_articles

    files = find_files(paths)

    def found() -> Iterator[Article | Rejected]:
        for done, path in enumerate(files):
            if progress is not None:
                progress(done, len(files))
            yield from _told(partial(load_articles, path), str(path))

    yield from store_articles(found(), shelf=shelf)
    if progress is not None:
        progress(len(files), len(files))


def store_articles(found: Iterable[Article | Rejected], *, shelf: Shelf) -> Iterator[Ingested | Rejected]:
    """Store articles, yielding one record for each; those without a sentence yield Rejected."""
    from rag.protocols import Rejected

    rejected: list[Rejected] = []

    def drafts() -> Iterator[Draft]:
        for item in found:
            if isinstance(item, Rejected):
                rejected.append(item)
                continue
            try:
                yield shelf.draft(item)
            except UnreadableFile as exc:
                rejected.append(Rejected(item.source, str(exc)))

    for stored in shelf.library.ingest(drafts()):
        while rejected:
            yield rejected.pop(0)
        yield stored
    yield from rejected


def _told(read: Callable[[], Iterator[Article | UnreadableFile]], source: str) -> Iterator[Article | Rejected]:
    """Yield what is read, and for what cannot be read a record that says why."""
    from rag.protocols import Rejected

    try:
        for item in read():
            yield Rejected(source, str(item)) if isinstance(item, UnreadableFile) else item
    except UnreadableFile as exc:
        yield Rejected(source, str(exc))


def _ingest_addresses(
    addresses: list[str], *, shelf: Shelf, feeds: bool, web: Web
) -> Iterator[Ingested | Rejected | FeedRead]:
    from rag.adapters.gathering import holds_feed, page_articles
    from rag.adapters.web import Fetcher
    from rag.protocols import Rejected

    with closing(Fetcher(private=web.private, robots=web.robots)) as fetcher:
        for address in addresses:
            try:
                state = shelf.library.feed(address)
                page = fetcher.fetch(address, etag=state.etag, modified=state.modified)
                if page.unchanged or feeds or holds_feed(page):
                    yield from _ingest_feed(address, page, fetcher, shelf, most=web.most)
                else:
                    # All of it is fetched and read before the library is held.
                    found = list(_told(partial(page_articles, page), address))
                    yield from store_articles(found, shelf=shelf)
            except UnreadableFile as exc:
                yield Rejected(address, str(exc))


def _ingest_feed(
    address: str, page: Fetched, fetcher: Fetcher, shelf: Shelf, *, most: int
) -> Iterator[Ingested | Rejected | FeedRead]:
    from rag.adapters.gathering import feed_entries, new_entries
    from rag.protocols import FeedRead, FeedState, Ingested

    state = shelf.library.feed(address)
    if page.unchanged:
        yield FeedRead(address, len(state.marks), 0)
        return
    entries = feed_entries(page)[:most]
    new = list(new_entries(entries, state, fetcher, feed=page.url))
    stored: set[str] = set()
    found = [item for entry in new for item in _told(partial(iter, [entry.found]), address)]
    for record in store_articles(found, shelf=shelf):
        if isinstance(record, Ingested):
            stored.add(record.article_id)
        yield record
    marks = {entry.place: state.marks[entry.place] for entry in entries if entry.place in state.marks}
    kept = {e.place: e.mark for e in new if not isinstance(e.found, UnreadableFile) and e.found.id in stored}
    whole = len(kept) == len(new)  # what failed is tried again, so the feed must be sent again
    known = FeedState(page.etag if whole else "", page.modified if whole else "", {**marks, **kept})
    shelf.library.remember_feed(address, known)
    yield FeedRead(address, len(entries), len(kept))
