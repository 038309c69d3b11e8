"""A chat model summarises, and every sentence is verified before anyone sees it; what it cannot do is quoted.

An article that fits the model is read in one pass. A longer one is read section by section, and of each section the
sentences are kept on which the model's verified words rest; the summary is then written from those. No words of a
model are ever the material for more.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby

from rag.errors import ModelError
from rag.pipeline.summarising import Asked, QuoteSummariser, summary_of
from rag.pipeline.summary_sheet import SummarySheet
from rag.protocols import Embedder, Segmenter
from rag.schema import ClaimShown
from rag.stages.summarising.lines import Line, lines_of
from rag.stages.summarising.prompts import most_claims, size_of, summary_request
from rag.stages.summarising.selecting import Length
from rag.stages.summarising.standing import Standing
from rag.stages.summarising.thinning import lexical_weights, thin_lines
from rag.stages.verify import FactReader
from rag.stages.verify.records import Supports
from rag.stages.writing.drafts import DraftReader
from rag.stages.writing.prompts import repair_request
from rag.stages.writing.records import ChatModel, DraftClaim, Request, SchemaRefused
from rag.summary import Settled, SummaryEvent, SummaryFinished

BUDGET = 9_000
"""Characters of an article that are put into one request: with the rest, some 3,000 tokens of English."""
MOST_SECTIONS = 12
"""Requests that one summary may take before its last; of a longer text the best sentences of every part are read."""
LEAST_BUDGET = 2_000
_KEPT = 3
"""Sentences that the model is asked for of one section."""

_log = logging.getLogger("citewire")


class ModelSummariser:
    """Summarises with a chat model's words as far as they verify. Safe to share between threads."""

    def __init__(
        self,
        model: ChatModel,
        *,
        quoting: QuoteSummariser,
        embedder: Embedder,
        reader: FactReader,
        segmenter: Segmenter,
        budget: int = BUDGET,
        supports: Supports | None = None,
    ) -> None:
        self._model = model
        self._quoting = quoting
        self._embedder = embedder
        self._reader = reader
        self._standing = Standing(reader)
        self._segmenter = segmenter
        self._budget = budget
        self._supports = supports
        self._structured = True

    @property
    def name(self) -> str:
        """The model's name."""
        return self._model.name

    def stream(self, asked: Asked) -> Iterator[SummaryEvent]:
        """Yield each sentence when it is settled, then the summary; never raises what a model's server provokes."""
        sheet = self._sheet(asked.length)
        fault: str | None = None
        try:
            yield from self._write(asked, sheet)
        except ModelError as exc:
            _log.warning("the model %r failed: %s", self.name, exc)
            fault = str(exc)
        if sheet.shown:
            yield SummaryFinished(
                summary_of(asked, sheet.shown, withheld=sheet.withheld, model=self.name, reason=fault)
            )
            return
        claims = self._quoting.quote(asked)
        yield from map(ClaimShown, claims)
        reason = f"{fault or _why_nothing(sheet)} Summarised by quoting."
        yield SummaryFinished(
            summary_of(asked, claims, withheld=sheet.withheld, model=self._quoting.name, reason=reason)
        )

    def _sheet(self, length: Length) -> SummarySheet:
        return SummarySheet(length, self._reader, self._standing, self._embedder, self._supports)

    def _write(self, asked: Asked, sheet: SummarySheet) -> Iterator[Settled]:
        lines = self._material([line for split in asked.articles for line in lines_of(split)])
        if not lines:
            return
        yield from self._attempt(sheet, lines, ())
        if sheet.needs_repair():
            yield from self._attempt(sheet, lines, tuple(sheet.failed))

    def _material(self, lines: Sequence[Line]) -> tuple[Line, ...]:
        """Return lines that fit one request: all, or those on which the model's words for each section rest."""
        if size_of(lines) <= self._budget:
            return tuple(lines)
        mean = size_of(lines) / len(lines)
        read = thin_lines(lines, max(1, int(MOST_SECTIONS * self._budget / mean)))
        picked = [line for section in sections_of(read, self._budget) for line in self._pick(section)]
        while size_of(picked) > self._budget:
            picked = list(thin_lines(picked, len(picked) * 3 // 4))
        return tuple(picked)

    def _pick(self, section: Sequence[Line]) -> tuple[Line, ...]:
        """Return the lines of a section that the model's verified sentences rest on, else its weightiest."""
        length = Length(_KEPT)
        sheet = self._sheet(length)
        for _ in self._attempt(sheet, section, ()):
            pass
        cited = {(item.article_id, item.start) for claim in sheet.shown for item in claim.citations}
        found = tuple(line for line in section if (line.sentence.article_id, line.sentence.start) in cited)
        if found:
            return found
        weights = lexical_weights(section)
        best = sorted(range(len(section)), key=lambda place: -weights[place])[:_KEPT]
        return tuple(section[place] for place in sorted(best))

    def _attempt(
        self, sheet: SummarySheet, lines: Sequence[Line], failed: Sequence[tuple[DraftClaim, str]]
    ) -> Iterator[Settled]:
        """Yield what becomes of one answer; ``failed`` makes it a repair."""
        for structured in (True, False) if self._structured else (False,):
            request = summary_request(lines, sheet.length, structured=structured)
            try:
                yield from self._settle_all(repair_request(request, failed) if failed else request, sheet, lines)
            except SchemaRefused:
                self._structured = False
            else:
                return

    def _settle_all(self, request: Request, sheet: SummarySheet, lines: Sequence[Line]) -> Iterator[Settled]:
        most = most_claims(sheet.length) + 2
        for settled, draft in enumerate(self._drafts(request)):
            if settled == most or sheet.is_full:
                return
            event = sheet.settle(draft, lines)
            if event is not None:
                yield event

    def _drafts(self, request: Request) -> Iterator[DraftClaim]:
        reader = DraftReader(self._segmenter)
        for piece in self._model.stream(request):
            yield from reader.feed(piece)
            if reader.full:
                break
        yield from reader.close()


def sections_of(lines: Sequence[Line], budget: int) -> list[list[Line]]:
    """Return consecutive runs of lines of about the same size, each of which fits ``budget`` where one line does."""
    share = size_of(lines) / math.ceil(size_of(lines) / (budget * 0.9))
    ends = accumulate(size_of([line]) for line in lines)
    numbered = [(int((end - 1) // share), line) for end, line in zip(ends, lines, strict=True)]
    return [[line for _, line in run] for _, run in groupby(numbered, key=lambda item: item[0])]


def _why_nothing(sheet: SummarySheet) -> str:
    return "The model's sentences did not pass verification." if sheet.withheld else "The model wrote no summary."
