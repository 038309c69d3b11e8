"""A model file is served by llama.cpp in a child process: on loopback, behind a random key.

In a child, since loading holds the interpreter's lock and a crash of native code must not take the user's process
down. It ends when this process ends, however that happens: its input closes then.
"""

from __future__ import annotations

import atexit
import json
import os
import secrets
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from rag.errors import ModelBroken, ModelNotFound

MAIN = "rag.adapters.chat.local_main"
START_S = 300.0
"""Seconds that loading may take; large files come from slow disks."""


@dataclass(frozen=True, slots=True)
class LocalServer:
    """A running server of one model file."""

    child: subprocess.Popen[str]
    base_url: str
    key: str

    def __repr__(self) -> str:
        return f"LocalServer({self.base_url!r})"

    def stop(self) -> None:
        """End the child and wait for it."""
        self.child.kill()
        self.child.wait()
        for pipe in (self.child.stdin, self.child.stdout):
            if pipe is not None:
                pipe.close()


_running: dict[Path, LocalServer] = {}
_starting = threading.Lock()


def serve_file(path: Path) -> LocalServer:
    """Return the server of a model file, started at its first use; raises ModelNotFound and ModelBroken."""
    with _starting:
        known = _running.get(path)
        if known is not None and known.child.poll() is None:
            return known
        if known is not None:
            known.stop()
        _running[path] = _start(path)
        return _running[path]


@atexit.register
def stop_servers() -> None:
    """End every server that this process started."""
    while _running:
        _running.popitem()[1].stop()


def need_runner() -> None:
    """Raise ModelNotFound where the package that runs model files is not installed."""
    if find_spec("xllamacpp") is None:
        raise ModelNotFound(
            "Model files need the package 'xllamacpp'; install it with `pip install 'citewire[local]'`."
        )


def _start(path: Path) -> LocalServer:
    need_runner()
    key = secrets.token_urlsafe(32)
    child = subprocess.Popen(
        [sys.executable, "-P", "-m", MAIN],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(entry or str(Path.cwd()) for entry in sys.path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
    )
    # Over the pipe: arguments and environments can be read by others on the machine.
    _tell(child, {"path": str(path), "key": key})
    address = _first_line(child)
    server = LocalServer(child, f"{address}/v1", key)
    if not address.startswith("http://127.0.0.1:"):
        server.stop()
        raise ModelBroken(f"{path.name!r} cannot be loaded; it is damaged, too large or of an unknown kind.")
    return server


def _tell(child: subprocess.Popen[str], order: dict[str, str]) -> None:
    if child.stdin is not None:
        with suppress(OSError):  # a child that is gone says no address either
            child.stdin.write(json.dumps(order) + "\n")
            child.stdin.flush()


def _first_line(child: subprocess.Popen[str]) -> str:
    """Return what the child says first; empty where it ends or takes too long."""
    timer = threading.Timer(START_S, child.kill)
    timer.daemon = True
    timer.start()
    try:
        return child.stdout.readline().strip() if child.stdout is not None else ""
    finally:
        timer.cancel()
