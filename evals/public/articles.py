"""The articles of a public set, without its questions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from evals.public.rows import context_of, read_rows

if TYPE_CHECKING:
    from rag.schema import Article


def articles_of(folder: Path | str, name: str, split: str) -> tuple[Article, ...]:
    """Return each article of a split once, in order; raises MissingSet or BadInput."""
    rows = read_rows(Path(folder).expanduser(), name, split)
    return tuple({article.id: article for row in rows for article in context_of(row)}.values())
