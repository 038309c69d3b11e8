"""Bytes of a text or Markdown file, or what was extracted from another format, become an article.

The stored text is the decoded file without byte-order mark, with ``\\n`` line ends and without its front
matter; markup is kept and nothing else changes, so that anyone can rebuild it from the file.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import PurePath

from rag.errors import UnreadableFile
from rag.schema import Article
from rag.stages.extracts import Extract
from rag.stages.front_matter import MAX_FIELD, one_line, split_front_matter
from rag.stages.publication import iso_date

MAX_BYTES = 20_000_000
"""Larger files are refused: a news article of this size is a mistake (3 million words)."""

_HALF = re.compile("[\ud800-\udfff]")
"""Half a character, which UTF-8 cannot hold: some formats can name one, and some makers of PDF files do."""
_SLUG = re.compile(r"[^a-z0-9]+")


def read_article(data: bytes, *, source: str) -> Article:
    """Return the article that ``data`` holds.

    ``source`` is the absolute path of the file, or ``corpus:NAME``. Raises UnreadableFile for data that is
    empty, binary, larger than ``MAX_BYTES`` or neither UTF-8 nor UTF-16 with a byte-order mark.
    """
    return article_of(Extract(decode(data, name=name_of(source))), source=source)


def article_of(extract: Extract, *, source: str) -> Article:
    """Return what was extracted as an article that comes from ``source``; its front matter wins.

    Raises UnreadableFile for text that is empty.
    """
    front = split_front_matter(extract.text)
    text = _HALF.sub("\N{REPLACEMENT CHARACTER}", front.text)
    if not text.strip():
        raise UnreadableFile(f"{name_of(source)!r} holds no text; give a file with an article in it.")
    stem = PurePath(name_of(source)).stem
    return Article(
        id=article_id(source),
        title=front.fields.get("title") or extract.title or heading_of(text) or one_line(stem) or "Untitled",
        text=text,
        sha256=sha256_of(text),
        source=source,
        published=iso_date(front.named("date", "published")) or iso_date(extract.published),
        byline=front.named("author", "byline", "authors") or extract.byline,
        publisher=front.named("publisher", "site") or extract.publisher,
        tags=front.listed("tags", "tag", "keywords", "categories", "category", "section") or extract.tags,
        supersedes=front.named("supersedes", "corrects"),
    )


def name_of(source: str) -> str:
    """Return the last part of a place, as a person would name it."""
    return PurePath(source.removeprefix("corpus:").removeprefix("stdin:")).name or source


def decode(data: bytes, *, name: str) -> str:
    """Return ``data`` as text with ``\\n`` line ends and no byte-order mark; raises UnreadableFile."""
    if len(data) > MAX_BYTES:
        raise UnreadableFile(
            f"{name!r} has {len(data) / 1e6:.0f} MB; "
            f"an article may have {MAX_BYTES // 1_000_000} MB at most, so split it."
        )
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\x00" in data and not wide:
        raise _not_text(name)
    text = _decode_as(data, "utf-16" if wide else "utf-8-sig", name=name)
    if "\x00" in text:
        raise _not_text(name)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _not_text(name: str) -> UnreadableFile:
    return UnreadableFile(f"{name!r} is not text; give a text or Markdown file.")


def _decode_as(data: bytes, encoding: str, *, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as exc:
        raise UnreadableFile(
            f"{name!r} is not UTF-8 (byte {exc.start:,} does not decode); save it as UTF-8 and try again."
        ) from exc


def heading_of(text: str) -> str | None:
    """Return the Markdown heading that opens ``text``, if one does."""
    line = text.lstrip().partition("\n")[0][: 4 * MAX_FIELD]
    return one_line(line[2:].rstrip().rstrip("#")) or None if line.startswith("# ") else None


def sha256_of(text: str) -> str:
    """Return the hex SHA-256 of ``text`` in UTF-8 (a lone surrogate is hashed as its three bytes)."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def article_id(source: str) -> str:
    """Return the name of the article that comes from ``source``: the same place has the same name."""
    stem = PurePath(name_of(source)).stem.lower()
    slug = _SLUG.sub("-", stem).strip("-")[:48].strip("-") or "article"
    return f"{slug}-{hashlib.sha256(source.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
