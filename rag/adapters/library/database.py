"""Connections to the library's one SQLite file."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.adapters.library.faults import broken, plain_faults
from rag.adapters.library.migrations import APPLICATION_ID, NEWEST, schema_version
from rag.adapters.library.owner import is_owned
from rag.adapters.library.soundness import (
    file_state,
    is_as_left,
    note_state,
    structure_faults,
    wal_file,
    word_index_faults,
)
from rag.errors import LibraryBroken, LibraryBusy, LibraryError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE = "library.sqlite3"
BUSY_MS = 10_000
CACHE_KIB = 16_000
"""Memory for pages of each reader's connection. A search touches some 300 pages, and SQLite's own 2 MB hold 250."""
_UNSHARED = {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR}
"""Codes of a WAL file whose shared memory cannot be made, as in a folder that may not be written."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A connection that cannot write."""

    connection: sqlite3.Connection
    frozen: str | None
    """Where the folder cannot be written, SQLite takes the file for immutable; this was its state then."""


class Database:
    """Leases connections to threads. Readers see one snapshot for as long as they hold theirs."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._idle: list[Reader] = []
        self._mutex = threading.Lock()
        self._closed = False
        self._sound = False

    @contextmanager
    def reading(self, *, examined: bool = True) -> Iterator[sqlite3.Connection]:
        """Lease a read-only connection in a read transaction; raises LibraryBroken, LibraryTooNew.

        ``examined=False`` is for who examines the file.
        """
        with plain_faults(self.file):
            reader = self._lease()
            try:
                reader.connection.execute("BEGIN")
                check_version(reader.connection, self.file)
                if examined:
                    self.examine(reader.connection)
                yield reader.connection
            finally:
                self._give_back(reader)
            if reader.frozen is not None and reader.frozen != file_state(self.file):
                raise LibraryBusy(f"The library at {self.file.parent} changed while it was read: repeat.")

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

    def examine(self, connection: sqlite3.Connection, *, owner: bool = False) -> None:
        """Raise LibraryBroken where the file is damaged; one that is as it was left is trusted.

        While another process writes, the file is trusted too: its writer has examined it.
        """
        if self._sound and not owner:
            return
        state = file_state(self.file)
        if not is_as_left(self.file) and (owner or not is_owned(self.file.parent)):
            faults = structure_faults(connection) or word_index_faults(connection)
            if faults:
                raise broken(self.file.parent, faults[0])
            note_state(self.file, state)
        self._sound = True

    def close(self) -> None:
        """Close every idle connection; leased ones close when they are given back."""
        self._closed = True
        self.forget()

    def forget(self) -> None:
        """Close every idle connection, so that the next reader opens the file that stands there then."""
        with self._mutex:
            idle, self._idle = self._idle, []
        for reader in idle:
            reader.connection.close()

    def _lease(self) -> Reader:
        with self._mutex:
            if self._closed:
                raise LibraryError(f"The library at {self.file.parent} was closed.")
            if self._idle:
                return self._idle.pop()
        return connect_reader(self.file)

    def _give_back(self, reader: Reader) -> None:
        if reader.connection.in_transaction:
            reader.connection.rollback()
        with self._mutex:
            if not self._closed and reader.frozen is None:
                self._idle.append(reader)
                return
        reader.connection.close()


def connect_reader(file: Path) -> Reader:
    """Open the file so that it cannot be written."""
    connection = _connect_uri(file, "mode=ro")
    try:
        connection.execute("SELECT 1 FROM sqlite_master").fetchone()
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    except sqlite3.OperationalError as exc:
        connection.close()
        if exc.sqlite_errorcode & 0xFF not in _UNSHARED or not file.is_file():
            raise
    else:
        return Reader(connection, None)
    if wal_file(file).exists() and wal_file(file).stat().st_size:
        raise LibraryError(
            f"The writer of the library at {file.parent} was killed, and it cannot be recovered where it may "
            "not be written: open it once with permission to write, or copy it to another folder."
        )
    return Reader(_connect_uri(file, "mode=ro&immutable=1"), file_state(file))


def connect_writer(file: Path) -> sqlite3.Connection:
    """Open or create the file so that a commit survives a kill and a power cut."""
    connection = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
    connection.execute("PRAGMA page_size = 8192")  # five vectors to a page instead of two to one of 4096
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")  # what was removed is not to be found in the file
    return connection


@contextmanager
def connect_maker(staged: Path) -> Iterator[sqlite3.Connection]:
    """Open or create a file that is to be put in another's place; afterwards all of it is in that one file.

    A commit stands in the log first. SQLite moves it into the file when it closes, and says nothing where the
    disk has no room for that; here it is an error.
    """
    with closing(connect_writer(staged)) as connection:
        yield connection
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _connect_uri(file: Path, options: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{file.absolute().as_uri()}?{options}", uri=True, isolation_level=None, check_same_thread=False
    )
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
    return connection


def check_version(connection: sqlite3.Connection, file: Path, *, older: bool = False) -> None:
    """Refuse a file that is not a library of this version, or an ``older`` one; begins the snapshot."""
    version = schema_version(connection)
    if not file.stat().st_size:
        raise broken(file.parent, f"{file.name} is empty")
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise LibraryBroken(f"{file} is not a Citewire library: name another folder with --library.")
    if version < NEWEST and not older:
        raise LibraryError(
            f"The library at {file.parent} is of an older Citewire: open it once where it may be written, "
            "and it is brought up to date."
        )
