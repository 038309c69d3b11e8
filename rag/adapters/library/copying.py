"""Backups: a copy of the SQLite file, from which all else is made again."""

from __future__ import annotations

import secrets
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from rag.adapters.library.database import FILE, Database, check_version, connect_maker, connect_reader, connect_writer
from rag.adapters.library.faults import broken, plain_faults
from rag.adapters.library.indexing import refresh_index
from rag.adapters.library.manifest import flush_folder
from rag.adapters.library.migrations import migrate
from rag.adapters.library.owner import ownership
from rag.adapters.library.session import UNCLEAN, writing_session
from rag.adapters.library.soundness import (
    file_state,
    note_state,
    staged_file,
    structure_faults,
    wal_file,
    word_index_faults,
)
from rag.adapters.library.writing import erase_fact, erase_generation, write_fact
from rag.errors import BadInput

if TYPE_CHECKING:
    from pathlib import Path


def write_backup(connection: sqlite3.Connection, target: Path) -> None:
    """Copy the snapshot that ``connection`` reads into a new or empty folder; raises BadInput.

    The copy is complete, examined and on the disk when this returns. Others may write meanwhile.
    """
    with plain_faults(target):
        if target.exists() and not (target.is_dir() and not any(target.iterdir())):
            raise BadInput(f"{str(target)!r} exists already: name a new or an empty folder for the backup.")
        target.mkdir(parents=True, exist_ok=True)
        with staged_file(target) as staged:
            _copy_pages(connection, staged)
            _prepare(staged)
            flush_folder(target)
            staged.replace(target / FILE)
            flush_folder(target)
        note_state(target / FILE, file_state(target / FILE))


def restore(source: Path, folder: Path) -> None:
    """Make the library in ``folder`` what the backup in ``source`` holds; raises LibraryError and BadInput.

    The backup is examined first. Readers that have the library open see the old state, or the new one.
    """
    with plain_faults(source):
        file = source / FILE if source.is_dir() else source
        found = file.is_file()
    if not found:
        raise BadInput(f"There is no backup at {str(source)!r}: name the folder that `citewire backup` wrote.")
    with plain_faults(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with ownership(folder), staged_file(folder) as staged:
            with plain_faults(file), closing(connect_reader(file).connection) as connection:
                check_version(connection, file, older=True)
                _copy_pages(connection, staged)
            _prepare(staged)
            put_in_place(staged, folder / FILE)
    _index_anew(folder / FILE)


def put_in_place(staged: Path, file: Path) -> None:
    """Make a library's file what ``staged`` is, in one step; the caller owns the library."""
    try:
        with closing(connect_writer(file)) as live, closing(sqlite3.connect(staged)) as copy:
            if structure_faults(live):
                raise sqlite3.DatabaseError("damaged")
            copy.backup(live)
    except sqlite3.DatabaseError as exc:
        if getattr(exc, "sqlite_errorcode", 0) & 0xFF in {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}:
            raise
        # What stands there is no database any more, so nobody can be reading it.
        for leftover in (wal_file(file), file.with_name(f"{file.name}-shm")):
            leftover.unlink(missing_ok=True)
        staged.replace(file)


def _copy_pages(connection: sqlite3.Connection, staged: Path) -> None:
    with closing(sqlite3.connect(staged)) as copy:
        connection.backup(copy)


def _prepare(staged: Path) -> None:
    """Examine a copy and make it a library of its own, without an index; raises LibraryBroken."""
    with connect_maker(staged) as connection:
        faults = structure_faults(connection)
        if faults:
            raise broken(staged.parent, faults[0])
        migrate(connection)
        faults = word_index_faults(connection)
        if faults:
            raise broken(staged.parent, faults[0])
        connection.execute("BEGIN IMMEDIATE")
        erase_fact(connection, UNCLEAN)
        erase_generation(connection)
        # Ids of chunks may be given again after a restore; what was remembered of the old ones must not hold.
        write_fact(connection, "incarnation", secrets.token_hex(8))
        connection.execute("COMMIT")


def _index_anew(file: Path) -> None:
    database = Database(file)
    try:
        with writing_session(database) as connection:
            refresh_index(database, connection)
    finally:
        database.close()
