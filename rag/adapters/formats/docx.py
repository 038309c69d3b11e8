"""Word files, by python-docx."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile

from rag.errors import UnreadableFile
from rag.stages.extracts import Extract
from rag.stages.front_matter import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_UNPACKED = 200_000_000
"""Bytes of all parts together; a file that unpacks to more is refused before anything is unpacked."""
MAX_PARTS = 5_000
MAX_BODY = 30_000_000
"""Bytes of the part that holds the text."""
BODY = "word/document.xml"
PROPERTIES = "docProps/core.xml"


def extract_docx(data: bytes, *, name: str, address: str) -> tuple[Extract, ...]:
    """Return the text of a Word file; raises UnreadableFile.

    The date at which the file was made is not taken for the day of publication: relative dates would follow it.
    """
    parts = _checked_parts(data, name=name)
    from docx import Document

    document = Document(BytesIO(data))
    text = "\n\n".join(_paragraphs(document))
    extract = Extract(text=text, title=_title(document), address=address)
    if PROPERTIES not in parts:  # python-docx would state some of its own
        return (extract,)
    stated = document.core_properties
    keywords = map(one_line, (stated.keywords or "").split(","))
    return (
        replace(
            extract,
            title=one_line(stated.title or "") or extract.title,
            byline=one_line(stated.author or "") or None,
            tags=tuple(word for word in keywords if word),
        ),
    )


def _checked_parts(data: bytes, *, name: str) -> frozenset[str]:
    """Return the names of the file's parts; raises UnreadableFile."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
    except (BadZipFile, NotImplementedError) as exc:
        raise UnreadableFile(f"{name!r} is a damaged archive; save the Word file again.") from exc
    sizes = {part.filename: part.file_size for part in parts}
    if BODY not in sizes:
        raise UnreadableFile(f"{name!r} is a ZIP archive and no Word file; unpack it and name the articles inside.")
    if sum(sizes.values()) > MAX_UNPACKED or len(parts) > MAX_PARTS or sizes[BODY] > MAX_BODY:
        raise UnreadableFile(f"{name!r} unpacks to far more than an article holds; save its text alone.")
    return frozenset(sizes)


def _paragraphs(document: Any) -> Iterator[str]:
    """Yield paragraphs and rows of tables in order, headings and items of lists marked as Markdown marks them."""
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            yield from _rows(block)
        elif words := " ".join(block.text.split()) if not _is_front(block.text) else block.text.strip():
            yield f"{_mark(block)}{words}"


def _is_front(text: str) -> bool:
    """Return whether a paragraph with line breaks is front matter, which a person typed at the top of the file."""
    return text.lstrip().startswith("---\n")


def _rows(table: Any) -> Iterator[str]:
    for row in table.rows:
        cells = [" ".join(cell.text.split()) for cell in row.cells]
        if any(cells):
            yield " | ".join(cells)


def _mark(paragraph: Any) -> str:
    style = (paragraph.style.name or "").lower() if paragraph.style is not None else ""
    if style == "title" or style.startswith("heading 1"):
        return "# "
    if style.startswith(("heading", "subtitle")):
        return "## "
    return "- " if style.startswith("list") else ""


def _title(document: Any) -> str:
    return next((one_line(part.text) for part in document.paragraphs if _mark(part) == "# " and part.text.strip()), "")
