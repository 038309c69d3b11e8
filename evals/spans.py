"""Where words stand in articles: sentences that prove, and spans that a system cited."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from evals.schema import Cited, Span
from rag.adapters.segmenting import SentencexSegmenter
from rag.schema import Article, Sentence
from rag.stages.reading import sha256_of
from rag.stages.splitting import split_sentences

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Resolved:
    """A citation that was looked up."""

    cited: Cited
    span: Span | None
    """Where it stands; None when no article holds it."""


@lru_cache(maxsize=256)
def sentences_of(article: Article) -> tuple[Sentence, ...]:
    """Return the article's sentences."""
    return split_sentences(article, SentencexSegmenter())


def count_sentences(text: str) -> int:
    """Return the number of sentences of an answer, cut by the rules that cut articles."""
    if not text.strip():
        return 0
    return len(split_sentences(Article("", "", text, sha256_of(text), ""), SentencexSegmenter()))


def find_all(text: str, part: str) -> list[int]:
    """Return the offsets of every occurrence of ``part``, overlapping ones included."""
    found, at = [], text.find(part)
    while part and at >= 0:
        found.append(at)
        at = text.find(part, at + 1)
    return found


def proving_spans(fragment: str, articles: Sequence[Article]) -> tuple[Span, ...]:
    """Return the whole sentences that hold ``fragment``, wherever it occurs; empty when it does not."""
    return tuple(
        _widened(article, start, start + len(fragment))
        for article in articles
        for start in find_all(article.text, fragment)
    )


def _widened(article: Article, start: int, end: int) -> Span:
    """Return the run of whole sentences that [start, end) touches."""
    touched = [s for s in sentences_of(article) if s.start < end and start < s.end]
    first = min((s.start for s in touched), default=start)
    last = max((s.end for s in touched), default=end)
    return Span(article.sha256, min(first, start), max(last, end))


def resolve(cited: Cited, articles: Sequence[Article]) -> Resolved:
    """Return where a citation stands in ``articles``.

    Offsets that agree with the quote are taken. A citation that names the article's hash and whose offsets do
    not agree is wrong; one that names no hash is looked for, word for word. What is not found has no span: it
    is invented.
    """
    named = [article for article in articles if cited.sha256 in (None, article.sha256)]
    at_offsets = (_at_offsets(cited, article) for article in named)
    strict = cited.sha256 is not None and cited.start is not None
    anywhere = (_anywhere(cited, article) for article in named if not strict)
    return Resolved(cited, next((span for span in (*at_offsets, *anywhere) if span is not None), None))


def _at_offsets(cited: Cited, article: Article) -> Span | None:
    if cited.start is None or cited.end is None or not 0 <= cited.start < cited.end:
        return None
    agrees = article.text[cited.start : cited.end] == cited.quote
    return Span(article.sha256, cited.start, cited.end) if agrees else None


def _anywhere(cited: Cited, article: Article) -> Span | None:
    quote = cited.quote.strip()
    at = article.text.find(quote) if quote else -1
    return Span(article.sha256, at, at + len(quote)) if at >= 0 else None


def cited_sentences(spans: Sequence[Span], articles: Sequence[Article]) -> frozenset[Span]:
    """Return the sentences, as spans, that ``spans`` touch."""
    return frozenset(
        whole
        for article in articles
        for sentence in sentences_of(article)
        if any(span.overlaps(whole := Span(article.sha256, sentence.start, sentence.end)) for span in spans)
    )
