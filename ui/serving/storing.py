"""Articles are added and removed; nothing in the library is ever overwritten."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePath
from threading import Lock
from typing import TYPE_CHECKING, Literal

from rag.adapters.formats import read_articles
from rag.errors import UnreadableFile
from rag.stages.publication import iso_date
from rag.stages.reading import article_id, heading_of, read_article
from ui.serving.faults import ReadOnly
from ui.serving.sniffing import refuse_other_kinds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rag.api import Pipeline
    from rag.schema import Article

UPLOADED, PASTED = "uploaded/", "pasted/"
"""Where an article came from that came over the network, in its ``source``."""
LONGEST_NAME = 200
_TITLE, _LONGEST_TITLE = 80, 300
"""Characters: of a title that is taken from the text, and of any title."""
READ_ONLY = "This library is read-only here; ask whoever runs the server to change it."


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of one article."""

    status: Literal["added", "unchanged"]
    article_id: str
    title: str
    sentences: int


class Storing:
    """Changes one library. Safe to use from several threads."""

    def __init__(self, pipeline: Pipeline, *, read_only: bool = False) -> None:
        self._pipeline = pipeline
        self.read_only = read_only
        self._lock = Lock()

    def add_file(self, data: bytes, name: str) -> Iterator[Stored | UnreadableFile]:
        """Store the articles of an uploaded file, yielding what became of each.

        It is stored under its name without folders. Raises UnreadableFile, WrongKind and ReadOnly.
        """
        self.refuse_changes()
        plain = bare_name(name)
        refuse_other_kinds(data, plain)
        for article in read_articles(data, source=f"{UPLOADED}{plain}"):
            try:
                yield article if isinstance(article, UnreadableFile) else self.store(article)
            except UnreadableFile as exc:  # it holds no sentence
                yield exc

    def add_text(self, text: str, *, title: str = "", published: str = "") -> Stored:
        """Store a text, with a title and a date of publication where they are known; raises as :meth:`add_file`."""
        self.refuse_changes()
        title, published = " ".join(title.split()), published.strip()
        if not text.strip():
            raise UnreadableFile("There is no text to add; paste an article first.")
        if published and iso_date(published) is None:
            raise UnreadableFile(f"{published!r} is no date; write it as 2025-04-30, or leave it out.")
        opening = title or heading_of(text) or " ".join(text.split())[:_TITLE]
        source = PASTED + opening.replace("/", "-").replace("\\", "-")
        article = read_article(text.encode("utf-8", "replace"), source=source)
        dated = iso_date(published) or article.published
        return self.store(replace(article, title=opening[:_LONGEST_TITLE], published=dated))

    def store(self, article: Article) -> Stored:
        """Store an article under a name of its own; raises ReadOnly."""
        self.refuse_changes()
        library = self._pipeline.library
        with self._lock:  # two that come at once must not take one name
            known = {info.article_id: info.sha256 for info in library.listing()}
            for known_id, sha256 in known.items():
                if sha256 == article.sha256:
                    return Stored("unchanged", known_id, article.title, len(library.sentences(known_id)))
            source, number = article.source, 1
            while article_id(source) in known:
                number += 1
                source = f"{article.source} ({number})"
            draft = self._pipeline.draft(replace(article, id=article_id(source), source=source))
            for _ in library.ingest([draft]):
                pass
        return Stored("added", draft.article.id, draft.article.title, len(draft.sentences))

    def remove(self, chosen: str) -> str:
        """Remove an article and return its title; raises UnknownArticle, ReadOnly."""
        self.refuse_changes()
        library = self._pipeline.library
        with self._lock:
            title = library.article(chosen).title
            library.remove(chosen)
        return title

    def refuse_changes(self) -> None:
        """Raise ReadOnly where the library may not be changed."""
        if self.read_only:
            raise ReadOnly(READ_ONLY)


def bare_name(name: str) -> str:
    """Return a file's name without folders, drives and control characters, for whatever was sent as one."""
    last = PurePath(name.replace("\\", "/")).name
    kept = "".join(character for character in last if character.isprintable()).strip(". ")
    return kept[-LONGEST_NAME:] or "article"
