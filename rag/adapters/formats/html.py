"""Web pages, by trafilatura: the main text, and what the page states of itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from rag.adapters.formats.pages import LEAST, holds_article, stated_date, stated_site
from rag.errors import UnreadableFile
from rag.stages.extracts import Extract
from rag.stages.front_matter import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

_FRONT = re.compile(rb"\A(?:\xef\xbb\xbf)?---[ \t]*\r?\n.{0,20000}?\n---[ \t]*\r?\n", re.DOTALL)
_GLUED = re.compile(r"(?<=[a-z]{2}[.!?])(?=[A-Z][a-z]+ )")


def extract_html(data: bytes, *, name: str, address: str) -> tuple[Extract, ...]:
    """Return the article of a page; raises UnreadableFile where it has none."""
    from trafilatura import bare_extraction
    from trafilatura.utils import load_html

    front = _FRONT.match(data)
    tree = load_html(data[front.end() :] if front else data)
    if tree is None:
        raise UnreadableFile(f"{name!r} is no web page that can be read; check where it is from.")
    published, site = stated_date(tree), stated_site(tree)
    page: Any = bare_extraction(
        tree,
        url=address or None,
        with_metadata=True,
        include_comments=False,
        include_formatting=False,
        date_extraction_params={"extensive_search": False, "original_date": True},
        config=_settings(),
    )
    blocks = list(_paragraphs(page.body)) if page is not None and page.body is not None else []
    if not holds_article(blocks):
        raise UnreadableFile(
            f"{name!r} holds no article: a consent notice or an error, a list of links, or a page that a script fills; "
            "save the article from a browser and ingest that file."
        )
    head = front.group().decode("utf-8", "replace").lstrip("\ufeff").replace("\r\n", "\n") if front else ""
    return (_extract(page, head + "\n\n".join(blocks), published=published, site=site),)


def _settings() -> Any:
    """Return trafilatura's settings, by which short articles are read by their layout as well.

    Below its own limits it takes all the text of a page for one paragraph, headline and offers included.
    """
    from trafilatura.settings import use_config

    settings = use_config()
    settings.set("DEFAULT", "MIN_EXTRACTED_SIZE", str(LEAST))
    settings.set("DEFAULT", "MIN_OUTPUT_SIZE", "1")
    return settings


def _extract(page: Any, text: str, *, published: str | None, site: str | None) -> Extract:
    tags = (one_line(tag) for tag in [*(page.tags or ()), *(page.categories or ())])
    return Extract(
        text=text,
        title=one_line(page.title or ""),
        published=published or page.date,
        byline=one_line(page.author or "") or None,
        publisher=one_line(site or page.sitename or page.hostname or "") or None,
        tags=tuple(dict.fromkeys(tag for tag in tags if tag))[:50],
        address=page.url or "",
    )


def _paragraphs(parent: Any) -> Iterator[str]:
    """Yield the text of the page's blocks, headings and items of lists marked as Markdown marks them."""
    if loose := _line(parent.text):
        yield loose
    for element in parent:
        if element.tag in ("list", "quote", "table", "body"):
            yield from _block(element)
        elif words := _line("".join(_words(element))):
            yield f"## {words}" if element.tag == "head" else f"- {words}" if element.tag == "item" else words
        if loose := _line(element.tail):
            yield loose


def _block(element: Any) -> Iterator[str]:
    if element.tag != "table":
        yield from _paragraphs(element)
        return
    for row in element.iter("row"):
        cells = [_line("".join(_words(cell))) for cell in row]
        if any(cells):
            yield " | ".join(cells)


def _words(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        yield "\n" if child.tag == "lb" else ""
        yield from _words(child)
        yield child.tail or ""


def _line(text: str | None) -> str:
    """Return text in one line; paragraphs that lost what stood between them are set apart again."""
    return _GLUED.sub(" ", " ".join((text or "").split()))
