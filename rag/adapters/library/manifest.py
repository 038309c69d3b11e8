"""Which bytes a folder holds: damage is found before a native library reads it."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def folder_manifest(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of each file below ``folder`` by its path, ``/`` between the parts."""
    return {path.relative_to(folder).as_posix(): file_digest(path) for path in _files(folder)}


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def flush_folder(folder: Path) -> None:
    """Have the operating system write the folder's files to the disk before this returns."""
    for path in _files(folder):
        flush_file(path)
    for place in (folder.parent, *(path for path in folder.rglob("*") if path.is_dir()), folder):
        _flush_names(place)


def flush_file(path: Path) -> None:
    """Have the operating system write a file's bytes to the disk before this returns."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _flush_names(place: Path) -> None:
    if os.name != "posix":
        return  # elsewhere a folder cannot be opened to flush it
    descriptor = os.open(place, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())
