"""What the child runs: ``python -m rag.adapters.library.child_main build|probe LIBRARY FOLDER LAST``."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

from rag.adapters.library.chroma import IndexUnusable, prove_collection, write_collection
from rag.adapters.library.database import connect_reader
from rag.adapters.library.reading import read_fact
from rag.adapters.library.rough import write_rough
from rag.adapters.library.vectors import Selection, Vectors, read_vectors


def main(task: str, library: str, folder: str, last_chunk: str) -> int:
    """Run one task and return the exit code; what went wrong is the last line on standard error."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    fingerprint, vectors = _read(Path(library), int(last_chunk))
    try:
        if task == "build":
            write_collection(Path(folder), vectors, fingerprint=fingerprint)
            write_rough(Path(folder), vectors)
        prove_collection(Path(folder), vectors, fingerprint=fingerprint)
    except IndexUnusable as exc:
        sys.stderr.write(f"{exc}\n")
        return 1
    return 0


def _read(library: Path, last_chunk: int) -> tuple[str, Vectors]:
    connection = connect_reader(library).connection
    try:
        connection.execute("BEGIN")
        fingerprint = str(read_fact(connection, "fingerprint"))
        return fingerprint, read_vectors(connection, fingerprint, Selection(up_to=last_chunk))
    finally:
        connection.close()


def _end_with_parent() -> None:
    os.read(0, 1)  # a daemon thread that waits inside sys.stdin would break the interpreter's end
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
