"""A sentence of an article becomes a citation that can be found again."""

from __future__ import annotations

from rag.schema import Article, Citation, Sentence

CONTEXT = 32
"""Characters kept on either side of a quote."""


def cite(article: Article, sentence: Sentence) -> Citation:
    """Return the citation of a whole sentence."""
    return cite_span(article, sentence.start, sentence.end)


def cite_span(article: Article, start: int, end: int) -> Citation:
    """Return the citation of ``article.text[start:end]``; raises ValueError for an empty or outside span."""
    if not 0 <= start < end <= len(article.text):
        raise ValueError(f"no span [{start}, {end}) in a text of {len(article.text)} characters")
    return Citation(
        article_id=article.id,
        title=article.title,
        sha256=article.sha256,
        start=start,
        end=end,
        quote=article.text[start:end],
        prefix=article.text[max(0, start - CONTEXT) : start],
        suffix=article.text[end : end + CONTEXT],
        version=article.version,
    )
