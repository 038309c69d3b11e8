"""PDF files with a text layer, by pypdf."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from rag.adapters.formats.lines import joined_pages
from rag.errors import UnreadableFile
from rag.stages.extracts import Extract
from rag.stages.front_matter import one_line

if TYPE_CHECKING:
    from pypdf import PdfReader

MAX_PAGES = 1_000
"""More are a book or an attack; the text of an article has ten."""
_MADE_UP = ("microsoft word -", "untitled", "document")


def extract_pdf(data: bytes, *, name: str, address: str) -> tuple[Extract, ...]:
    """Return the text of a PDF; raises UnreadableFile for one that is scanned, locked or far too long.

    The date at which the file was made is not taken for the day of publication: relative dates would follow it.
    """
    from pypdf import PdfReader

    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnreadableFile(f"{name!r} is locked with a password; save it without one and try again.")
    if len(reader.pages) > MAX_PAGES:
        raise UnreadableFile(f"{name!r} has {len(reader.pages):,} pages; {MAX_PAGES:,} are the most, so split it.")
    text = joined_pages([page.extract_text() for page in reader.pages])
    if not any(character.isalpha() for character in text):
        raise UnreadableFile(
            f"{name!r} has no text layer, so it is a scan; recognise its text (OCR) first and ingest what that gives."
        )
    return (Extract(text=text, title=_title(reader), byline=_said(reader, "author"), address=address),)


def _title(reader: PdfReader) -> str:
    title = _said(reader, "title") or ""
    return "" if title.lower().startswith(_MADE_UP) else title


def _said(reader: PdfReader, field: str) -> str | None:
    value: Any = getattr(reader.metadata, field, None)
    return one_line(value) or None if isinstance(value, str) else None
