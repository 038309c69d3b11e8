"""What the pipeline asks of the outside world. Adapters implement these; ``rag.loading`` and ``rag.api`` wire them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

import numpy as np
import numpy.typing as npt

from rag.filters import Filters
from rag.schema import Article, Chunk, Event, Hit, Parse, Part, Sentence

Floats = npt.NDArray[np.float32]
"""Vectors are float32 and L2-normalised; scores are float32."""

IngestStatus = Literal["added", "unchanged", "replaced", "superseded"]
"""``superseded``: kept for the record and not asked, since another article corrects it."""


class Embedder(Protocol):
    """Turns texts into vectors."""

    @property
    def fingerprint(self) -> str:
        """Name and checksum of the model; vectors of different fingerprints must never meet."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    def embed(self, texts: Sequence[str], *, kind: Literal["query", "document"]) -> Floats:
        """Return an array of shape (len(texts), dimension)."""


class Reranker(Protocol):
    """Scores how well a text answers a question."""

    def score(self, question: str, texts: Sequence[str]) -> Floats:
        """Return logits of shape (len(texts),); higher is better."""


class Segmenter(Protocol):
    """Cuts one paragraph into sentences."""

    def segment(self, paragraph: str) -> list[str]:
        """Return consecutive pieces whose concatenation is ``paragraph``."""


class Parser(Protocol):
    """Finds the grammar of sentences."""

    def parse(self, texts: Sequence[str]) -> tuple[Parse, ...]:
        """Return one parse for each text, in order."""


class TokenSimilarity(Protocol):
    """Compares a question with texts word by word (late interaction)."""

    def compare(self, question: str, texts: Sequence[str]) -> tuple[TokenMatch, ...]:
        """Return one record for each text, in order."""


@dataclass(frozen=True, slots=True)
class TokenMatch:
    """How well each token of a question is met by the tokens of one text."""

    offsets: tuple[tuple[int, int], ...]
    """Span of each of the question's tokens in the question."""
    best: tuple[float, ...]
    """For each, the largest cosine similarity with a token of the text."""


@dataclass(frozen=True, slots=True)
class CloseReading:
    """What a cross-encoder saw in a question beside one text, from inside the network."""

    offsets: tuple[tuple[int, int], ...]
    """Span of each of the text's tokens in the text; what is beyond the network's reach has none."""
    states: Floats
    """Hidden state of each of those tokens, shape (tokens, width)."""
    asked: Floats
    """Mean of the hidden states of the question's tokens, shape (width,): what of it the text met."""


class CloseReader(Protocol):
    """Reads a question together with texts, token by token."""

    def read(self, question: str, texts: Sequence[str]) -> tuple[CloseReading, ...]:
        """Return one record for each text, in order."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An article ready to be stored: its sentences and chunks."""

    article: Article
    sentences: tuple[Sentence, ...]
    chunks: tuple[Chunk, ...]


@dataclass(frozen=True, slots=True)
class ArticleInfo:
    """One row of a library's listing."""

    article_id: str
    title: str
    source: str
    sha256: str
    published: str | None
    sentences: int
    chunks: int
    added: str
    """UTC time at which this version was stored, ISO format with seconds."""
    publisher: str | None = None
    tags: tuple[str, ...] = ()
    version: int = 1
    """Number of the version that is asked; older ones are kept."""
    story: str = ""
    """Id of the first article of its story: reprints of one text share it."""


@dataclass(frozen=True, slots=True)
class FeedState:
    """What a library knows of a feed that it has read."""

    etag: str = ""
    """What the server called the feed as it was; empty where all of it is to be read again."""
    modified: str = ""
    marks: Mapping[str, str] = field(default_factory=dict, hash=False)
    """Of each entry that is stored: what the feed changes when the entry changes."""


@dataclass(frozen=True, slots=True)
class FeedRead:
    """What came of reading a feed."""

    address: str
    entries: int
    new: int
    """Entries that were not stored before, or have changed."""


@dataclass(frozen=True, slots=True)
class VersionInfo:
    """One version of an article, kept or current."""

    number: int
    """From 1, in order of storing."""
    title: str
    sha256: str
    published: str | None
    added: str
    """UTC time at which it was stored."""
    replaced: str | None = None
    """UTC time at which the next one took its place; None for the current one."""
    superseded_by: str | None = None
    """Id of the article that corrects it, where another one does."""


@dataclass(frozen=True, slots=True)
class Ingested:
    """The acknowledgement of one article: written after its transaction committed."""

    article_id: str
    title: str
    status: IngestStatus


@dataclass(frozen=True, slots=True)
class Rejected:
    """One file that could not be ingested; the others go on."""

    source: str
    reason: str
    """One sentence for a person."""


class Library(Protocol):
    """Articles on disk, searchable by meaning and by words. Safe to use from several threads."""

    def listing(self) -> tuple[ArticleInfo, ...]:
        """Return all articles in order of their ids."""

    def article(self, article_id: str) -> Article:
        """Return one article; raises UnknownArticle."""

    def sentences(self, article_id: str) -> tuple[Sentence, ...]:
        """Return the article's sentences in order; raises UnknownArticle."""

    def search_vectors(
        self, vector: Floats, k: int, *, articles: frozenset[str] | None = None, filters: Filters | None = None
    ) -> list[Hit]:
        """Return the ``k`` nearest chunks by cosine similarity, best first, of these articles or of all."""

    def search_words(
        self, words: Sequence[str], k: int, *, articles: frozenset[str] | None = None, filters: Filters | None = None
    ) -> list[Hit]:
        """Return the ``k`` best chunks by BM25 for any of the words, best first. Words are plain text."""

    def stories(self, article_ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Return, for each of these articles, the ids of all articles of its story: reprints of one text."""

    def ingest(self, drafts: Iterable[Draft]) -> Iterator[Ingested]:
        """Store articles, yielding each acknowledgement after its commit; raises LibraryBusy."""

    def close(self) -> None:
        """Release files and locks; the library cannot be used afterwards."""


class Answerer(Protocol):
    """Writes draft claims from evidence and settles what is shown."""

    @property
    def name(self) -> str:
        """What stands in ``Answer.model``."""

    def stream(self, question: str, parts: Sequence[Part]) -> Iterator[Event]:
        """Yield ClaimShown and ClaimWithheld as claims are settled, then Finished with the whole answer."""


class Progress(Protocol):
    """Told how far long work has come."""

    def __call__(self, done: int, total: int) -> object:
        """Take note that ``done`` of ``total`` are done."""
