"""Whether the SQLite file is what its last writer left.

SQLite has no checksums of pages, so damage can read as fewer rows. A file that its last writer closed is
told by its size, times and digest, which are kept in a note beside it; any other is examined before it is
used.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import sqlite3
import threading
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from rag.adapters.library.manifest import file_digest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOTE = "library.seal"
STAGED = "library.part"
DIGESTED_BYTES = 100_000_000
"""A file up to this size, some 20,000 passages, is told by its SHA-256 too, in a tenth of a second. In a larger
one only the seals of its rows tell of what a disk altered without touching the file's times."""
MOST_OPEN = 32
"""Files of which a descriptor is left open; who opens more libraries has closed the first of them."""

_OPEN: dict[tuple[int, int], int] = {}
_MUTEX = threading.Lock()


@contextmanager
def staged_file(folder: Path) -> Iterator[Path]:
    """Lend the path of a SQLite file that is being made; what is still there afterwards is removed."""
    staged = folder / STAGED
    staged.unlink(missing_ok=True)
    try:
        yield staged
    finally:
        for name in (STAGED, f"{STAGED}-wal", f"{STAGED}-shm"):
            (folder / name).unlink(missing_ok=True)


def wal_file(file: Path) -> Path:
    """Return the write-ahead log of a SQLite file."""
    return file.with_name(f"{file.name}-wal")


def file_state(file: Path) -> str:
    """Return sizes and times of a SQLite file and its log."""
    state = file.stat()
    text = f"{state.st_size} {state.st_mtime_ns}"
    with contextlib.suppress(FileNotFoundError):
        log = wal_file(file).stat()
        if log.st_size:
            text += f" {log.st_size} {log.st_mtime_ns}"
    return text


def is_as_left(file: Path) -> bool:
    """Return whether the file is as its last writer, or its last examination, left it."""
    try:
        state, _, digest = (file.parent / NOTE).read_text(encoding="ascii").partition("\n")
        return state == file_state(file) and digest == _digest(file)
    except (OSError, UnicodeDecodeError):
        return False


def note_state(file: Path, state: str) -> None:
    """Keep the state of a file that is known to be sound, where the folder can be written."""
    part = file.parent / f"{NOTE}.{secrets.token_hex(4)}.part"
    with contextlib.suppress(OSError):
        try:
            part.write_text(f"{state}\n{_digest(file)}", encoding="ascii")
            if file_state(file) != state:
                return  # somebody writes meanwhile, and will note what he leaves
            part.replace(file.parent / NOTE)
        finally:
            part.unlink(missing_ok=True)


def _digest(file: Path) -> str:
    if file.stat().st_size > DIGESTED_BYTES:
        return "times only"
    if os.name != "posix":
        return file_digest(file)
    with _MUTEX:
        descriptor, digest, place = _kept_open(file), hashlib.sha256(), 0
        while data := os.pread(descriptor, 1_000_000, place):
            digest.update(data)
            place += len(data)
    return digest.hexdigest()


def _kept_open(file: Path) -> int:
    """Return a descriptor of a SQLite file that is left open; the caller holds the lock.

    POSIX drops all locks of a process on a file when it closes any descriptor of it. SQLite's own would be gone while
    its connections live, and any program that opens the file to write it could take a living writer's log away.
    """
    for key, descriptor in list(_OPEN.items()):
        if not os.fstat(descriptor).st_nlink or len(_OPEN) > MOST_OPEN:
            os.close(_OPEN.pop(key))
    status = file.stat()
    key = (status.st_dev, status.st_ino)
    if key not in _OPEN:
        _OPEN[key] = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
    return _OPEN[key]


def structure_faults(connection: sqlite3.Connection) -> list[str]:
    """Return what is wrong with the file's pages, tables and indices."""
    try:
        rows = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(10)")]
    except sqlite3.DatabaseError as exc:
        return [str(exc)]
    return [] if rows == ["ok"] else rows


def word_index_faults(connection: sqlite3.Connection) -> list[str]:
    """Return what is wrong with the word index.

    FTS5 checks itself through an INSERT, which a read-only connection refuses; so a copy is checked, which
    SQLite keeps in a temporary file of its own.
    """
    with closing(sqlite3.connect("", isolation_level=None)) as copy:
        page = connection.execute("PRAGMA page_size").fetchone()[0]
        copy.execute(f"PRAGMA page_size = {page}")
        try:
            connection.backup(copy)
            copy.execute("INSERT INTO chunk_words (chunk_words) VALUES ('integrity-check')")
        except sqlite3.DatabaseError as exc:
            return [str(exc)]
    return []
