"""Dumps in JSON lines: one article to a line."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from rag.errors import UnreadableFile
from rag.stages.extracts import Extract
from rag.stages.front_matter import one_line
from rag.stages.reading import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_TEXTS = ("text", "body", "content", "article", "maintext", "article_text", "story")
_TITLES = ("title", "headline", "head")
_DATES = (
    "published",
    "date",
    "date_published",
    "datePublished",
    "publish_date",
    "publication_date",
    "pubdate",
    "timestamp",
)
_AUTHORS = ("author", "authors", "byline", "creator")
_SITES = ("publisher", "site", "source", "source_name", "outlet", "publication", "domain")
_TAGS = ("tags", "keywords", "categories", "category", "section", "topics")
_PLACES = ("url", "link", "id", "_id", "uuid", "guid")


def read_records(lines: Iterable[bytes], *, name: str) -> Iterator[Extract | UnreadableFile]:
    """Yield the article of each line, or why there is none, with the line's number; empty lines are passed over."""
    empty = True
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        empty = False
        try:
            yield _record(line, number, name=name)
        except UnreadableFile as exc:
            yield exc
    if empty:
        yield UnreadableFile(f"{name!r} holds no line; give a dump with an article in it.")


def _record(line: bytes, number: int, *, name: str) -> Extract:
    where = f"Line {number:,} of {name!r}"
    if len(line) > MAX_BYTES:
        raise UnreadableFile(f"{where} is longer than {MAX_BYTES // 1_000_000} MB; it is no article.")
    try:
        loaded = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as exc:
        raise UnreadableFile(f"{where} is no JSON; give one object to a line.") from exc
    text = _first(loaded, _TEXTS) if isinstance(loaded, dict) else None
    if text is None:
        raise UnreadableFile(f"{where} has no text; it needs a key {', '.join(map(repr, _TEXTS[:3]))} or the like.")
    return Extract(
        text=text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", " "),
        title=one_line(_first(loaded, _TITLES) or ""),
        published=_date(loaded),
        byline=one_line(", ".join(_texts(loaded, _AUTHORS))) or None,
        publisher=one_line(_first(loaded, _SITES) or "") or None,
        tags=tuple(dict.fromkeys(filter(None, map(one_line, _texts(loaded, _TAGS))))),
        place=one_line(str(next((loaded[key] for key in _PLACES if loaded.get(key)), number))),
    )


def _first(record: dict[str, Any], keys: Iterable[str]) -> str | None:
    return next((record[key] for key in keys if isinstance(record.get(key), str) and record[key].strip()), None)


def _texts(record: dict[str, Any], keys: Iterable[str]) -> Iterator[str]:
    """Yield what stands under the first of the keys that holds anything: a text, a list of texts or of names."""
    value = next((record[key] for key in keys if record.get(key)), None)
    for item in value if isinstance(value, list) else [value]:
        named = item.get("name") if isinstance(item, dict) else item
        if isinstance(named, str):
            yield named


def _date(record: dict[str, Any]) -> str | None:
    """Return the date as it is written; seconds or milliseconds since 1970 as an ISO date."""
    if stated := _first(record, _DATES):
        return stated
    numbers = (record.get(key) for key in _DATES)
    seconds = next((value for value in numbers if isinstance(value, int | float) and value > 10**8), None)
    if seconds is None:
        return None
    try:
        return datetime.fromtimestamp(seconds / 1000 if seconds > 10**11 else seconds, UTC).date().isoformat()
    except (OverflowError, ValueError, OSError):
        return None
