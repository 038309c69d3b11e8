"""Files that a command reads itself, with what goes wrong in plain words."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from rag.errors import BadInput, UnreadableFile
from rag.stages.proof.saved import UnreadableProof

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def read_bytes(path: Path) -> bytes:
    """Return a file's bytes; raises UnreadableFile."""
    try:
        return path.read_bytes()
    except (OSError, ValueError) as exc:  # ValueError: a NUL in the name
        why = getattr(exc, "strerror", None) or exc
        raise UnreadableFile(f"{str(path)!r} cannot be read ({why}); check the path.") from exc


@contextmanager
def readable() -> Iterator[None]:
    """Turn what the proof's reader refuses into bad input."""
    try:
        yield
    except UnreadableProof as exc:
        raise BadInput(str(exc)) from exc
