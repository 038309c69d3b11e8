"""The child process that reads what strangers made: with limits, and killed where it does not come back.

One child reads file after file. It holds no key, may open no connection and write no file; a file that takes too
long, too much memory or crashes a parser costs the child, and the next file gets a new one.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Any

from rag.errors import UnreadableFile
from rag.stages.extracts import Extract

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rag.adapters.formats.kinds import Kind

MAIN = "rag.adapters.formats.child_main"
SECONDS = 20.0
"""Time that one file may take."""
MEMORY = 1_500_000_000
"""Bytes of address space that the child may have."""
MAX_REPLY = 64_000_000
"""Bytes of text, and what is around it, that one file may give."""
FILES = 200
"""Files after which a child is replaced, so that nothing grows without end."""
_KEPT = ("PATH", "SYSTEMROOT", "LANG", "LC_ALL", "TMPDIR", "TEMP")


class Worker:
    """Reads files in a child process, one at a time. Safe to use from several threads."""

    def __init__(self, *, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self._seconds = seconds
        self._memory = memory
        self._mutex = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._files = 0

    def extract(self, kind: Kind, data: bytes, *, name: str, address: str = "") -> tuple[Extract, ...]:
        """Return the articles in ``data``; raises UnreadableFile. ``address`` is where a page came from."""
        with self._mutex:
            reply = self._asked({"kind": kind, "name": name, "address": address, "size": len(data)}, data)
        if reply is None:
            raise UnreadableFile(
                f"{name!r} could not be read within {self._seconds:.0f} seconds and "
                f"{self._memory / 1e9:.1f} GB of memory; it may be damaged, or made to do harm."
            )
        if "reason" in reply:
            raise UnreadableFile(str(reply["reason"]))
        return tuple(Extract(**{**item, "tags": tuple(item["tags"])}) for item in reply["extracts"])

    def close(self) -> None:
        """End the child."""
        with self._mutex:
            self._end()

    def _asked(self, head: Mapping[str, Any], data: bytes) -> dict[str, Any] | None:
        """Return the child's reply; None where there is none, and then the child is gone."""
        child = self._ready()
        # The clock runs from here, so that a child that never starts ends as well.
        timer = threading.Timer(self._seconds, child.kill)
        timer.daemon = True
        timer.start()
        try:
            return _exchange(child, head, data)
        except (OSError, ValueError):
            self._end()
            return None
        finally:
            timer.cancel()

    def _ready(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None or self._files >= FILES:
            self._end()
            self._child, self._files = _started(self._memory), 0
        self._files += 1
        return self._child

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.wait()
            for pipe in (child.stdin, child.stdout):
                if pipe is not None:
                    with suppress(OSError):
                        pipe.close()


def _exchange(child: subprocess.Popen[bytes], head: Mapping[str, Any], data: bytes) -> dict[str, Any]:
    if child.stdin is None or child.stdout is None:
        raise OSError("the child has no pipes")
    child.stdin.write(json.dumps(head).encode() + b"\n")
    child.stdin.write(data)
    child.stdin.flush()
    size = int(_exactly(child.stdout, 12))
    if size > MAX_REPLY:
        raise ValueError("the reply is too long")
    reply = json.loads(_exactly(child.stdout, size))
    if not isinstance(reply, dict):
        raise TypeError("the reply is no record")
    return reply


def _exactly(pipe: IO[bytes], size: int) -> bytes:
    data = pipe.read(size)
    if len(data) != size:
        raise OSError("the child ended")
    return data


def _started(memory: int) -> subprocess.Popen[bytes]:
    """Start a child. It gets nothing of the environment that could hold a secret."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    environment = {**kept, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "OMP_NUM_THREADS": "1"}
    return subprocess.Popen(
        [sys.executable, "-P", "-m", MAIN, str(memory)],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


SHARED = Worker()
"""The process's own worker; its child starts with the first file that needs it."""
atexit.register(SHARED.close)
