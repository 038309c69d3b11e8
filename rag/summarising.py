"""What a caller uses for summaries: :func:`summarise` and :func:`stream_summary`.

Imports of heavy packages stand inside functions, so that ``from rag import summarise`` is light.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from rag.errors import BadInput, UnknownArticle, UnreadableFile
from rag.schema import Article, SplitArticle
from rag.summary import Fact, KeyFacts, Style, Summary, SummaryEvent, SummaryFinished

if TYPE_CHECKING:
    from rag.filters import Filters
    from rag.pipeline.summarising import QuoteSummariser
    from rag.pipeline.summary_writing import ModelSummariser

Source = str | Path
"""The path of a file or folder, or the id of an article in a library."""

MOST_ARTICLES = 100
"""Articles that filters may choose for one summary."""
LONGEST = 1000
"""Sentences of a summary at most; whoever wants more wants the article."""


def summarise(
    article: Source | Sequence[Source] = (),
    *,
    sentences: int = 3,
    words: int | None = None,
    style: Style = "paragraph",
    model: str | None = None,
    library: Path | str | None = None,
    filters: Filters | None = None,
) -> Summary:
    """Return a summary of one article or several, each sentence of it verified and cited.

    ``article`` is a path, an article's id in ``library`` (default: the user's own), or a sequence of them, of which
    one summary is made. ``filters`` keeps some of them, or, without any, takes those that it finds in the library. It
    has at most ``sentences`` sentences, or, where ``words`` is given, at most so many words. Without ``model`` it
    quotes whole sentences; a chat model's sentences are shown as far as they verify. Raises BadInput, UnreadableFile,
    UnknownArticle, LibraryError, ModelError.
    """
    where = partial(stream_summary, article, library=library, filters=filters)
    return _last_of(where(sentences=sentences, words=words, style=style, model=model))


def stream_summary(
    article: Source | Sequence[Source] = (),
    *,
    sentences: int = 3,
    words: int | None = None,
    style: Style = "paragraph",
    model: str | None = None,
    library: Path | str | None = None,
    filters: Filters | None = None,
) -> Iterator[SummaryEvent]:
    """Yield each sentence of a summary when it is settled, and last the whole; see :func:`summarise`."""
    _check(sentences, words, style)
    found = load_articles(article, library=library, filters=filters)
    yield from summarise_articles(found, sentences=sentences, words=words, style=style, model=model)


def summarise_articles(
    articles: Sequence[SplitArticle],
    *,
    sentences: int = 3,
    words: int | None = None,
    style: Style = "paragraph",
    model: str | None = None,
) -> Iterator[SummaryEvent]:
    """Yield what :func:`stream_summary` yields, of articles in memory."""
    from rag.pipeline.summarising import Asked
    from rag.stages.summarising.selecting import Length

    _check(sentences, words, style)
    terse = style == "headline"
    length = Length(1 if terse else sentences, words, terse)
    yield from _summariser(model).stream(Asked(tuple(articles), length, style))


def summarise_texts(texts: Sequence[Article], *, sentences: int = 3, model: str | None = None) -> Summary:
    """Return a summary of articles in memory; for evals and one-off texts."""
    from rag.adapters.segmenting import SentencexSegmenter
    from rag.pipeline.drafting import draft_article

    segmenter = SentencexSegmenter()
    drafts = [draft_article(text, segmenter) for text in texts]
    articles = [SplitArticle(draft.article, draft.sentences) for draft in drafts]
    return _last_of(summarise_articles(articles, sentences=sentences, model=model))


def _last_of(events: Iterator[SummaryEvent]) -> Summary:
    for event in events:
        if isinstance(event, SummaryFinished):
            return event.summary
    raise RuntimeError("the stream ended without a summary")


def read_facts(article: Source, *, library: Path | str | None = None) -> KeyFacts:
    """Return what an article says for a reader to check: what happened, who, where, when, figures and quotations.

    ``what`` are the sentences of its embedded summary. Raises UnreadableFile, UnknownArticle, LibraryError and, for a
    folder of several articles, BadInput.
    """
    found = load_articles(article, library=library)
    if len(found) != 1:
        raise BadInput(f"{str(article)!r} holds {len(found)} articles; name one.")
    return facts_of(found[0])


def facts_of(split: SplitArticle) -> KeyFacts:
    """Return what :func:`read_facts` returns, of an article in memory."""
    from rag.loading import shared_fact_reader
    from rag.stages.key_facts import key_facts

    told = _last_of(summarise_articles([split], model="quote"))
    what = tuple(Fact("what", claim.text, claim.citations, None) for claim in told.claims)
    return KeyFacts(split.article.id, split.article.title, (*what, *key_facts(split, shared_fact_reader())))


def load_articles(
    sources: Source | Sequence[Source], *, library: Path | str | None = None, filters: Filters | None = None
) -> tuple[SplitArticle, ...]:
    """Return articles with their sentences, each once: files and folders as they are, other names from the library.

    ``filters`` keeps some of them, or, without any, takes those that it finds in the library. Raises BadInput,
    UnreadableFile, UnknownArticle and LibraryError.
    """
    from rag.adapters.files import find_files
    from rag.adapters.segmenting import SentencexSegmenter
    from rag.pipeline.drafting import draft_article

    wanted: list[Source] = [sources] if isinstance(sources, (str, Path)) else list(sources)
    if not wanted and filters:
        wanted = _filtered(filters, library)
    if not wanted:
        raise BadInput("There is no article to read; name a file or an article's id.")
    segmenter = SentencexSegmenter()
    found: list[SplitArticle] = []
    for source in wanted:
        path = Path(source).expanduser()
        if isinstance(source, Path) or _exists(path):
            drafts = (draft_article(article, segmenter) for article in _articles_in(find_files([path])))
            found += (SplitArticle(draft.article, draft.sentences) for draft in drafts)
        else:
            found.append(_from_library(source, library))
    kept = [split for split in found if not filters or filters.admits(split.article)]
    if not kept:
        raise BadInput("None of these articles is of that time, publisher or tag; `citewire list --json` shows them.")
    return tuple({split.article.id: split for split in kept}.values())


def _filtered(filters: Filters, library: Path | str | None) -> list[Source]:
    """Return the ids of the library's articles that filters let through, of each story one."""
    from rag.api import open_pipeline

    shelf = open_pipeline(library=library, model="quote").library
    chosen = shelf.chosen(filters)
    stories = {min(story): name for name, story in reversed(shelf.stories(chosen).items())}
    if not stories:
        raise BadInput("The library has no article of that time, publisher or tag; `citewire list --json` shows them.")
    if len(stories) > MOST_ARTICLES:
        raise BadInput(f"{len(stories):,} articles are meant, and {MOST_ARTICLES} are the most for one summary.")
    return sorted(stories.values())


def _articles_in(files: Iterable[Path]) -> Iterator[Article]:
    """Yield the articles of files; raises UnreadableFile for the first that cannot be read."""
    from rag.adapters.files import load_articles as articles_in

    for file in files:
        for article in articles_in(file):
            if isinstance(article, UnreadableFile):
                raise article
            yield article


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # too long for a name, or a NUL in it
        return False


def _from_library(name: str, library: Path | str | None) -> SplitArticle:
    from rag.api import open_pipeline

    shelf = open_pipeline(library=library, model="quote").library
    try:
        return SplitArticle(shelf.article(name), shelf.sentences(name))
    except UnknownArticle as exc:
        raise UnknownArticle(
            f"There is no file {name!r}, and no article of that id in the library; `citewire list` shows the ids."
        ) from exc


def _check(sentences: int, words: int | None, style: Style) -> None:
    if style not in get_args(Style):
        raise BadInput(f"There is no style {style!r}; take paragraph, bullets or headline.")
    for name, number in (("sentences", sentences), ("words", words)):
        if number is not None and (not isinstance(number, int) or isinstance(number, bool) or number < 1):
            raise BadInput(f"{name!r} is {number!r}; give a whole number of at least 1.")
    if sentences > LONGEST:
        raise BadInput(f"{LONGEST:,} sentences are the most that a summary may have; ask for fewer.")


def _summariser(model: str | None) -> QuoteSummariser | ModelSummariser:
    """Return what summarises: the model of a string or of CITEWIRE_MODEL; without one, or for "quote", by quoting."""
    from rag.loading import shared_embedder, shared_fact_reader
    from rag.pipeline.summarising import QuoteSummariser

    quoting = QuoteSummariser(shared_embedder(), shared_fact_reader())
    chosen = model or os.environ.get("CITEWIRE_MODEL") or quoting.name
    return quoting if chosen == quoting.name else _model_summariser(chosen, quoting)


def _model_summariser(model: str, quoting: QuoteSummariser) -> ModelSummariser:
    from rag.adapters.chat import open_chat
    from rag.adapters.segmenting import SentencexSegmenter
    from rag.loading import open_support, shared_embedder, shared_fact_reader
    from rag.pipeline.summary_writing import ModelSummariser

    return ModelSummariser(
        open_chat(model),
        quoting=quoting,
        embedder=shared_embedder(),
        reader=shared_fact_reader(),
        segmenter=SentencexSegmenter(),
        budget=_budget(),
        supports=open_support(None),
    )


def _budget() -> int:
    """Return how many characters of an article one request may hold: CITEWIRE_BUDGET, else what fits 4,096 tokens."""
    from rag.pipeline.summary_writing import BUDGET, LEAST_BUDGET

    given = os.environ.get("CITEWIRE_BUDGET")
    if not given:
        return BUDGET
    if not given.isdecimal() or int(given) < LEAST_BUDGET:
        raise BadInput(f"CITEWIRE_BUDGET is {given!r}; give a number of characters, at least {LEAST_BUDGET:,}.")
    return int(given)
