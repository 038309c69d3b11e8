"""The vector index of a library: which generation is open, and when a new one is built."""

from __future__ import annotations

import contextlib
import logging
import secrets
import shutil
import threading
from typing import TYPE_CHECKING

from rag.adapters.library.child import build_in_child, probe_in_child
from rag.adapters.library.chroma import (
    IndexUnusable,
    OpenCollection,
    chromadb_version,
    prove_collection,
    write_collection,
)
from rag.adapters.library.manifest import flush_folder, folder_manifest
from rag.adapters.library.records import GenerationInfo
from rag.adapters.library.rough import FILE, RoughIndex, write_rough
from rag.adapters.library.vectors import Selection, read_vectors

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from rag.adapters.library.rough import RoughVectors
    from rag.protocols import Floats

IN_PROCESS = 1_000
"""Up to this many vectors are written within a second; more are left to a child process."""
ATTEMPTS = 3

log = logging.getLogger("citewire")


class IndexSuperseded(IndexUnusable):
    """The generation was replaced while a search was under way; a new snapshot names the new one."""


class VectorIndex:
    """Searches the current generation. Chroma is used by one thread at a time."""

    def __init__(self, library: Path) -> None:
        self._library = library
        self._folder = library.parent / "index"
        self._mutex = threading.Lock()
        self._open: OpenCollection | None = None
        self._name: str | None = None
        self._rough = RoughIndex(self._folder)
        self._past: set[str] = set()
        self._failed: set[str] = set()

    def nearest(self, info: GenerationInfo, query: Floats, k: int, *, doubtful: bool) -> list[int]:
        """Return the ids of about the ``k`` nearest, nearest first; raises IndexUnusable.

        A ``doubtful`` generation, whose writer was killed, is first opened in a child process.
        """
        with self._mutex:
            if info.name in self._failed:
                raise IndexUnusable("it failed before")
            if info.name in self._past:
                raise IndexSuperseded("a newer generation is open")
            if self._open is not None and self._name == info.name:
                with contextlib.suppress(IndexUnusable):
                    return self._open.nearest(query, k)
                self._shut()  # its private view may have been cleared away: open it once more
            try:
                return self._opened(info, doubtful).nearest(query, k)
            except IndexUnusable as exc:
                self._shut()
                self._failed.add(info.name)
                log.warning("The index cannot be used, so every vector is compared: %s", exc)
                raise

    def rough(self, info: GenerationInfo) -> RoughVectors:
        """Return the rough copy of a generation's vectors; raises IndexUnusable."""
        return self._rough.get(info)

    def close(self) -> None:
        """Let go of the open generation."""
        with self._mutex:
            self._shut()

    def _opened(self, info: GenerationInfo, doubtful: bool) -> OpenCollection:
        if self._name is not None:
            self._past.add(self._name)
        self._shut()
        verify_generation(self._folder / info.name, info)
        if doubtful or info.chromadb != chromadb_version():
            probe_in_child(self._library, self._folder / info.name, last_chunk=info.last_chunk)
        self._open = OpenCollection(self._folder / info.name, fingerprint=info.fingerprint)
        self._name = info.name
        return self._open

    def _shut(self) -> None:
        if self._open is not None:
            self._open.close()
        self._open = None
        self._name = None


def verify_generation(folder: Path, info: GenerationInfo) -> None:
    """Raise IndexUnusable unless the folder holds, byte for byte, what was written."""
    try:
        found = folder_manifest(folder)
    except OSError as exc:
        raise IndexUnusable(f"its files cannot be read: {exc}") from exc
    if found != info.manifest:
        wrong = sorted(name for name in {*found, *info.manifest} if found.get(name) != info.manifest.get(name))
        raise IndexUnusable(f"its files were altered: {', '.join(wrong[:3])}")


def build_is_due(library: Path, info: GenerationInfo | None, *, fingerprint: str, newer: int, removed: int) -> bool:
    """Return whether the index should be built anew.

    Comparing a thousand newer vectors costs less than a millisecond. Beyond that the index is built again
    when it has grown by half, so that all builds of a growing library cost about three times the last one.
    """
    if info is None or info.fingerprint != fingerprint or info.chromadb != chromadb_version():
        return True
    if FILE not in info.manifest:  # it was built before there were rough copies
        return True
    if newer > max(1_000, info.count // 2) or removed > info.count // 4:
        return True
    try:
        verify_generation(library.parent / "index" / info.name, info)
    except IndexUnusable:
        return True
    return False


def build_generation(library: Path, connection: sqlite3.Connection, fingerprint: str) -> GenerationInfo | None:
    """Write an index of all chunks into a new folder, and prove it; None for an empty library.

    Only the owner of the library builds. Raises IndexUnusable and leaves nothing behind.
    """
    count, last = connection.execute("SELECT count(*), max(id) FROM chunks").fetchone()
    if not count:
        return None
    # Chroma adds vectors from several threads; now and then that leaves one which no search reaches.
    for _ in range(ATTEMPTS - 1):
        with contextlib.suppress(IndexUnusable):
            return _build_once(library, connection, fingerprint, count, last)
    return _build_once(library, connection, fingerprint, count, last)


def _build_once(
    library: Path, connection: sqlite3.Connection, fingerprint: str, count: int, last: int
) -> GenerationInfo:
    name = f"{last:09}-{secrets.token_hex(4)}"
    folder = library.parent / "index" / name
    try:
        folder.parent.mkdir(exist_ok=True)
        if count <= IN_PROCESS:
            vectors = read_vectors(connection, fingerprint, Selection())
            write_collection(folder, vectors, fingerprint=fingerprint)
            write_rough(folder, vectors)
            prove_collection(folder, vectors, fingerprint=fingerprint)
        else:
            build_in_child(library, folder, last_chunk=last)
        flush_folder(folder)
        manifest = folder_manifest(folder)
    except BaseException as exc:
        shutil.rmtree(folder, ignore_errors=True)
        if isinstance(exc, OSError):
            raise IndexUnusable(str(exc)) from exc
        raise
    return GenerationInfo(name, last, count, fingerprint, chromadb_version(), manifest)


def remove_generations(library: Path, *, but: str | None) -> None:
    """Remove the folders of all other generations.

    Whoever has one open needs it no more: Chroma holds its vectors in memory and its tables in a private
    copy. Whoever is about to open one finds it altered, compares every vector this once, and then sees the
    new one.
    """
    with contextlib.suppress(OSError):
        for folder in (library.parent / "index").iterdir():
            if folder.name != but:
                shutil.rmtree(folder, ignore_errors=True)
