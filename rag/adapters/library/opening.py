"""Making a library's file, finding its version, and bringing it up to date."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from rag.adapters.library.database import FILE, connect_maker, connect_reader, connect_writer
from rag.adapters.library.faults import broken, plain_faults
from rag.adapters.library.manifest import flush_file
from rag.adapters.library.migrations import NEWEST, migrate, schema_version
from rag.adapters.library.owner import ownership
from rag.adapters.library.soundness import staged_file, wal_file
from rag.errors import LibraryBroken

if TYPE_CHECKING:
    from pathlib import Path


def ready_file(folder: Path, *, create: bool) -> Path:
    """Return the library's file, made or brought up to date where needed; raises LibraryError.

    A damaged file is returned as it is: whoever reads it will be told, and whoever mends it must get it.
    """
    file = folder / FILE
    with plain_faults(folder):
        if not file.exists():
            _make(file, create=create)
        elif not file.is_file():
            raise broken(folder, f"{file.name} is not a file")
        elif _is_older(file):
            with ownership(folder), closing(connect_writer(file)) as connection:
                migrate(connection)
    return file


def _make(file: Path, *, create: bool) -> None:
    log = wal_file(file)
    if log.exists() and log.stat().st_size:
        raise broken(file.parent, f"{file.name} is gone and its log is not")
    if not create:
        raise LibraryBroken(f"There is no library at {file.parent}: `citewire ingest` makes one.")
    file.parent.mkdir(parents=True, exist_ok=True)
    with ownership(file.parent):
        if file.exists():
            return  # another process was faster
        # The file appears whole or not at all: an empty one would be an emptied one.
        with staged_file(file.parent) as staged:
            with connect_maker(staged) as connection:
                migrate(connection)
            flush_file(staged)
            staged.replace(file)


def _is_older(file: Path) -> bool:
    try:
        with closing(connect_reader(file).connection) as connection:
            return 0 < schema_version(connection) < NEWEST
    except sqlite3.DatabaseError:
        return False
