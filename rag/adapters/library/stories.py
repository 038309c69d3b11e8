"""Which articles are one story: reprints of one text, found by MinHash (rensa) and decided by their facts."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING

from rag.stages.reprints import Printed, is_reprint, printed

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from rag.schema import Article

VALUES = 128
"""MinHash values of a text."""
ROWS = 2
"""Values in a band. Of a text that was cut to a fifth, 64 bands of two share one with the whole 19 times of 20."""
CANDIDATES = 40
"""Texts that are compared word by word with a new one, those first that share most bands."""


def join_story(connection: sqlite3.Connection, key: int, article: Article) -> None:
    """Find the story of an article that was just stored, and keep its sketch for those that come."""
    text = printed(article.text)
    bands = list(_bands(text))
    found = _same_text(connection, key, article) or _same_story(connection, key, bands, text)
    stories = sorted(set(found))
    if stories:
        connection.execute("UPDATE articles SET story = ? WHERE key = ?", (stories[0], key))
    for other in stories[1:]:  # the new text shows that these are one
        connection.execute(
            "UPDATE articles SET story = ? WHERE story = ? OR (story IS NULL AND id = ?)", (stories[0], other, other)
        )
    connection.executemany("INSERT OR IGNORE INTO bands VALUES (?, ?)", [(band, key) for band in bands])


def read_story(connection: sqlite3.Connection, article_id: str) -> tuple[str, ...]:
    """Return the ids of all articles of an article's story, itself included, in order; empty where it is gone."""
    rows = connection.execute(
        """SELECT id FROM articles WHERE story = (SELECT coalesce(story, id) FROM articles WHERE id = ?1)
        UNION SELECT id FROM articles WHERE id = (SELECT coalesce(story, id) FROM articles WHERE id = ?1)
        UNION SELECT id FROM articles WHERE id = ?1""",
        (article_id,),
    )
    return tuple(sorted(row[0] for row in rows))


def _same_text(connection: sqlite3.Connection, key: int, article: Article) -> list[str]:
    rows = connection.execute(
        "SELECT coalesce(story, id) FROM articles WHERE sha256 = ? AND key != ?", (article.sha256, key)
    )
    return [row[0] for row in rows]


def _same_story(connection: sqlite3.Connection, key: int, bands: list[int], text: Printed) -> list[str]:
    """Return the stories of the articles of which this text is a reprint."""
    marks = ", ".join("?" * len(bands))
    rows = connection.execute(
        f"""SELECT article, count(*) AS shared FROM bands WHERE band IN ({marks}) AND article != ?
        GROUP BY article ORDER BY shared DESC, article LIMIT ?""",  # noqa: S608 - question marks
        [*bands, key, CANDIDATES],
    ).fetchall()
    found = []
    for other, _ in rows:
        story, words = connection.execute(
            "SELECT coalesce(story, id), text FROM articles WHERE key = ?", (other,)
        ).fetchone()
        if story not in found and is_reprint(text, _printed(words)):
            found.append(story)
    return found


@lru_cache(maxsize=256)
def _printed(text: str) -> Printed:
    return printed(text)


def _bands(text: Printed) -> Iterator[int]:
    """Yield a number for each band of the text's sketch; another version of the sketch gives other numbers."""
    from rensa import RMinHash

    if not text.shingles:
        return
    sketch = RMinHash(num_perm=VALUES, seed=1)
    sketch.update(sorted(text.shingles))
    values = sketch.digest()
    for start in range(0, VALUES, ROWS):
        named = f"{RMinHash.ALGORITHM_VERSION}:{start}:{values[start : start + ROWS]}"
        yield int.from_bytes(hashlib.blake2b(named.encode(), digest_size=8).digest(), "big", signed=True)
