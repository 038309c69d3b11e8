"""What articles said before, and which were superseded."""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from rag.adapters.library.seals import row_seal
from rag.adapters.library.versions import FIRST, article_of_row, stored_version, unknown_article
from rag.adapters.library.writing import now_in_utc
from rag.errors import LibraryBroken, UnknownArticle
from rag.protocols import VersionInfo

if TYPE_CHECKING:
    import sqlite3

    from rag.schema import Article

_KEPT = f"{FIRST.removeprefix('id, ')}, tags, supersedes, added, replaced, superseded_by"


def keep_version(
    connection: sqlite3.Connection, article: Article, *, added: str, superseded_by: str | None = None
) -> None:
    """Keep what an article says, before another text or another article takes its place."""
    row = (
        article.id, article.version, article.title, article.text, article.sha256, article.source, article.published,
        article.byline, article.publisher, json.dumps(article.tags), article.supersedes, added, now_in_utc(),
        superseded_by,
    )  # fmt: skip
    marks = ", ".join("?" * (len(row) + 1))
    connection.execute(f"INSERT OR REPLACE INTO versions VALUES ({marks})", (*row, row_seal(*row)))  # noqa: S608


def erase_versions(connection: sqlite3.Connection, article_id: str) -> int:
    """Forget what an article said before, and return how many versions that were."""
    return connection.execute("DELETE FROM versions WHERE id = ?", (article_id,)).rowcount


def newest_number(connection: sqlite3.Connection, article_id: str) -> int:
    """Return the number of an article's newest kept version, 0 where none is kept."""
    row = connection.execute("SELECT max(number) FROM versions WHERE id = ?", (article_id,)).fetchone()
    return int(row[0] or 0)


def read_versions(connection: sqlite3.Connection, article_id: str) -> tuple[VersionInfo, ...]:
    """Return all versions of an article, oldest first; raises UnknownArticle."""
    kept = connection.execute(
        """SELECT number, title, sha256, published, added, replaced, superseded_by
        FROM versions WHERE id = ? ORDER BY number""",
        (article_id,),
    )
    found = [VersionInfo(*row) for row in kept]
    current = connection.execute(
        "SELECT version, title, sha256, published, added FROM articles WHERE id = ?", (article_id,)
    ).fetchone()
    if current is not None:
        found.append(VersionInfo(*current))
    if not found:
        raise unknown_article(connection, article_id)
    return tuple(found)


def read_numbered(connection: sqlite3.Connection, article_id: str, number: int) -> Article:
    """Return one version of an article, kept or current; raises UnknownArticle and LibraryBroken."""
    row = connection.execute(
        f"SELECT id, number, {_KEPT}, seal FROM versions WHERE id = ? AND number = ?",  # noqa: S608 - names of columns
        (article_id, number),
    ).fetchone()
    if row is None:
        stored = stored_version(connection, article_id)
        if stored is None or stored.draft.article.version != number:
            raise UnknownArticle(f"The article {article_id!r} has no version {number}: `citewire diff` shows which.")
        return stored.draft.article
    if row_seal(*row[:-1]) != row[-1]:
        raise LibraryBroken(f"Version {number} of {article_id!r} was altered on the disk: bring back a backup.")
    name, _, *first = row[:9]
    return article_of_row([name, *first, row[9], row[10], number])


def corrector_of(connection: sqlite3.Connection, article: Article) -> str | None:
    """Return the id of a stored article that supersedes this one, if one does."""
    rows = connection.execute("SELECT id, source, supersedes FROM articles WHERE supersedes IS NOT NULL")
    for name, source, named in rows:
        if name != article.id and _means(named, of=source, article_id=article.id, place=article.source):
            return str(name)
    return None


def corrected_by(connection: sqlite3.Connection, article: Article) -> list[str]:
    """Return the ids of the stored articles that this one supersedes."""
    if not article.supersedes:
        return []
    rows = connection.execute("SELECT id, source FROM articles WHERE id != ?", (article.id,)).fetchall()
    return [name for name, place in rows if _means(article.supersedes, of=article.source, article_id=name, place=place)]


def _means(named: str, *, of: str, article_id: str, place: str) -> bool:
    """Return whether ``named``, in an article that comes from ``of``, means the article of that id and place.

    A page may supersede pages of its own site only: anybody can write that he corrects another.
    """
    if of.startswith(("http://", "https://")) and urlsplit(of).netloc != urlsplit(place).netloc:
        return False
    beside = str(PurePath(of).parent / named.removeprefix("./"))
    return named in (article_id, place) or beside == place or place.endswith(f"#{named}")
