"""The writer's lock: held by the operating system, so that it dies with its process."""

from __future__ import annotations

import json
import os
import sys
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rag.adapters.library.faults import plain_faults
from rag.errors import LibraryBusy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOCK = "owner.lock"
HOLDER = "owner.json"
PATIENCE_S = 2.0


@contextmanager
def ownership(folder: Path, *, patience: float = PATIENCE_S) -> Iterator[None]:
    """Own the library for the block; raises LibraryBusy when another still does after ``patience`` seconds."""
    import filelock

    lock = filelock.FileLock(folder / LOCK, timeout=patience, thread_local=False)
    with plain_faults(folder):
        try:
            lock.acquire()
        except filelock.Timeout as exc:
            raise LibraryBusy(_who_holds(folder)) from exc
    try:
        with plain_faults(folder):
            _sign(folder)
        yield
    finally:
        (folder / HOLDER).unlink(missing_ok=True)
        lock.release()


def _sign(folder: Path) -> None:
    command = " ".join([os.path.basename(sys.argv[0] or "python"), *sys.argv[1:2]])  # noqa: PTH119
    since = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    holder = {"pid": os.getpid(), "command": command, "since": since}
    part = folder / f"{HOLDER}.part"
    part.write_text(json.dumps(holder), encoding="utf-8")
    part.replace(folder / HOLDER)


def _who_holds(folder: Path) -> str:
    try:
        holder = json.loads((folder / HOLDER).read_text(encoding="utf-8"))
        who = f"process {holder['pid']} (`{holder['command']}`) since {holder['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        who = "another process"
    return f"The library at {folder} is being written by {who}: wait for it to end, or stop it, and repeat."
