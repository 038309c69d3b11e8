"""Reading a public set: JSON lines in ``FOLDER/NAME/SPLIT.jsonl``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rag.errors import BadInput
from rag.schema import Article
from rag.stages.reading import sha256_of

if TYPE_CHECKING:
    from pathlib import Path

Row = Mapping[str, Any]


class MissingSet(BadInput):
    """The folder does not hold the set that was asked for."""


def read_rows(folder: Path, name: str, split: str) -> tuple[Row, ...]:
    """Return the rows of one split; raises MissingSet or BadInput."""
    return read_lines(folder / name / f"{split}.jsonl", name)


def read_lines(file: Path, name: str) -> tuple[Row, ...]:
    """Return the rows of a file in JSON lines; raises MissingSet or BadInput."""
    if not file.is_file():
        raise MissingSet(f"The set {name!r} is skipped: there is no file {str(file)!r}.")
    rows = []
    for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            rows.append(json.loads(line))
        except ValueError as exc:
            raise BadInput(f"{file.name}, line {number}, is not JSON ({exc}); get the file again.") from exc
    return tuple(rows)


def as_article(doc_id: str, text: str, *, title: str = "") -> Article:
    """Return a text of a public set as an article."""
    return Article(id=doc_id, title=title or doc_id, text=text, sha256=sha256_of(text), source=doc_id)


def context_of(row: Row) -> tuple[Article, ...]:
    """Return the sources that a row brings: its ``context``, or its ``docs``."""
    if "context" in row:
        name = row.get("doc_id") or row["group"]
        return (as_article(str(name), row["context"], title=row.get("title", "")),)
    return tuple(as_article(str(doc["doc_id"]), doc["text"], title=doc.get("title", "")) for doc in row["docs"])
