"""The state of a library, for ``status``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.adapters.library.chroma import IndexUnusable
from rag.adapters.library.index import verify_generation
from rag.adapters.library.migrations import schema_version
from rag.adapters.library.owner import holder, is_owned
from rag.adapters.library.reading import count_chunks, read_fact, read_generation
from rag.adapters.library.records import IndexState, IndexStatus, Status
from rag.adapters.library.session import UNCLEAN
from rag.adapters.library.vectors import Selection

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path


def read_status(file: Path, connection: sqlite3.Connection, *, embedder: str) -> Status:
    """Return the state of the library in this snapshot."""
    articles, sentences, chunks, vectors = connection.execute(
        """SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM sentences),
        (SELECT count(*) FROM chunks), (SELECT count(*) FROM vectors)"""
    ).fetchone()
    fingerprint = read_fact(connection, "fingerprint")
    owned = is_owned(file.parent)
    return Status(
        folder=str(file.parent),
        format=schema_version(connection),
        articles=articles,
        sentences=sentences,
        chunks=chunks,
        vectors=vectors,
        fingerprint=None if fingerprint is None else str(fingerprint),
        embedder=embedder,
        disk_bytes=sum(path.stat().st_size for path in file.parent.rglob("*") if path.is_file()),
        index=_index_status(file, connection),
        writer=holder(file.parent) if owned else None,
        clean=owned or read_fact(connection, UNCLEAN) is None,
    )


def _index_status(file: Path, connection: sqlite3.Connection) -> IndexStatus:
    info = read_generation(connection)
    if info is None:
        return IndexStatus("absent", None, 0, count_chunks(connection, Selection()), 0)
    state: IndexState = "ready"
    try:
        verify_generation(file.parent / "index" / info.name, info)
    except IndexUnusable:
        state = "damaged"
    newer = count_chunks(connection, Selection(after=info.last_chunk))
    held = count_chunks(connection, Selection(up_to=info.last_chunk))
    return IndexStatus(state, info.name, info.count, newer, info.count - held)
