"""Filters as conditions of SQL on the table ``articles``; names and tags are kept folded, for an index to find."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

    from rag.filters import Filters
    from rag.schema import Article


@dataclass(frozen=True, slots=True)
class Condition:
    """SQL with the values of its question marks."""

    sql: str
    values: tuple[object, ...]


def filter_condition(filters: Filters) -> Condition:
    """Return the condition that holds for the articles that are asked."""
    terms: list[str] = []
    values: list[object] = []
    for operator, day in ((">=", filters.since), ("<=", filters.until)):
        if day:
            terms.append(f"articles.published {operator} ?")
            values.append(day)
    for kind, names in (("publisher", filters.publishers), ("tag", filters.tags)):
        if names:
            terms.append(
                "articles.key IN (SELECT facets.article FROM facets "
                "WHERE facets.kind = ? AND facets.value IN (SELECT value FROM json_each(?)))"
            )
            values += [kind, json.dumps(sorted(name.casefold() for name in names))]
    return Condition(" AND ".join(terms) or "1", tuple(values))


def write_facets(connection: sqlite3.Connection, key: int, article: Article) -> None:
    """Store under which names an article is found."""
    rows = [("tag", tag.casefold(), key) for tag in article.tags]
    if article.publisher:
        rows.append(("publisher", article.publisher.casefold(), key))
    connection.executemany("INSERT OR IGNORE INTO facets VALUES (?, ?, ?)", rows)
