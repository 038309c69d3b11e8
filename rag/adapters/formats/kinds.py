"""What bytes are: by how they begin, by what they are called, and by what their server says they are."""

from __future__ import annotations

import json
import re
from pathlib import PurePath
from typing import Literal

from rag.errors import UnreadableFile
from rag.stages.reading import name_of

Kind = Literal["text", "html", "pdf", "docx", "feed", "jsonl"]

SUFFIXES: dict[str, Kind] = {
    ".md": "text", ".markdown": "text", ".txt": "text", ".text": "text",
    ".html": "html", ".htm": "html", ".xhtml": "html",
    ".pdf": "pdf",
    ".docx": "docx",
    ".rss": "feed", ".atom": "feed", ".xml": "feed",
    ".jsonl": "jsonl", ".ndjson": "jsonl",
}  # fmt: skip
"""The kind that a file's name promises."""

_MEDIA_TYPES: dict[str, Kind] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/rss+xml": "feed",
    "application/atom+xml": "feed",
    "application/rdf+xml": "feed",
    "application/x-ndjson": "jsonl",
    "application/jsonl": "jsonl",
    "text/markdown": "text",
}
_NAMES: dict[Kind, str] = {"pdf": "a PDF file", "docx": "a ZIP archive", "html": "a web page", "feed": "a feed"}
_SPACE = b" \t\r\n\xef\xbb\xbf"
_HEAD = 4096
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|meta)[\s>]", re.IGNORECASE)
_FEED = re.compile(rb"<(?:rss|feed|(?:rdf:)?RDF)[\s>]")


def kind_of(data: bytes, *, source: str, media_type: str = "") -> Kind:
    """Return what ``data`` is; raises UnreadableFile where its name promises another kind than its bytes are.

    Such a file is a mistake or was made to be read differently by two readers.
    """
    promised = _promised(source)
    shown = _shown(data)
    if shown in ("pdf", "docx"):
        if promised not in (None, shown) or (promised is None and _stated(media_type) not in (None, shown)):
            raise UnreadableFile(
                f"{name_of(source)!r} is {_NAMES[shown]} by its content and is not named so; rename it."
            )
        return shown
    if promised in ("pdf", "docx"):
        what = "PDF" if promised == "pdf" else "Word"
        raise UnreadableFile(
            f"{name_of(source)!r} is not a {what} file, though it is named so; check where it is from."
        )
    if promised == "feed" and shown == "html":
        return "html"
    return promised or _by_type(media_type, shown) or shown


def _promised(source: str) -> Kind | None:
    """Return the kind of a file's name; a web address promises nothing, since any program may stand behind it."""
    if source.startswith(("http://", "https://")):
        return None
    return SUFFIXES.get(PurePath(name_of(source)).suffix.lower())


def _stated(media_type: str) -> Kind | None:
    return _MEDIA_TYPES.get(media_type.partition(";")[0].strip().lower())


def _by_type(media_type: str, shown: Kind) -> Kind | None:
    """Return the kind that the server states; many servers call a feed a web page or plain XML."""
    stated = _stated(media_type)
    return None if stated in (None, "pdf", "docx") or (stated == "html" and shown == "feed") else stated


def _shown(data: bytes) -> Kind:
    """Return the kind that the first bytes show; plain text where they show none."""
    head = data[:_HEAD].lstrip(_SPACE)
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return "docx"
    if head.startswith(b"<"):
        if _FEED.search(head):
            return "feed"
        return "html" if _HTML.search(head) else "text"
    return "jsonl" if _is_record(head) else "text"


def _is_record(head: bytes) -> bool:
    """Return whether a line of JSON opens the text; one longer than what was looked at counts by its beginning."""
    line, end, _ = head.partition(b"\n")
    if not line.startswith(b"{"):
        return False
    if not end and len(head) >= _HEAD - 16:
        return re.match(rb'\{\s*"', line) is not None
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False
