"""The one place that talks to Chroma. Each folder is written once, by one process, and then only read."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import tempfile
import time
import weakref
from contextlib import closing, contextmanager
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rag.adapters.library.vectors import Vectors
    from rag.protocols import Floats

COLLECTION = "chunks"
TABLES = "chroma.sqlite3"
BATCH = 500
"""Vectors handed over at once. Chroma takes 5,461, but holds the interpreter's lock meanwhile."""

PROBES = 16
"""Vectors that are looked up before a folder is trusted."""
SEARCH_WIDTH = 500
"""Vectors that HNSW keeps in view during a search. With Chroma's default of 100 it missed near ones."""
NEIGHBOURS = 32
BUILD_WIDTH = 200
"""Links of each vector and vectors in view while it is linked. With Chroma's defaults (16 and 100) groups of fifty
texts that are nearly alike, as reprints are, had no way between them, and one vector in four could not be found."""
VIEW = "citewire-index-"
VIEW_DAYS = 3
SMALL_BYTES = 1_000_000
"""Up to this size, files are copied into a view, not linked."""


class IndexUnusable(Exception):
    """The index cannot be searched or written; exact search takes its place."""


@cache
def chromadb_version() -> str:
    """Return the version of the installed Chroma without importing it; the disk is asked once."""
    return version("chromadb")


def write_collection(folder: Path, vectors: Vectors, *, fingerprint: str) -> None:
    """Write the vectors into a folder that does not exist yet; raises IndexUnusable."""
    count = len(vectors.ids)
    with chroma_faults(), closing(_open_client(folder)) as client:
        collection = client.create_collection(
            COLLECTION,
            embedding_function=None,
            metadata={"fingerprint": fingerprint},
            configuration={
                "hnsw": {
                    "space": "cosine",
                    "ef_search": SEARCH_WIDTH,
                    "max_neighbors": NEIGHBOURS,
                    "ef_construction": BUILD_WIDTH,
                    # One flush, after the last vector: Chroma's own threshold would flush every 1,000.
                    "sync_threshold": max(count, 2),
                }
            },
        )
        for start in range(0, count, BATCH):
            ids = [str(chunk) for chunk in vectors.ids[start : start + BATCH]]
            collection.add(ids=ids, embeddings=vectors.matrix[start : start + BATCH])
    with chroma_faults():
        _drop_queue(folder / TABLES)


def prove_collection(folder: Path, vectors: Vectors, *, fingerprint: str) -> None:
    """Look up some vectors of a written folder, which must find themselves; raises IndexUnusable."""
    places = {int(chunk): row for row, chunk in enumerate(vectors.ids)}
    with closing(OpenCollection(folder, fingerprint=fingerprint)) as index:
        for row in range(0, len(vectors.ids), max(1, len(vectors.ids) // PROBES)):
            found = index.nearest(vectors.matrix[row], 3)
            known = [places[chunk] for chunk in found if chunk in places]
            # Not the id but the vector must come back: passages may have the same text, and of those
            # some may have been removed since, so that their vectors are not among the given ones.
            scores = vectors.matrix[known] @ vectors.matrix[row]
            if len(known) == len(found) and scores.max(initial=0.0) < 0.999:
                raise IndexUnusable("a vector in it does not find itself")


def _drop_queue(tables: Path) -> None:
    """Give back the space of Chroma's queue, which held each vector a second time (22 MB become 1.4)."""
    with closing(sqlite3.connect(tables)) as connection:
        connection.execute("VACUUM")


class OpenCollection:
    """A written folder, open for one thread at a time.

    Chroma writes into its folder even to read it. So it is shown a private view: a copy of what is small
    beside links to the large files, which it only reads. The folder keeps its bytes, may stand on a read-only
    disk, and any number of processes can read it.
    """

    def __init__(self, folder: Path, *, fingerprint: str) -> None:
        _clear_old_views()
        self._view = Path(tempfile.mkdtemp(prefix=VIEW))
        # a library that nobody closes is the usual case, and no reason to warn
        self._remove_view = weakref.finalize(self, shutil.rmtree, str(self._view), ignore_errors=True)
        self._client: Any = None
        try:
            with chroma_faults():
                _fill_view(self._view, folder)
                self._client = _open_client(self._view)
                self._collection = self._client.get_collection(COLLECTION, embedding_function=None)
            if (self._collection.metadata or {}).get("fingerprint") != fingerprint:
                raise IndexUnusable("its vectors are of another model")
        except BaseException:
            self.close()
            raise

    def nearest(self, query: Floats, k: int) -> list[int]:
        """Return the ids of about the ``k`` nearest vectors, nearest first; raises IndexUnusable."""
        with chroma_faults():
            found = self._collection.query(query_embeddings=query.reshape(1, -1), n_results=k, include=[])
            return [int(chunk) for chunk in found["ids"][0]]

    def close(self) -> None:
        """Let go of Chroma's files and memory."""
        if self._client is not None:
            self._client.close()
        self._remove_view()


def _clear_old_views() -> None:
    """Remove the views of processes that were killed. Who lives so long opens a new one when it is missed."""
    for view in Path(tempfile.gettempdir()).glob(f"{VIEW}*"):
        with contextlib.suppress(OSError):
            if time.time() - view.stat().st_mtime > VIEW_DAYS * 86_400:
                shutil.rmtree(view, ignore_errors=True)


def _fill_view(view: Path, folder: Path) -> None:
    shutil.copyfile(folder / TABLES, view / TABLES)
    for segment in (path for path in folder.iterdir() if path.is_dir()):
        if sum(file.stat().st_size for file in segment.iterdir()) > SMALL_BYTES:
            with contextlib.suppress(OSError):  # Windows may forbid links
                (view / segment.name).symlink_to(segment.resolve(), target_is_directory=True)
                continue
        # Chroma rewrites the files of a single vector when it opens them.
        shutil.copytree(segment, view / segment.name)


def _open_client(folder: Path) -> Any:
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))


@contextmanager
def chroma_faults() -> Iterator[None]:
    """Raise whatever Chroma raises as IndexUnusable. A panic of its native code is no Exception."""
    try:
        yield
    except (IndexUnusable, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as exc:
        raise IndexUnusable(f"{type(exc).__name__}: {exc}") from exc
