"""One generation of the vector index: a Chroma folder that is built once and never changed."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rag.adapters.library.vectors import Found

if TYPE_CHECKING:
    from pathlib import Path

    from rag.adapters.library.vectors import Vectors
    from rag.protocols import Floats

COLLECTION = "chunks"
BATCH = 5_000
"""Vectors handed to Chroma at once; it takes 5,461 at most."""


class IndexUnusable(Exception):  # noqa: N818 - a state of the index, not an error for a person
    """The index cannot be searched; exact search takes its place."""


@dataclass(frozen=True, slots=True)
class GenerationInfo:
    """What the library knows of its current generation."""

    number: int
    last_chunk: int
    """Highest chunk id that it holds; newer ones are searched exactly."""
    count: int
    """Vectors in it, those of removed chunks included."""


class Generation:
    """An open generation. Chroma's client is used by one thread at a time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._mutex = threading.Lock()
        self._client = _open_client(folder)
        try:
            self._collection: Any = self._client.get_collection(COLLECTION, embedding_function=None)
        except Exception as exc:
            self.close()
            raise IndexUnusable(str(exc)) from exc

    def search(self, query: Floats, k: int) -> list[Found]:
        """Return about the ``k`` nearest, best first; raises IndexUnusable."""
        with self._mutex:
            try:
                found = self._collection.query(
                    query_embeddings=query.reshape(1, -1), n_results=k, include=["distances"]
                )
            except Exception as exc:
                raise IndexUnusable(str(exc)) from exc
        pairs = zip(found["ids"][0], found["distances"][0], strict=True)
        return [Found(int(chunk), 1.0 - float(distance)) for chunk, distance in pairs]

    def close(self) -> None:
        """Let go of Chroma's files and memory."""
        with self._mutex:
            self._client.close()


def build_generation(folder: Path, vectors: Vectors, *, fingerprint: str) -> None:
    """Write a new generation into a folder that does not exist yet; raises IndexUnusable."""
    count = len(vectors.ids)
    client = _open_client(folder)
    try:
        collection = client.create_collection(
            COLLECTION,
            embedding_function=None,
            metadata={"fingerprint": fingerprint},
            # One flush at the very end: a kill in the middle of a flush breaks a Chroma folder.
            configuration={"hnsw": {"space": "cosine", "sync_threshold": max(count, 2)}},
        )
        for start in range(0, count, BATCH):
            ids = [str(chunk) for chunk in vectors.ids[start : start + BATCH]]
            collection.add(ids=ids, embeddings=vectors.matrix[start : start + BATCH])
    except Exception as exc:
        raise IndexUnusable(str(exc)) from exc
    finally:
        client.close()


def _open_client(folder: Path) -> Any:
    try:
        import chromadb
        from chromadb.config import Settings

        return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
    except Exception as exc:
        raise IndexUnusable(str(exc)) from exc
