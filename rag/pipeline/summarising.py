"""The embedded summariser: it quotes the few sentences that tell most, and needs no key and no network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from rag.protocols import Embedder
from rag.schema import Claim, ClaimShown, SplitArticle
from rag.stages.citing import cite
from rag.stages.summarising.lines import Line, in_order, lines_of
from rag.stages.summarising.measuring import measure_coverage
from rag.stages.summarising.merging import NEAR, says_the_same
from rag.stages.summarising.selecting import Length, Pool, choose_lines
from rag.stages.summarising.standing import Standing
from rag.stages.summarising.thinning import thin_lines
from rag.stages.verify import FactReader, verify_claim
from rag.summary import Style, Summary, SummaryEvent, SummaryFinished

MOST_EMBEDDED = 400
"""Sentences that are embedded for one summary; of longer texts, the best of every section."""
_LEAST_EACH = 20
_NONE_STANDS = "No sentence of the article can stand by itself within this length; ask for a longer summary."


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be summarised, and how."""

    articles: tuple[SplitArticle, ...]
    length: Length
    style: Style


class QuoteSummariser:
    """Quotes whole sentences, unchanged, in article order. Safe to share between threads."""

    name = "quote"

    def __init__(self, embedder: Embedder, reader: FactReader) -> None:
        self._embedder = embedder
        self._reader = reader
        self._standing = Standing(reader)

    def stream(self, asked: Asked) -> Iterator[SummaryEvent]:
        """Yield each quoted sentence in article order, then the summary."""
        claims = self.quote(asked)
        for claim in claims:
            yield ClaimShown(claim)
        yield SummaryFinished(summary_of(asked, claims, model=self.name, reason=None if claims else _NONE_STANDS))

    def quote(self, asked: Asked) -> tuple[Claim, ...]:
        """Return the claims that quote the sentences which tell most; none where no sentence can stand alone."""
        lines = {split.article.id: lines_of(split) for split in asked.articles}
        each = max(_LEAST_EACH, MOST_EMBEDDED // max(1, len(lines)))
        pool = self._pool([line for found in lines.values() for line in thin_lines(found, each)])
        if not pool.lines:
            return ()
        alone: set[tuple[str, int]] = set()

        def group(line: Line) -> tuple[Line, ...] | None:
            needed = self._standing.group(line.origin, line.sentence.index)
            if needed == (line.sentence.index,):
                alone.add(line.key)
            by_index = {known.sentence.index: known for known in lines[line.sentence.article_id]}
            found = [by_index[index] for index in needed or () if index in by_index]
            return tuple(found) if needed and len(found) == len(needed) else None

        chosen = in_order(choose_lines(pool, asked.length, group))
        order = {split.article.id: place for place, split in enumerate(asked.articles)}
        ordered = sorted(chosen, key=lambda line: (order[line.sentence.article_id], line.sentence.index))
        return tuple(self._claims(ordered, pool, alone))

    def _pool(self, lines: list[Line]) -> Pool:
        if not lines:
            return Pool([], np.empty((0, self._embedder.dimension), dtype=np.float32))
        return Pool(lines, self._embedder.embed([line.sentence.text for line in lines], kind="document"))

    def _claims(self, chosen: Sequence[Line], pool: Pool, alone: set[tuple[str, int]]) -> Iterator[Claim]:
        """Yield a claim for each line, with those of other articles that say the same as further citations."""
        absorbed: set[tuple[str, int]] = set()
        for line in chosen:
            if line.key in absorbed:
                continue
            same = self._same(line, pool) if line.key in alone else ()
            absorbed |= {other.key for other in same}
            judged = verify_claim(line.sentence.text, (line,), reader=self._reader)
            if judged.verified:
                citations = tuple(cite(item.origin.article, item.sentence) for item in (line, *same))
                yield Claim(citations[0].quote, citations, "verified", judged.reason)

    def _same(self, line: Line, pool: Pool) -> tuple[Line, ...]:
        place = next((place for place, known in enumerate(pool.lines) if known.key == line.key), None)
        if place is None:
            return ()
        near = [other for other, alike in zip(pool.lines, pool.alike[place], strict=True) if alike >= NEAR]
        return tuple(other for other in near if says_the_same(line, other, self._reader))


def summary_of(
    asked: Asked, claims: Sequence[Claim], *, withheld: Sequence[Claim] = (), model: str, reason: str | None
) -> Summary:
    """Return the summary that claims make, with what it covers."""
    return Summary(
        article_ids=tuple(split.article.id for split in asked.articles),
        claims=tuple(claims),
        withheld=tuple(withheld),
        model=model,
        record=measure_coverage(claims, asked.articles),
        style=asked.style,
        reason=reason,
    )
