"""What is known of feeds that were read before, so that only what is new is fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.protocols import FeedState

if TYPE_CHECKING:
    import sqlite3


def read_feed(connection: sqlite3.Connection, address: str) -> FeedState:
    """Return what is known of a feed; nothing of one that was never read."""
    row = connection.execute("SELECT etag, modified FROM feeds WHERE address = ?", (address,)).fetchone()
    marks = connection.execute("SELECT entry, mark FROM feed_entries WHERE address = ?", (address,))
    etag, modified = row or ("", "")
    return FeedState(etag, modified, dict(marks.fetchall()))


def write_feed(connection: sqlite3.Connection, address: str, state: FeedState) -> None:
    """Keep what is known of a feed in place of what was."""
    connection.execute("INSERT OR REPLACE INTO feeds VALUES (?, ?, ?)", (address, state.etag, state.modified))
    connection.execute("DELETE FROM feed_entries WHERE address = ?", (address,))
    rows = [(address, entry, mark) for entry, mark in state.marks.items()]
    connection.executemany("INSERT INTO feed_entries VALUES (?, ?, ?)", rows)
