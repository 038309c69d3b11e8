"""Turns what SQLite and the operating system raise into one plain sentence."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rag.errors import BadInput, LibraryBroken, LibraryBusy, LibraryError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
_DENIED = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_AUTH}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL}
_NEARLY_FULL = 1_000_000
"""Bytes. SQLite reports some writes to a full disk as an I/O error; with less space than this it is that."""


@contextmanager
def plain_faults(place: Path) -> Iterator[None]:
    """Re-raise storage failures of the block as an error of ours that names ``place``."""
    try:
        yield
    except sqlite3.Error as exc:
        raise _of_sqlite(exc, place) from exc
    except OSError as exc:
        raise _of_system(exc, place) from exc
    except UnicodeEncodeError as exc:
        raise BadInput("The text holds half a character (a lone surrogate), which cannot be stored.") from exc


def broken(place: Path, what: str) -> LibraryBroken:
    """Return the error for a damaged library."""
    return LibraryBroken(
        f"The library at {place} is damaged ({what}): run `citewire check --repair`, "
        "or bring back a backup with `citewire restore`."
    )


def _of_sqlite(exc: sqlite3.Error, place: Path) -> LibraryError:
    code = getattr(exc, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
    if code == sqlite3.SQLITE_FULL or (code == sqlite3.SQLITE_IOERR and _nearly_full(place)):
        return _full(place)
    if code == sqlite3.SQLITE_IOERR:
        return LibraryError(
            f"The disk that holds {place} failed to read or write ({exc}): it may be full, over quota or "
            "failing; nothing acknowledged was lost."
        )
    if code in _DENIED:
        return _forbidden(place)
    if code in _BUSY:
        return LibraryBusy(f"The library at {place} is in use by another process: repeat in a moment.")
    return broken(place, str(exc))


def _of_system(exc: OSError, place: Path) -> LibraryError:
    if exc.errno in _FULL:
        return _full(place)
    if exc.errno in _FORBIDDEN:
        return _forbidden(place)
    return LibraryError(f"The library at {place} cannot be used: {exc.strerror or exc}.")


def _nearly_full(place: Path) -> bool:
    try:
        return shutil.disk_usage(place if place.is_dir() else place.parent).free < _NEARLY_FULL
    except OSError:
        return False


def _full(place: Path) -> LibraryError:
    return LibraryError(
        f"The disk that holds {place} is full: nothing acknowledged was lost; free some space and repeat."
    )


def _forbidden(place: Path) -> LibraryError:
    return LibraryError(
        f"No permission for {place}, or its disk is read-only: "
        "check the permissions, or name another folder with --library."
    )
