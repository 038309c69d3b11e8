"""What a caller uses: :func:`ask` and :class:`Pipeline`. It wires adapters into the pipeline.

Imports of heavy packages stand inside functions, so that ``from rag import ask`` is light.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
import threading
import weakref
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from rag.corpora import FollowedCorpus
from rag.errors import BadQuestion, UnknownArticle, UnreadableFile
from rag.loading import open_answerer, open_rewriter, shared_embedder, shared_parser, shared_reranker
from rag.schema import Answer, Article, Event, Finished, Parse, Turn

if TYPE_CHECKING:
    from rag.adapters.library import DiskLibrary
    from rag.filters import Filters
    from rag.protocols import Draft, Ingested, Library, Progress, Rejected

MAX_QUESTION = 2000
"""Characters of a question; a longer one is a document pasted by mistake."""


def ask(
    question: str,
    *,
    corpus: Path | str | None = None,
    library: Path | str | None = None,
    model: str | None = None,
    articles: Sequence[str] | None = None,
    min_confidence: float | None = None,
    history: Sequence[Turn] = (),
    filters: Filters | None = None,
) -> Answer:
    """Answer a question from news articles, with citations, or refuse with a reason.

    With ``corpus``, a file or a folder, the answer comes from there; otherwise from the library at ``library``
    (default: the user's own), which is filled from the article that ships with Citewire when it is empty.
    ``articles`` narrows the search to these ids, and ``filters`` by dates, publishers and tags. ``history`` are the
    turns before, oldest first: what the question leaves to them is filled in, and the answer says how; they are never
    evidence. Raises BadQuestion, UnreadableFile, LibraryError, ModelError.
    """
    pipeline = open_pipeline(library=library, corpus=corpus, model=model, min_confidence=min_confidence)
    return pipeline.ask(question, articles=articles, history=history, filters=filters)


def open_pipeline(
    *,
    library: Path | str | None = None,
    corpus: Path | str | None = None,
    model: str | None = None,
    min_confidence: float | None = None,
) -> Pipeline:
    """Return the pipeline of these options: one per process, so that models and articles load once."""
    from rag.adapters.places import default_library

    folder = None if corpus is not None else str(Path(library or default_library()).expanduser().resolve())
    place = None if corpus is None else str(Path(corpus).expanduser().resolve())
    with _opening:
        return _shared_pipeline(folder, place, model, min_confidence)


_opening = threading.Lock()


@lru_cache(maxsize=16)
def _shared_pipeline(
    library: str | None, corpus: str | None, model: str | None, min_confidence: float | None
) -> Pipeline:
    return Pipeline(library=library, corpus=corpus, model=model, min_confidence=min_confidence)


class Pipeline:
    """Answers questions over one library. Safe to use from several threads.

    ``wording`` says what may bear out a model's sentence whose words its source does not have: ``rules`` (nothing; the
    default), a least support score such as ``0.7``, or a chat model on this machine that judges.
    """

    def __init__(
        self,
        *,
        library: Path | str | None = None,
        corpus: Path | str | None = None,
        model: str | None = None,
        min_confidence: float | None = None,
        wording: str | None = None,
    ) -> None:
        from rag.adapters.segmenting import SentencexSegmenter

        self._embedder = shared_embedder()
        self._segmenter = SentencexSegmenter()
        self._answerer = open_answerer(model, min_confidence, wording=wording)
        self._rewriter = open_rewriter(model)
        self._corpus = None if corpus is None else FollowedCorpus(Path(corpus).expanduser())
        self._lock = threading.Lock()
        self._chain: Any = None
        self.library: DiskLibrary = self._open(library, corpus)
        """The articles; see :class:`rag.protocols.Library`."""

    def ask(
        self,
        question: str,
        *,
        articles: Sequence[str] | None = None,
        history: Sequence[Turn] = (),
        filters: Filters | None = None,
    ) -> Answer:
        """Answer one question; see :func:`rag.ask`."""
        return _answer_in(self.stream(question, articles=articles, history=history, filters=filters))

    def stream(
        self,
        question: str,
        *,
        articles: Sequence[str] | None = None,
        most: int | None = None,
        history: Sequence[Turn] = (),
        filters: Filters | None = None,
    ) -> Iterator[Event]:
        """Yield the sources, each claim when it is settled, and last the whole answer; from ``most`` passages (8).

        Where the question leaned on ``history``, the first event says what is answered in its place.
        """
        from rag.pipeline.chain import events_of

        asked = {
            "question": checked_question(question),
            "articles": self._chosen(articles),
            "most": most,
            "history": tuple(history),
            "filters": filters,
        }
        for chunk in self._ready_chain().stream(asked):
            yield from events_of(chunk)

    async def aask(self, question: str, **options: Any) -> Answer:
        """Answer one question without blocking the event loop, with the options of :meth:`ask`."""
        return await asyncio.to_thread(partial(self.ask, question, **options))

    async def astream(self, question: str, **options: Any) -> AsyncIterator[Event]:
        """Yield what :meth:`stream` yields with these options; each step of it runs in a thread of its own."""
        events = self.stream(question, **options)
        try:
            while (event := await asyncio.to_thread(next, events, None)) is not None:
                yield event
        finally:
            close = getattr(events, "close", None)
            if close is not None:
                await asyncio.to_thread(close)

    def ingest(self, paths: Iterable[Path | str], *, progress: Progress | None = None) -> Iterator[Ingested | Rejected]:
        """Store the articles in files and folders, yielding one record for each once it is safe on disk.

        A file that cannot be read yields Rejected and the others go on. Raises LibraryError.
        """
        from rag.archiving import ingest_files

        yield from ingest_files(paths, shelf=self, progress=progress)

    def fill(self) -> None:
        """Bring in the articles that the library begins with, where nobody asked yet; a question does the same."""
        self._ready_chain()

    def draft(self, article: Article) -> Draft:
        """Split an article into sentences and chunks; raises UnreadableFile where it holds no sentence."""
        from rag.pipeline.drafting import draft_article

        return draft_article(article, self._segmenter)

    def parse(self, texts: Sequence[str]) -> tuple[Parse, ...]:
        """Return the grammar of sentences, by the parser that the process shares."""
        return shared_parser().parse(texts)

    def ask_texts(self, question: str, texts: Sequence[Article]) -> Answer:
        """Answer from articles in memory, by the same chain; for evals and one-off texts."""
        from rag.adapters.memory import MemoryLibrary
        from rag.pipeline.chain import events_of

        memory = MemoryLibrary([self.draft(text) for text in texts], embedder=self._embedder)
        chain = self._build(memory)
        chunks = chain.stream({"question": checked_question(question), "articles": None})
        return _answer_in(event for chunk in chunks for event in events_of(chunk))

    def close(self) -> None:
        """Release the library's files; the pipeline cannot be used afterwards."""
        self.library.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _open(self, library: Path | str | None, corpus: Path | str | None) -> DiskLibrary:
        from rag.adapters.library import open_library
        from rag.adapters.places import chroma_server, default_library

        if corpus is None:
            folder = Path(library).expanduser() if library else default_library()
            return open_library(folder, embedder=self._embedder, chroma=chroma_server())
        place = Path(corpus).expanduser()
        if not os.path.exists(place):  # noqa: PTH110 - it does not raise where a folder may not be entered
            raise UnreadableFile(f"There is no file or folder {str(place)!r}; check the path.")
        folder = Path(tempfile.mkdtemp(prefix="citewire-"))
        weakref.finalize(self, _remove_folder, folder)
        return open_library(folder, embedder=self._embedder)

    def _fill(self) -> None:
        """Bring in the corpus that was asked for, or the packaged one where the library is empty."""
        if self._corpus is not None:
            self._corpus.bring_in(self.library, self.ingest)
        elif not self.library.listing():
            list(self.library.ingest(self._packaged()))

    def _packaged(self) -> Iterator[Draft]:
        from rag.adapters.files import load_file
        from rag.adapters.places import packaged_corpus

        for path in packaged_corpus():
            yield self.draft(load_file(path, source=f"corpus:{path.name}"))

    def _ready_chain(self) -> Any:
        with self._lock:
            if self._chain is None or self._corpus is not None:
                self._fill()
            if self._chain is None:
                self._chain = self._build(self.library)
            return self._chain

    def _build(self, library: Library) -> Any:
        from rag.pipeline.chain import Parts, build_chain
        from rag.pipeline.retrieving import ArticleRetriever

        retriever = ArticleRetriever(library=library, embedder=self._embedder)
        parts = Parts(library, retriever, shared_reranker(), shared_parser(), self._answerer, self._rewriter)
        return build_chain(parts)

    def _chosen(self, articles: Sequence[str] | None) -> frozenset[str] | None:
        if articles is None:
            return None
        known = {info.article_id for info in self.library.listing()}
        for article_id in articles:
            if article_id not in known:
                raise UnknownArticle(f"The library has no article {article_id!r}; `citewire list` shows them.")
        return frozenset(articles)


def _answer_in(events: Iterable[Event]) -> Answer:
    """Return what the last event holds, once all have come."""
    answers = [event.answer for event in events if isinstance(event, Finished)]
    if not answers:
        raise RuntimeError("the chain ended without an answer")
    return answers[-1]


def checked_question(question: str) -> str:
    """Return the question in one line without control characters; raises BadQuestion."""
    if not isinstance(question, str):
        raise BadQuestion("A question is a text; give one as a string.")
    cleaned = " ".join("".join(c if c.isprintable() else " " for c in question).split())
    if not any(character.isalnum() for character in cleaned):
        raise BadQuestion("The question is empty; write what you want to know.")
    if len(cleaned) > MAX_QUESTION:
        raise BadQuestion(
            f"The question has {len(cleaned):,} characters; {MAX_QUESTION:,} are the most, so ask something shorter."
        )
    return cleaned


def _remove_folder(folder: Path) -> None:
    """Remove a temporary library; what cannot be removed any more is left to the system."""
    with suppress(Exception):
        shutil.rmtree(folder, ignore_errors=True)
