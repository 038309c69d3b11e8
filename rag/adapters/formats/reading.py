"""Bytes of any format become articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.adapters.formats.kinds import kind_of
from rag.adapters.formats.records import read_records
from rag.adapters.formats.worker import SHARED
from rag.errors import UnreadableFile
from rag.stages.reading import MAX_BYTES, article_of, name_of, read_article

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rag.adapters.formats.worker import Worker
    from rag.schema import Article
    from rag.stages.extracts import Extract


def read_articles(
    data: bytes, *, source: str, media_type: str = "", worker: Worker = SHARED
) -> Iterator[Article | UnreadableFile]:
    """Yield the articles in ``data``, or why one of several cannot be read.

    ``source`` is the absolute path, ``corpus:NAME``, or the web address of the file; an article of several in it
    has ``SOURCE#PLACE``. Raises UnreadableFile where nothing of the whole can be read.
    """
    kind = kind_of(data, source=source, media_type=media_type)
    if kind == "text":
        yield read_article(data, source=source)
        return
    name = name_of(source)
    if len(data) > MAX_BYTES:
        raise UnreadableFile(f"{name!r} has {len(data) / 1e6:.0f} MB; {MAX_BYTES // 1_000_000} MB are the most.")
    if kind == "jsonl":
        yield from articles_of(read_records(data.splitlines(), name=name), source=source)
        return
    address = source if source.startswith(("http://", "https://")) else ""
    found = worker.extract(kind, data, name=name, address=address)
    if kind == "feed" and not any(extract.text.strip() for extract in found):
        raise UnreadableFile(f"{name!r} is a feed without texts; give its address: `citewire ingest feed URL`.")
    filled = (extract for extract in found if kind != "feed" or extract.text.strip())
    yield from articles_of(filled, source=source)


def articles_of(extracts: Iterable[Extract | UnreadableFile], *, source: str) -> Iterator[Article | UnreadableFile]:
    """Yield the articles of extracts that come from one source, each with a place of its own in it."""
    for extract in extracts:
        if isinstance(extract, UnreadableFile):
            yield extract
            continue
        place = f"{source}#{extract.place}" if extract.place else source
        try:
            yield article_of(extract, source=place)
        except UnreadableFile as exc:
            yield exc
