"""The thorough check of a library, and the mending of what is derived."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.adapters.library.child import probe_in_child
from rag.adapters.library.chroma import IndexUnusable
from rag.adapters.library.index import verify_generation
from rag.adapters.library.reading import read_fact, read_generation
from rag.adapters.library.records import Problem
from rag.adapters.library.soundness import structure_faults, word_index_faults
from rag.adapters.library.vectors import is_whole
from rag.adapters.library.versions import all_ids, stored_version
from rag.adapters.library.wording import indexed_text

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path


def find_problems(library: Path, connection: sqlite3.Connection) -> list[Problem]:
    """Return all that is wrong with a library: pages, articles, words, vectors, index."""
    faults = structure_faults(connection)
    if faults:
        return [Problem("file", f"The SQLite file is damaged: {fault}.") for fault in faults]
    return [
        *_article_problems(connection),
        *_word_problems(connection),
        *_vector_problems(connection),
        *_index_problems(library, connection),
    ]


def _article_problems(connection: sqlite3.Connection) -> list[Problem]:
    problems = []
    for article_id in all_ids(connection):
        stored = stored_version(connection, article_id)
        if stored is None or not stored.whole:
            problems.append(Problem("articles", f"The article {article_id!r} was altered: ingest its source again."))
    return problems


def _word_problems(connection: sqlite3.Connection) -> list[Problem]:
    faults = word_index_faults(connection)
    if not faults and not _words_agree(connection):
        faults = ["it does not hold the words of the articles"]
    return [Problem("words", f"The word index is damaged: {fault}.") for fault in faults]


def _words_agree(connection: sqlite3.Connection) -> bool:
    rows = connection.execute(
        """SELECT articles.title, chunks.text, chunk_words.title, chunk_words.text
        FROM chunks JOIN articles ON articles.key = chunks.article
        LEFT JOIN chunk_words ON chunk_words.rowid = chunks.id"""
    )
    if not all((indexed_text(title), indexed_text(text)) == (held, words) for title, text, held, words in rows):
        return False
    counted = connection.execute("SELECT (SELECT count(*) FROM chunks), (SELECT count(*) FROM chunk_words)")
    chunks, indexed = counted.fetchone()
    return bool(chunks == indexed)


def _vector_problems(connection: sqlite3.Connection) -> list[Problem]:
    rows = connection.execute(
        """SELECT vector, vectors.seal FROM chunks
        LEFT JOIN vectors ON vectors.hash = chunks.hash AND fingerprint = ?""",
        (read_fact(connection, "fingerprint"),),
    )
    bad = sum(not is_whole(*row) for row in rows)
    return [Problem("vectors", f"{bad} vectors are missing or damaged.")] if bad else []


def _index_problems(library: Path, connection: sqlite3.Connection) -> list[Problem]:
    info = read_generation(connection)
    if info is None:
        chunks = connection.execute("SELECT count(*) FROM chunks").fetchone()[0]
        return [Problem("index", "The vector index is missing.")] if chunks else []
    folder = library.parent / "index" / info.name
    try:
        verify_generation(folder, info)
        probe_in_child(library, folder, last_chunk=info.last_chunk)
    except IndexUnusable as exc:
        return [Problem("index", f"The vector index is damaged: {exc}.")]
    return []
