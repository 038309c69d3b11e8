"""Storing drafts: embedded together, committed and acknowledged one by one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rag.adapters.library.faults import plain_faults
from rag.adapters.library.history import corrected_by, corrector_of, keep_version, newest_number
from rag.adapters.library.seals import draft_seal, text_hash
from rag.adapters.library.stories import join_story
from rag.adapters.library.vectors import known_hashes, write_vectors
from rag.adapters.library.versions import stored_version
from rag.adapters.library.writing import erase_article, erase_unused_vectors, now_in_utc, write_article
from rag.protocols import Ingested

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Set

    from rag.adapters.library.database import Database
    from rag.adapters.library.versions import StoredVersion
    from rag.protocols import Draft, Embedder, Floats, IngestStatus
    from rag.schema import Article, Chunk, Sentence

TOGETHER = 128
"""Texts gathered over several articles and embedded as one batch."""


def store_drafts(
    database: Database, connection: sqlite3.Connection, drafts: Iterable[Draft], embedder: Embedder
) -> Iterator[Ingested]:
    """Store drafts in order, yielding each acknowledgement after its commit."""
    for batch in _batches(drafts):
        texts = {text_hash(chunk.text): chunk.text for draft in batch for chunk in draft.chunks}
        vectors = embed_unknown(database, connection, texts, embedder)
        for draft in batch:
            with database.transaction(connection):
                status = _store(connection, draft, vectors, embedder.fingerprint, keep=texts.keys())
            yield Ingested(draft.article.id, draft.article.title, status)


def embed_unknown(
    database: Database, connection: sqlite3.Connection, texts: Mapping[bytes, str], embedder: Embedder
) -> dict[bytes, Floats]:
    """Return vectors, by hash, of those texts of which the library has none."""
    with plain_faults(database.file):
        known = known_hashes(connection, texts, embedder.fingerprint)
    missing = {key: text for key, text in texts.items() if key not in known}
    if not missing:
        return {}
    return dict(zip(missing, embedder.embed(list(missing.values()), kind="document"), strict=True))


def _store(
    connection: sqlite3.Connection,
    draft: Draft,
    vectors: Mapping[bytes, Floats],
    fingerprint: str,
    *,
    keep: Set[bytes],
) -> IngestStatus:
    """Store one draft; ``keep`` are texts whose vectors the drafts after it count on."""
    article = draft.article
    corrector = corrector_of(connection, article)
    if corrector is not None:
        _keep_superseded(connection, article, corrector)
        return "superseded"
    own = {text_hash(chunk.text) for chunk in draft.chunks}
    write_vectors(connection, {key: vectors[key] for key in own & vectors.keys()}, fingerprint)
    stored = stored_version(connection, article.id)
    if stored is not None and stored.seal == draft_seal(draft) and stored.whole:
        return "unchanged"
    freed = _take_out(connection, stored, new_text=article.sha256) if stored else set()
    version = max(newest_number(connection, article.id), stored.draft.article.version - 1 if stored else 0) + 1
    key = write_article(connection, draft, version=version)
    join_story(connection, key, article)
    for name in corrected_by(connection, article):
        freed |= _supersede(connection, name, article.id)
    erase_unused_vectors(connection, freed - keep)
    return "replaced" if stored else "added"


def _take_out(connection: sqlite3.Connection, stored: StoredVersion, *, new_text: str) -> set[bytes]:
    """Make room for another text, keeping the one that stands there; where only its title changed, it is no version."""
    article = stored.draft.article
    if stored.whole and article.sha256 != new_text:
        keep_version(connection, article, added=stored.added)
    return erase_article(connection, article.id)


def _supersede(connection: sqlite3.Connection, article_id: str, corrector: str) -> set[bytes]:
    stored = stored_version(connection, article_id)
    if stored is not None and stored.whole:
        keep_version(connection, stored.draft.article, added=stored.added, superseded_by=corrector)
    return erase_article(connection, article_id)


def _keep_superseded(connection: sqlite3.Connection, article: Article, corrector: str) -> None:
    """Keep an article that another one corrects for the record, each text once."""
    kept = connection.execute("SELECT 1 FROM versions WHERE id = ? AND sha256 = ?", (article.id, article.sha256))
    if kept.fetchone() is None:
        number = newest_number(connection, article.id) + 1
        keep_version(connection, replace(article, version=number), added=now_in_utc(), superseded_by=corrector)


def _batches(drafts: Iterable[Draft]) -> Iterator[list[Draft]]:
    batch: list[Draft] = []
    for draft in drafts:
        _check_offsets(draft)
        batch.append(draft)
        if sum(len(item.chunks) for item in batch) >= TOGETHER:
            yield batch
            batch = []
    if batch:
        yield batch


def _check_offsets(draft: Draft) -> None:
    """Refuse a draft whose offsets do not hold, before it can become evidence."""
    parts: list[Sentence | Chunk] = [*draft.sentences, *draft.chunks]
    for part in parts:
        if draft.article.text[part.start : part.end] != part.text or part.article_id != draft.article.id:
            raise ValueError(f"{part!r} is not a span of {draft.article.id!r}")
