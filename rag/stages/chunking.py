"""Sentences become chunks: runs of whole sentences that are embedded and indexed as one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.schema import Article, Chunk, Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TARGET = 600
"""Characters at which a chunk is closed (about 130 tokens, well inside the embedder's 512)."""


def group_chunks(article: Article, sentences: Sequence[Sentence]) -> tuple[Chunk, ...]:
    """Return consecutive chunks that hold every sentence once; a heading stays with what follows it."""
    return tuple(
        Chunk(
            article_id=article.id,
            index=index,
            first=run[0].index,
            last=run[-1].index,
            start=run[0].start,
            end=run[-1].end,
            text=article.text[run[0].start : run[-1].end],
        )
        for index, run in enumerate(_runs(sentences))
    )


def _runs(sentences: Sequence[Sentence]) -> Iterator[list[Sentence]]:
    run: list[Sentence] = []
    for sentence in sentences:
        if run and _closes(run, sentence):
            yield run
            run = []
        run.append(sentence)
    if run:
        yield run


def _closes(run: list[Sentence], sentence: Sentence) -> bool:
    """Tell whether ``sentence`` begins a new chunk: no heading is left alone, unless headings fill one."""
    full = sentence.end - run[0].start > TARGET
    if all(earlier.kind != "body" for earlier in run):
        return full and run[-1].end - run[0].start > TARGET // 2
    return full or sentence.kind == "heading"
