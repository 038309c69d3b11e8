"""A Chroma server in place of the index's own files: several processes search one copy in its memory.

Each generation is mirrored into a collection of its name, by whoever first needs it. A generation never changes, so
two that fill it at once write the same. The local index stays, and takes over where the server fails.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from rag.adapters.library.chroma import SEARCH_WIDTH, IndexUnusable, chroma_faults
from rag.adapters.library.database import connect_reader
from rag.adapters.library.index import VectorIndex
from rag.adapters.library.reading import read_fact
from rag.adapters.library.vectors import Selection, read_vectors
from rag.errors import BadInput

if TYPE_CHECKING:
    from pathlib import Path

    from rag.adapters.library.records import GenerationInfo
    from rag.adapters.library.rough import RoughVectors
    from rag.adapters.library.vectors import Vectors
    from rag.protocols import Floats

BATCH = 1_000
PREFIX = "citewire"

log = logging.getLogger("citewire")


class ServedIndex:
    """Searches the current generation on a Chroma server. Safe to use from several threads."""

    def __init__(self, library: Path, url: str) -> None:
        self._library = library
        self._url = checked_server(url)
        self._local = VectorIndex(library)
        self._mutex = threading.Lock()
        self._client: Any = None
        self._collection: Any = None
        self._name: str | None = None
        self._failing = False

    def rough(self, info: GenerationInfo) -> RoughVectors:
        """Return the rough copy that the local index holds of its vectors; raises IndexUnusable."""
        return self._local.rough(info)

    def nearest(self, info: GenerationInfo, query: Floats, k: int, *, doubtful: bool) -> list[int]:
        """Return the ids of about the ``k`` nearest, nearest first; raises IndexUnusable.

        Where the server cannot be used, the library's own index is asked, and the log says so once.
        """
        try:
            with self._mutex, chroma_faults():
                found = self._mirrored(info).query(query_embeddings=query.reshape(1, -1), n_results=k, include=[])
                self._failing = False
                return [int(chunk) for chunk in found["ids"][0]]
        except IndexUnusable as exc:
            self._name = None
            if not self._failing:
                log.warning("The Chroma server at %s cannot be used, so the library's own index is: %s", self._url, exc)
            self._failing = True
            return self._local.nearest(info, query, k, doubtful=doubtful)

    def close(self) -> None:
        """Let go of the server and of the local index."""
        with self._mutex:
            self._client = self._collection = self._name = None
        self._local.close()

    def _mirrored(self, info: GenerationInfo) -> Any:
        """Return the collection of a generation, filled; the caller holds the lock."""
        if self._name == info.name:
            return self._collection
        if self._client is None:
            self._client = open_server(self._url)
        with contextlib.closing(connect_reader(self._library).connection) as connection:
            connection.execute("BEGIN")
            library = f"{PREFIX}-{str(read_fact(connection, 'incarnation')).lower()}"
            collection = self._client.get_or_create_collection(
                f"{library}-{info.name}",
                embedding_function=None,
                configuration={"hnsw": {"space": "cosine", "ef_search": SEARCH_WIDTH}},
            )
            if (collection.metadata or {}).get("fingerprint") != info.fingerprint:
                _fill(collection, read_vectors(connection, info.fingerprint, Selection(up_to=info.last_chunk)))
                # The last thing that is written: whoever finds it finds all vectors.
                collection.modify(metadata={"fingerprint": info.fingerprint})
        self._drop_others(library, f"{library}-{info.name}")
        self._collection, self._name = collection, info.name
        return collection

    def _drop_others(self, library: str, current: str) -> None:
        """Remove the library's older generations; who has one open uses his local index until he sees the new."""
        for other in self._client.list_collections():
            if other.name.startswith(f"{library}-") and other.name < current:
                with contextlib.suppress(Exception):
                    self._client.delete_collection(other.name)


def checked_server(url: str) -> str:
    """Return the address of a Chroma server; raises BadInput."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadInput(f"{url!r} is no address of a Chroma server; write it as http://127.0.0.1:8000.")
    return url


def open_server(url: str) -> Any:
    """Return Chroma's client of a server."""
    import chromadb
    from chromadb.config import Settings

    parts = urlsplit(url)
    secure = parts.scheme == "https"
    return chromadb.HttpClient(
        host=parts.hostname or "",
        port=parts.port or (443 if secure else 8000),
        ssl=secure,
        settings=Settings(anonymized_telemetry=False),
    )


def _fill(collection: Any, vectors: Vectors) -> None:
    for start in range(0, len(vectors.ids), BATCH):
        ids = [str(chunk) for chunk in vectors.ids[start : start + BATCH]]
        collection.upsert(ids=ids, embeddings=vectors.matrix[start : start + BATCH])
