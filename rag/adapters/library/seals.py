"""Checksums of what is stored. SQLite keeps none, so a page that the disk altered would be read as it is."""

from __future__ import annotations

import hashlib
import json
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.protocols import Draft
    from rag.schema import Article, Chunk, Sentence


_ENCODER = json.JSONEncoder(default=repr)


def article_seal(article: Article, sentences: Sequence[Sentence], chunks: Sequence[Chunk]) -> bytes:
    """Return a hash of all that an article is stored with: equal seals mean an unchanged article."""
    head: list[object] = [
        article.id,
        article.title,
        article.sha256,
        article.source,
        article.published,
        article.byline,
        article.publisher,
        [(s.index, s.start, s.end, s.kind) for s in sentences],
        [(c.index, c.first, c.last, c.start, c.end) for c in chunks],
    ]
    if article.tags or article.supersedes:  # what has neither is sealed as it was before there were any
        head.append([list(article.tags), article.supersedes])
    digest = hashlib.sha256(json.dumps(head, default=repr).encode())
    digest.update(encoded(article.text))
    return digest.digest()


def draft_seal(draft: Draft) -> bytes:
    """Return the seal under which a draft would be stored."""
    return article_seal(draft.article, draft.sentences, draft.chunks)


def chunk_seal(chunk: Chunk) -> int:
    """Return a checksum of a chunk and its place in its article."""
    place = row_seal(chunk.article_id, chunk.index, chunk.first, chunk.last, chunk.start, chunk.end)
    return zlib.crc32(encoded(chunk.text), place)


def row_seal(*values: object) -> int:
    """Return a checksum of the values of one row."""
    return zlib.crc32(_ENCODER.encode(values).encode())


def text_hash(text: str) -> bytes:
    """Return the key under which the vector of ``text`` is kept."""
    return hashlib.sha256(encoded(text)).digest()


def encoded(text: object) -> bytes:
    """Return UTF-8, or something unlike any stored text where damage left another type."""
    return text.encode("utf-8", "surrogatepass") if isinstance(text, str) else repr(text).encode() + b"\xff"
