"""Connections to the library's one SQLite file."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rag.adapters.library.faults import plain_faults
from rag.adapters.library.migrations import migrate
from rag.errors import LibraryError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE = "library.sqlite3"
BUSY_MS = 10_000


class Database:
    """Leases connections to threads. Readers see one snapshot for as long as they hold theirs."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._idle: list[sqlite3.Connection] = []
        self._mutex = threading.Lock()
        self._closed = False

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Lease a read-only connection inside a read transaction."""
        with plain_faults(self.file):
            connection = self._lease()
            try:
                connection.execute("BEGIN")
                yield connection
            finally:
                self._give_back(connection)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Open a connection for the owner of the library; no transaction is begun."""
        with plain_faults(self.file):
            connection = connect_writer(self.file)
        try:
            yield connection
        finally:
            connection.close()

    @contextmanager
    def transaction(self, connection: sqlite3.Connection) -> Iterator[None]:
        """Commit the block as one, durably, or undo it."""
        with plain_faults(self.file):
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Close every idle connection; leased ones close when they are given back."""
        with self._mutex:
            self._closed = True
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def _lease(self) -> sqlite3.Connection:
        with self._mutex:
            if self._closed:
                raise LibraryError(f"The library at {self.file} was closed.")
            if self._idle:
                return self._idle.pop()
        return connect_reader(self.file)

    def _give_back(self, connection: sqlite3.Connection) -> None:
        if connection.in_transaction:
            connection.rollback()
        with self._mutex:
            if not self._closed:
                self._idle.append(connection)
                return
        connection.close()


def connect_reader(file: Path) -> sqlite3.Connection:
    """Open the file so that it cannot be written."""
    connection = sqlite3.connect(
        f"{file.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None, check_same_thread=False
    )
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
    return connection


def connect_writer(file: Path) -> sqlite3.Connection:
    """Open or create the file so that a commit survives a kill and a power cut."""
    connection = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
    connection.execute("PRAGMA page_size = 8192")  # five vectors to a page instead of two to one of 4096
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")
    return connection


def create_tables(file: Path) -> None:
    """Create the file or bring it to the newest version; the caller owns the library."""
    connection = connect_writer(file)
    try:
        migrate(connection)
    finally:
        connection.close()
