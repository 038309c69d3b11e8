"""RSS and Atom feeds, by feedparser."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO
from typing import TYPE_CHECKING, Any

from rag.errors import UnreadableFile
from rag.stages.extracts import Extract
from rag.stages.front_matter import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_ENTRIES = 1_000
_BREAK = re.compile(r"<(?:/p|/div|/li|/h[1-6]|br\s*/?|/blockquote|/tr)\s*>", re.IGNORECASE)
_HIDDEN = re.compile(r"<(script|style|figure)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")


def extract_feed(data: bytes, *, name: str, address: str) -> tuple[Extract, ...]:
    """Return a feed's entries, as far as the feed itself holds them; raises UnreadableFile for what is no feed."""
    import feedparser

    if b"<!ENTITY" in data[:100_000]:
        raise UnreadableFile(f"{name!r} defines entities of its own, which no feed needs; it is not read.")
    parsed = feedparser.parse(BytesIO(data), resolve_relative_uris=False, sanitize_html=True)
    if not parsed.get("version"):
        raise UnreadableFile(f"{name!r} is no RSS or Atom feed; check the address.")
    site = one_line(parsed.feed.get("title", "")) or None
    return tuple(_entry(entry, site, address) for entry in parsed.entries[:MAX_ENTRIES])


def _entry(entry: Any, site: str | None, address: str) -> Extract:
    from urllib.parse import urljoin

    link = urljoin(address, entry.get("link", "")) if entry.get("link") else ""
    contents = [part.get("value", "") for part in entry.get("content", ())]
    body = max([*contents, entry.get("summary", "")], key=len)
    source = entry.get("source", {}).get("title") if isinstance(entry.get("source"), dict) else None
    return Extract(
        text="\n\n".join(_paragraphs(body)),
        title=one_line(unescape(_TAG.sub("", entry.get("title", "")))),
        published=entry.get("published") or entry.get("date") or entry.get("updated"),
        byline=one_line(entry.get("author", "")) or None,
        publisher=one_line(source or "") or site,
        tags=tuple(dict.fromkeys(filter(None, (one_line(tag.get("term") or "") for tag in entry.get("tags", ()))))),
        place=one_line(entry.get("id", "") or link or entry.get("title", "")),
        address=link,
        mark=entry.get("updated", "") or entry.get("published", ""),
    )


def _paragraphs(markup: str) -> Iterator[str]:
    """Yield the text of an entry's markup, which feedparser has made harmless."""
    for part in _BREAK.sub("\n\n", _HIDDEN.sub("", markup)).split("\n\n"):
        words = " ".join(unescape(_TAG.sub("", part)).split())
        if words:
            yield words
