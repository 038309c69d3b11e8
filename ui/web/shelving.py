"""What the library tab does, without Gradio: articles are added, found and removed, each with a receipt."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from functools import partial
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from rag.errors import CitewireError, UnreadableFile
from rag.stages.publication import iso_date
from rag.stages.reading import article_id, heading_of, read_article
from ui.web.render.article import source_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rag.api import Pipeline
    from rag.protocols import ArticleInfo
    from rag.schema import Article

_log = logging.getLogger("citewire")
_UNEXPECTED = "Something went wrong here, and it was written to the log; try again, or restart Citewire."
_UPLOADED, _PASTED = "uploaded/", "pasted/"
"""Where an article came from that came by the page, in its ``source``."""
_TITLE, _LONGEST_TITLE = 80, 300
"""Characters: of a title that is taken from the text, and of any title."""
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

    def __init__(self, pipeline: Pipeline) -> None:
        self._pipeline = pipeline

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
            done = (*done, _told(partial(self._add_file, path)))
        yield done

    def add_text(self, text: str, *, title: str = "", published: str = "") -> Receipt:
        """Add pasted text, with a title and a date of publication where the reader gave them."""
        return _told(partial(self._add_text, text, title=" ".join(title.split()), published=published.strip()))

    def remove(self, chosen: str) -> Receipt:
        """Remove an article."""
        return _told(partial(self._remove, chosen))

    def _add_file(self, path: Path) -> Receipt:
        article = read_article(path.read_bytes(), source=f"{_UPLOADED}{path.name}")
        return self._store(article)

    def _add_text(self, text: str, *, title: str, published: str) -> Receipt:
        if not text.strip():
            raise UnreadableFile("There is no text to add; paste an article first.")
        if published and iso_date(published) is None:
            raise UnreadableFile(f"{published!r} is no date; write it as 2025-04-30, or leave it out.")
        opening = title or heading_of(text) or " ".join(text.split())[:_TITLE]
        source = _PASTED + opening.replace("/", "-").replace("\\", "-")
        article = read_article(text.encode("utf-8", "replace"), source=source)
        return self._store(
            replace(article, title=opening[:_LONGEST_TITLE], published=iso_date(published) or article.published)
        )

    def _store(self, article: Article) -> Receipt:
        """Store an article under a name of its own: nothing in the library is ever overwritten."""
        library = self._pipeline.library
        known = {info.article_id: info.sha256 for info in library.listing()}
        if article.sha256 in known.values():
            return Receipt("unchanged", f"The library already holds “{article.title}”.")
        source, number = article.source, 1
        while article_id(source) in known:
            number += 1
            source = f"{article.source} ({number})"
        named = replace(article, id=article_id(source), source=source)
        draft = self._pipeline.draft(named)
        for _ in library.ingest([draft]):
            pass
        return Receipt("added", f"Added “{named.title}”: {len(draft.sentences):,} sentences.")

    def _remove(self, chosen: str) -> Receipt:
        library = self._pipeline.library
        title = library.article(chosen).title
        library.remove(chosen)
        return Receipt("removed", f"Removed “{title}”.")


def _told(act: Callable[[], Receipt]) -> Receipt:
    """Return what came of an act, whatever came of it."""
    try:
        return act()
    except CitewireError as exc:
        return Receipt("refused", str(exc))
    except Exception:  # noqa: BLE001 - the page must stay usable; the log has the traceback
        _log.exception("the library could not be changed")
        return Receipt("refused", _UNEXPECTED)


def _searched(info: ArticleInfo) -> str:
    return f"{info.title} {source_name(info.source)} {info.published or ''}".casefold()
