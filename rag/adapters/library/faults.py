"""Turns what SQLite and the operating system raise into one plain sentence."""

from __future__ import annotations

import errno
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rag.errors import LibraryBroken, LibraryBusy, LibraryError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


@contextmanager
def plain_faults(place: Path) -> Iterator[None]:
    """Re-raise storage failures of the block as a LibraryError that names ``place``."""
    try:
        yield
    except sqlite3.Error as exc:
        raise _of_sqlite(exc, place) from exc
    except OSError as exc:
        raise _of_system(exc, place) from exc


def _of_sqlite(exc: sqlite3.Error, place: Path) -> LibraryError:
    code = getattr(exc, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return _full(place)
    if code in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN}:
        return _forbidden(place)
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return LibraryBusy(f"The library at {place} is in use by another process; try again in a moment.")
    if code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_MISMATCH}:
        return broken(place, str(exc))
    return LibraryError(f"The library at {place} cannot be used: {exc}.")


def _of_system(exc: OSError, place: Path) -> LibraryError:
    if exc.errno in FULL:
        return _full(place)
    if exc.errno in FORBIDDEN:
        return _forbidden(place)
    return LibraryError(f"The library at {place} cannot be used: {exc.strerror or exc}.")


def _full(place: Path) -> LibraryError:
    return LibraryError(
        f"The disk that holds {place} is full: nothing acknowledged was lost; free some space and repeat."
    )


def _forbidden(place: Path) -> LibraryError:
    return LibraryError(
        f"The library at {place} may not be written: its disk is read-only or the permission is missing."
    )


def broken(place: Path, what: str) -> LibraryBroken:
    """Return the error for a damaged library."""
    return LibraryBroken(
        f"The library at {place} is damaged ({what}): run `citewire check --repair`, "
        "or restore a backup with `citewire restore`."
    )
