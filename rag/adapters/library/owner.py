"""The writer's lock: held by the operating system, so that it dies with its process."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rag.adapters.library.faults import plain_faults
from rag.errors import LibraryBusy

if TYPE_CHECKING:
    from collections.abc import Iterator

LOCK = "owner.lock"
HOLDER = "owner.json"
PATIENCE_S = 2.0


@contextmanager
def ownership(folder: Path, *, patience: float = PATIENCE_S) -> Iterator[None]:
    """Own the library for the block; raises LibraryBusy if another still does after ``patience`` seconds."""
    import filelock

    lock = filelock.FileLock(folder / LOCK, timeout=patience, thread_local=False)
    with plain_faults(folder):
        try:
            lock.acquire()
        except filelock.Timeout as exc:
            raise LibraryBusy(
                f"The library at {folder} is being written by {holder(folder)}: "
                "wait for it to end, or stop it, and repeat."
            ) from exc
    try:
        with plain_faults(folder):
            _sign(folder)
        yield
    finally:
        with contextlib.suppress(OSError):
            (folder / HOLDER).unlink(missing_ok=True)
        lock.release()


def is_owned(folder: Path) -> bool:
    """Return whether a living process, perhaps this one, owns the library now."""
    import filelock

    if not (folder / LOCK).exists():
        return False
    lock = filelock.FileLock(folder / LOCK, thread_local=False)
    try:
        lock.acquire(timeout=0.05, poll_interval=0.01)  # another who asks holds it for a moment
    except filelock.Timeout:
        return True
    except OSError:
        return False  # a folder that may not be written: whoever owns it cannot be asked
    lock.release()
    return False


def holder(folder: Path) -> str:
    """Return who owns the library, in words; meaningful while it is owned."""
    try:
        note = json.loads((folder / HOLDER).read_text(encoding="utf-8"))
        return f"process {note['pid']} (`{note['command']}`) since {note['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"


def _sign(folder: Path) -> None:
    command = " ".join([Path(sys.argv[0] or "python").name, *sys.argv[1:2]])
    since = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    part = folder / f"{HOLDER}.part"
    part.write_text(json.dumps({"pid": os.getpid(), "command": command, "since": since}), encoding="utf-8")
    part.replace(folder / HOLDER)
