"""How many articles mention something: each is read, and a sentence of each is quoted. Nothing is estimated."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from rag.errors import UnknownArticle
from rag.filters import Filters
from rag.pipeline.quoting import quote_claim
from rag.pipeline.retrieving import query_words
from rag.protocols import Library
from rag.schema import Answer, ClaimShown, Event, Evidence, Finished, SplitArticle
from rag.stages.asking.mentions import Wanted, sentences_with, wanted_in

_SHOWN = 20
"""Articles of which a sentence is quoted."""
_CHUNKS = 100_000
"""Chunks that are looked through; where there may be more, the answer says "at least"."""
_FEW = 64
"""Articles that are read without a search."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The articles that a question is asked of."""

    articles: frozenset[str] | None
    filters: Filters | None

    def ids(self, library: Library) -> list[str]:
        """Return their ids, in the order of the library's listing."""
        return [
            info.article_id
            for info in library.listing()
            if (self.articles is None or info.article_id in self.articles)
            and (not self.filters or self.filters.admits(info))
        ]


def count_articles(question: str, words: str, library: Library, selection: Selection) -> Iterator[Event]:
    """Yield a sentence of each article that holds the words, then the answer, whose reason gives the number."""
    ids = selection.ids(library)
    wanted = wanted_in(words)
    near, whole = _candidates(words, library, ids)
    found = tuple(_found(wanted, library, near))
    claims = tuple(quote_claim(item) for items in found[:_SHOWN] for item in items)
    for claim in claims:
        yield ClaimShown(claim)
    yield Finished(
        Answer(
            question=question,
            claims=claims,
            withheld=(),
            short_answer=None,
            reason=_told(wanted, len(found), len(ids), whole=whole),
            confidence=None,
            model="quote",
        )
    )


def _candidates(words: str, library: Library, ids: list[str]) -> tuple[list[str], bool]:
    """Return the articles that may hold the words, and whether they are all of those."""
    if len(ids) <= _FEW:
        return ids, True
    hits = library.search_words(query_words(words), _CHUNKS, articles=frozenset(ids))
    near = {hit.chunk.article_id for hit in hits}
    return [article_id for article_id in ids if article_id in near], len(hits) < _CHUNKS


def _found(wanted: Wanted, library: Library, ids: list[str]) -> Iterator[tuple[Evidence, ...]]:
    """Yield what is quoted of each article that holds what is asked for."""
    for article_id in ids:
        with suppress(UnknownArticle):  # removed since it was listed
            origin = SplitArticle(library.article(article_id), library.sentences(article_id))
            held = sentences_with(wanted, origin.sentences)
            if held:
                yield tuple(Evidence(sentence, origin, 0.0) for sentence in held)


def _told(wanted: Wanted, found: int, asked: int, *, whole: bool) -> str:
    articles = "1 article" if asked == 1 else f"{asked:,} articles"
    if found == 0:
        return f"{wanted.told()} in none of the {articles} that were asked."
    number = f"{found:,}" if whole else f"at least {found:,}"
    quoted = "each" if found <= _SHOWN else f"the first {_SHOWN}"
    return f"{wanted.told()} in {number} of {articles}; the first such sentence of {quoted} is quoted."
