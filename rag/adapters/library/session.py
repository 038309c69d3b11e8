"""What a writer does first and last."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rag.adapters.library.faults import plain_faults
from rag.adapters.library.owner import ownership
from rag.adapters.library.soundness import file_state, note_state
from rag.adapters.library.writing import erase_fact, write_fact
from rag.errors import LibraryError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rag.adapters.library.database import Database

UNCLEAN = "unclean"
"""The fact that a writer is at work. Without one, it was killed."""

log = logging.getLogger("citewire")


@contextmanager
def writing_session(database: Database, *, examined: bool = True) -> Iterator[sqlite3.Connection]:
    """Own the library and lend the connection that writes it; raises LibraryBusy and LibraryBroken.

    The file is examined before unless it is as its last writer left it, and is marked while it is written.
    ``examined=False`` is for who has found its damage and mends it.
    """
    with ownership(database.file.parent):
        if examined:
            with database.reading(examined=False) as connection:
                database.examine(connection, owner=True)
        left = False
        try:
            with database.writing() as connection:
                with database.transaction(connection):
                    write_fact(connection, UNCLEAN, 1)
                try:
                    yield connection
                finally:
                    left = _leave(database, connection)
        finally:
            if left:
                with plain_faults(database.file):
                    note_state(database.file, file_state(database.file))


def _leave(database: Database, connection: sqlite3.Connection) -> bool:
    """Unmark the file and empty its log; never hides the error that ended the session."""
    try:
        with database.transaction(connection):
            erase_fact(connection, UNCLEAN)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except (LibraryError, sqlite3.Error) as exc:
        log.warning("The library was not closed cleanly and will be examined when it is next opened: %s", exc)
        return False
    return True
