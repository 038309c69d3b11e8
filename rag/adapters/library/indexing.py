"""Keeping the index current; done by whoever owns the library."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from rag.adapters.library.chroma import IndexUnusable
from rag.adapters.library.index import build_generation, build_is_due, remove_generations
from rag.adapters.library.reading import count_chunks, read_fact, read_generation
from rag.adapters.library.vectors import Selection
from rag.adapters.library.writing import erase_generation, write_generation

if TYPE_CHECKING:
    import sqlite3

    from rag.adapters.library.database import Database

log = logging.getLogger("citewire")


def refresh_index(database: Database, connection: sqlite3.Connection, *, anew: bool = False) -> None:
    """Build the index where it is due, or ``anew`` in any case, and remove what is no longer current.

    A build that fails costs time at each search and nothing else, so it is logged and not raised.
    """
    fingerprint = read_fact(connection, "fingerprint")
    if not isinstance(fingerprint, str):
        return
    current = read_generation(connection)
    newer = count_chunks(connection, Selection(after=current.last_chunk if current else 0))
    removed = current.count - count_chunks(connection, Selection(up_to=current.last_chunk)) if current else 0
    if anew or build_is_due(database.file, current, fingerprint=fingerprint, newer=newer, removed=removed):
        try:
            current = build_generation(database.file, connection, fingerprint)
        except IndexUnusable as exc:
            log.warning("The index could not be built, so every vector is compared: %s", exc)
            return
        with database.transaction(connection):
            if current is None:
                erase_generation(connection)
            else:
                write_generation(connection, current)
    remove_generations(database.file, but=current.name if current else None)
