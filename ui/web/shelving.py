"""What the library tab does, without Gradio: articles are added, found and removed, each with a receipt."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from functools import partial
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from rag.archiving import Web, ingest_sources, is_address
from rag.errors import CitewireError, UnreadableFile
from rag.protocols import FeedRead, Ingested, Rejected
from ui.serving.storing import Storing
from ui.web.render.article import source_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rag.api import Pipeline
    from rag.protocols import ArticleInfo
    from ui.serving.storing import Stored

_log = logging.getLogger("citewire")
_UNEXPECTED = "Something went wrong here, and it was written to the log; try again, or restart Citewire."
WEB = Web(most=30)
"""How the page fetches: politely, from public addresses only, and of a feed no more than a reader waits for."""
PER_PAGE = 25
"""Articles on one page of the list."""

ReceiptKind = Literal["added", "unchanged", "replaced", "removed", "refused", "working"]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one thing that was to be added or removed."""

    kind: ReceiptKind
    message: str
    """One sentence for the reader."""


@dataclass(frozen=True, slots=True)
class ShelfPage:
    """The part of the library that is listed."""

    rows: tuple[ArticleInfo, ...] = ()
    total: int = 0
    """Articles in the library."""
    found: int = 0
    """Articles that the search found."""
    search: str = ""
    number: int = 1
    pages: int = 1
    removing: str = ""
    """Id of the article whose removal is to be confirmed."""


class Shelving:
    """Adds, lists and removes articles. Safe to use from several threads."""

    def __init__(self, pipeline: Pipeline, storing: Storing | None = None, *, web: Web = WEB) -> None:
        self._pipeline = pipeline
        self._storing = storing or Storing(pipeline)
        self._web = web

    @property
    def read_only(self) -> bool:
        """True where nothing may be added or removed."""
        return self._storing.read_only

    def ids(self) -> frozenset[str]:
        """Return the ids of all articles."""
        return frozenset(info.article_id for info in self._pipeline.library.listing())

    def page(self, page: ShelfPage) -> ShelfPage:
        """Return the page as the library is now; a number that is out of range is brought into it."""
        listing = self._pipeline.library.listing()
        words = page.search.casefold().split()
        found = [info for info in listing if all(word in _searched(info) for word in words)]
        pages = max(1, ceil(len(found) / PER_PAGE))
        number = min(max(1, page.number), pages)
        rows = tuple(found[(number - 1) * PER_PAGE : number * PER_PAGE])
        return replace(page, rows=rows, total=len(listing), found=len(found), number=number, pages=pages)

    def add_files(self, paths: Sequence[str]) -> Iterator[tuple[Receipt, ...]]:
        """Add uploaded files one by one, yielding all receipts so far; a bad one does not stop the rest."""
        done: tuple[Receipt, ...] = ()
        for number, path in enumerate(map(Path, paths), 1):
            counted = f" ({number} of {len(paths)})" if len(paths) > 1 else ""
            yield (*done, Receipt("working", f"Adding {path.name}{counted}"))
            done = (*done, *_told(partial(self._add_file, path)))
        yield done

    def add_address(self, address: str) -> Iterator[tuple[Receipt, ...]]:
        """Add the article of a web page, or a feed's newest, yielding all receipts so far.

        Only public addresses are fetched: whoever asks may be a stranger.
        """
        yield (Receipt("working", f"Fetching {address.strip()[:200]}"),)
        yield _told(partial(self._add_address, address.strip()))

    def add_text(self, text: str, *, title: str = "", published: str = "") -> Receipt:
        """Add pasted text, with a title and a date of publication where the reader gave them."""
        return _told(partial(self._add_text, text, title=title, published=published))[0]

    def remove(self, chosen: str) -> Receipt:
        """Remove an article."""
        return _told(partial(self._remove, chosen))[0]

    def _add_file(self, path: Path) -> tuple[Receipt, ...]:
        return tuple(_receipt(became) for became in self._storing.add_file(path.read_bytes(), path.name))

    def _add_address(self, address: str) -> tuple[Receipt, ...]:
        self._storing.refuse_changes()
        if not is_address(address):
            raise UnreadableFile("Give the address of a page or a feed, as https://news.example/article.")
        return tuple(map(_stored, ingest_sources([address], shelf=self._pipeline, web=self._web)))

    def _add_text(self, text: str, *, title: str, published: str) -> tuple[Receipt, ...]:
        return (_receipt(self._storing.add_text(text, title=title, published=published)),)

    def _remove(self, chosen: str) -> tuple[Receipt, ...]:
        return (Receipt("removed", f"Removed “{self._storing.remove(chosen)}”."),)


def _stored(record: Ingested | Rejected | FeedRead) -> Receipt:
    match record:
        case Rejected(_, reason):
            return Receipt("refused", reason)
        case FeedRead(_, entries, new):
            return Receipt("unchanged", f"{new} of the feed's {entries} entries are new.")
        case Ingested(_, title, "added"):
            return Receipt("added", f"Added “{title}”.")
        case Ingested(_, title, "replaced"):
            return Receipt("replaced", f"“{title}” has changed; what it said before is kept.")
        case Ingested(_, title):
            return Receipt("unchanged", f"The library already holds “{title}”.")


def _receipt(became: Stored | CitewireError) -> Receipt:
    if isinstance(became, CitewireError):
        return Receipt("refused", str(became))
    if became.status == "unchanged":
        return Receipt("unchanged", f"The library already holds “{became.title}”.")
    count = f"{became.sentences:,} sentence{'' if became.sentences == 1 else 's'}"
    return Receipt("added", f"Added “{became.title}”: {count}.")


def _told(act: Callable[[], tuple[Receipt, ...]]) -> tuple[Receipt, ...]:
    """Return what came of an act, whatever came of it."""
    try:
        return act()
    except CitewireError as exc:
        return (Receipt("refused", str(exc)),)
    except Exception:  # noqa: BLE001 - the page must stay usable; the log has the traceback
        _log.exception("the library could not be changed")
        return (Receipt("refused", _UNEXPECTED),)


def _searched(info: ArticleInfo) -> str:
    return f"{info.title} {source_name(info.source)} {info.published or ''}".casefold()
