"""Runs Chroma in a child process.

A crash of its native code stays there, and so does its hold on the interpreter's lock while it builds.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from typing import TYPE_CHECKING, Literal

from rag.adapters.library.chroma import IndexUnusable

if TYPE_CHECKING:
    from pathlib import Path

MAIN = "rag.adapters.library.child_main"
PROBE_TIMEOUT_S = 60.0


def build_in_child(library: Path, folder: Path, *, last_chunk: int) -> None:
    """Write an index of the library's chunks up to an id into a new folder; raises IndexUnusable."""
    _run("build", library, folder, last_chunk, timeout=None)


def probe_in_child(library: Path, folder: Path, *, last_chunk: int) -> None:
    """Open a folder and look up vectors that it must hold; raises IndexUnusable."""
    _run("probe", library, folder, last_chunk, timeout=PROBE_TIMEOUT_S)


def _run(
    task: Literal["build", "probe"], library: Path, folder: Path, last_chunk: int, *, timeout: float | None
) -> None:
    command = [sys.executable, "-P", "-m", MAIN, task, str(library), str(folder), str(last_chunk)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with tempfile.TemporaryFile() as said:
        try:
            code = _outcome(command, environment, said.fileno(), timeout)
        except (OSError, subprocess.TimeoutExpired) as exc:
            raise IndexUnusable(f"the process for it failed: {exc}") from exc
        if code != 0:
            said.seek(0)
            lines = said.read().decode("utf-8", "replace").strip().splitlines()
            raise IndexUnusable(lines[-1] if lines else f"the process for it ended with {code}")


def _outcome(command: list[str], environment: dict[str, str], said: int, timeout: float | None) -> int:
    # The child's input stays open for as long as this process lives; the child ends when it closes.
    child = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=said)
    try:
        return child.wait(timeout)
    finally:
        child.kill()
        child.wait()
        if child.stdin:
            child.stdin.close()
