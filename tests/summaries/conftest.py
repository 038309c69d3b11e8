"""Articles written for these tests, and summaries of them by the real models."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from rag.adapters.segmenting import SentencexSegmenter
from rag.pipeline.drafting import draft_article
from rag.schema import SplitArticle
from rag.stages.reading import read_article
from rag.summarising import summarise_articles
from rag.summary import Summary, SummaryFinished

if TYPE_CHECKING:
    from pathlib import Path

Split = Callable[..., SplitArticle]
Summarise = Callable[..., Summary]


def split_text(text: str, name: str = "story") -> SplitArticle:
    draft = draft_article(read_article(text.encode(), source=f"/made/{name}.md"), SentencexSegmenter())
    return SplitArticle(draft.article, draft.sentences)


def summarise_split(*articles: SplitArticle, **options: object) -> Summary:
    *_, last = summarise_articles(articles, **options)  # type: ignore[arg-type]
    assert isinstance(last, SummaryFinished)
    return last.summary


@pytest.fixture(scope="session")
def split() -> Split:
    """Read a text as an article with its sentences."""
    return split_text


@pytest.fixture(scope="session")
def summarise_text() -> Summarise:
    """Summarise texts by quoting, and hold the summary to what every summary must be."""

    def summarise(*texts: str, **options: object) -> Summary:
        articles = [split_text(text, f"story-{number}") for number, text in enumerate(texts)]
        summary = summarise_split(*articles, **options)
        by_id = {each.article.id: each.article for each in articles}
        for claim in summary.claims:
            assert claim.verdict == "verified"
            assert claim.citations
            for citation in claim.citations:
                article = by_id[citation.article_id]
                assert article.text[citation.start : citation.end] == citation.quote
                assert citation.sha256 == article.sha256
        assert len({claim.text.casefold() for claim in summary.claims}) == len(summary.claims)
        return summary

    return summarise


@pytest.fixture
def story(tmp_path: Path) -> Path:
    """The file of a small article."""
    path = tmp_path / "ferry.md"
    path.write_text(
        "---\ntitle: Ferry runs aground\ndate: 2024-05-04\n---\n"
        "The ferry Aurora ran aground near Bergen on 3 May 2024. All 212 passengers were taken off unhurt.\n\n"
        "The captain, Ida Holm, said the rudder had failed. Repairs will cost 4.5 million kroner.\n",
        encoding="utf-8",
    )
    return path
