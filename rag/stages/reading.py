"""Bytes of a text or Markdown file become an article.

The stored text is the decoded file without byte-order mark, with ``\\n`` line ends and without its front
matter; markup is kept and nothing else changes, so that anyone can rebuild it from the file.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePath

import yaml

from rag.errors import UnreadableFile
from rag.schema import Article

MAX_BYTES = 20_000_000
"""Larger files are refused: a news article of this size is a mistake (3 million words)."""

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?\n)?---[ \t]*(?:\n|\Z)", re.DOTALL)
_FIRST_HEADING = re.compile(r"\A\s*# +(.+?)[ \t]*#*[ \t]*(?:\n|\Z)")
_SLUG = re.compile(r"[^a-z0-9]+")
_MAX_TITLE = 300


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a file states of itself, and the text under it."""

    fields: Mapping[str, str]
    """Values by lower-cased key; values that are not plain text, numbers or dates are left out."""
    text: str


def read_article(data: bytes, *, source: str) -> Article:
    """Return the article that ``data`` holds.

    ``source`` is the absolute path of the file, or ``corpus:NAME``. Raises UnreadableFile for data that is empty,
    binary, larger than ``MAX_BYTES`` or not UTF-8.
    """
    name = PurePath(source.removeprefix("corpus:")).name
    front = split_front_matter(decode(data, name=name))
    if not front.text.strip():
        raise UnreadableFile(f"{name!r} holds no text; give a file with an article in it.")
    fields = front.fields
    return Article(
        id=article_id(source),
        title=fields.get("title") or heading_of(front.text) or PurePath(name).stem,
        text=front.text,
        sha256=sha256_of(front.text),
        source=source,
        published=iso_date(fields.get("date") or fields.get("published")),
        byline=fields.get("author") or fields.get("byline"),
        publisher=fields.get("publisher") or fields.get("site"),
    )


def decode(data: bytes, *, name: str) -> str:
    """Return ``data`` as text with ``\\n`` line ends and no byte-order mark; raises UnreadableFile."""
    if len(data) > MAX_BYTES:
        raise UnreadableFile(
            f"{name!r} has {len(data) / 1e6:.0f} MB; an article may have {MAX_BYTES // 1_000_000} MB at most, so split it."
        )
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decode_as(data, "utf-16", name=name)
    if b"\x00" in data[:65536]:
        raise UnreadableFile(f"{name!r} is not text; give a text or Markdown file.")
    return _decode_as(data, "utf-8-sig", name=name)


def _decode_as(data: bytes, encoding: str, *, name: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as exc:
        raise UnreadableFile(
            f"{name!r} is not UTF-8 (byte {exc.start:,} does not decode); save it as UTF-8 and try again."
        ) from exc
    return text.replace("\r\n", "\n").replace("\r", "\n")


def split_front_matter(text: str) -> FrontMatter:
    """Cut YAML front matter off ``text``. What is not a mapping in YAML is text, and stays."""
    match = _FRONT_MATTER.match(text)
    if match is None:
        return FrontMatter({}, text)
    try:
        loaded = yaml.safe_load(match.group(1) or "")
    except (yaml.YAMLError, ValueError, RecursionError):
        return FrontMatter({}, text)
    if not isinstance(loaded, dict):
        return FrontMatter({}, text)
    fields = {str(key).lower(): _plain(value) for key, value in loaded.items() if _plain(value)}
    return FrontMatter(fields, text[match.end() :])


def _plain(value: object) -> str:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, (str, int, float)) and not isinstance(value, bool):
        return " ".join(str(value).split())[:_MAX_TITLE]
    return ""


def heading_of(text: str) -> str | None:
    """Return the Markdown heading that opens ``text``, if one does."""
    match = _FIRST_HEADING.match(text)
    return match.group(1).strip()[:_MAX_TITLE] if match else None


def iso_date(value: str | None) -> str | None:
    """Return the ISO date that ``value`` opens with, or None where it is no such date."""
    try:
        return date.fromisoformat((value or "")[:10]).isoformat()
    except ValueError:
        return None


def sha256_of(text: str) -> str:
    """Return the hex SHA-256 of ``text`` in UTF-8 (a lone surrogate is hashed as its three bytes)."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def article_id(source: str) -> str:
    """Return the name of the article that comes from ``source``: the same place has the same name."""
    stem = PurePath(source.removeprefix("corpus:")).stem.lower()
    slug = _SLUG.sub("-", stem).strip("-")[:48].strip("-") or "article"
    return f"{slug}-{hashlib.sha256(source.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
