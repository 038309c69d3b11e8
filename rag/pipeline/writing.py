"""A chat model writes, and every sentence is verified before anyone sees it; what it cannot do is quoted.

Drafts are settled while the model still writes. What fails is withheld with its reason; one repair call may follow.
A part of the question that the model left open, or whose server failed, goes to the embedded answerer.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rag.errors import ModelError
from rag.pipeline.addressing import Addressed, Addressing
from rag.pipeline.consulting import Consultant, Revision, unrevised
from rag.pipeline.quoting import PartAnswer, QuoteAnswerer
from rag.pipeline.settled import Sheet, answer_of
from rag.protocols import Segmenter
from rag.schema import Claim, Event, Evidence, Finished, Part
from rag.stages.verify import Cited, FactReader, claim_of, settle_claim
from rag.stages.verify.records import Supports
from rag.stages.writing.drafts import DraftReader
from rag.stages.writing.prompts import PromptStyle, answer_request, choose_evidence, repair_request
from rag.stages.writing.records import ChatModel, DraftClaim, Request, SchemaRefused
from rag.stages.writing.wording import holds_markup, is_refusal

MOST_CLAIMS = 12
"""Sentences that are settled of one answer; a model that writes more is not answering."""

_log = logging.getLogger("citewire")


class ModelAnswerer:
    """Answers with a chat model's words as far as they verify. Safe to share between threads."""

    def __init__(
        self,
        model: ChatModel,
        *,
        quoting: QuoteAnswerer,
        addressing: Addressing,
        reader: FactReader,
        segmenter: Segmenter,
        consultant: Consultant | None = None,
        supports: Supports | None = None,
        style: PromptStyle | None = None,
    ) -> None:
        self._model = model
        self._quoting = quoting
        self._addressing = addressing
        self._reader = reader
        self._segmenter = segmenter
        self._consultant = consultant
        self._supports = supports
        self._style = style or PromptStyle()
        self._structured = self._style.structured

    @property
    def name(self) -> str:
        """The model's name."""
        return self._model.name

    def stream(self, question: str, parts: Sequence[Part]) -> Iterator[Event]:
        """Yield each sentence when it is settled, then the answer; never raises what a model's server provokes."""
        embedded, revisions = self._weigh(parts)
        sheet = Sheet(self.name, tuple(parts), embedded, revisions)
        if any(not is_hopeless(part) for part in embedded):
            yield from self._write(sheet)
        yield from sheet.quote_open_parts()
        yield Finished(answer_of(question, sheet))

    def _weigh(self, parts: Sequence[Part]) -> tuple[tuple[PartAnswer, ...], tuple[Revision, ...]]:
        """Return what the embedded answerer makes of each part, with the model's opinion where it is heard."""
        answers, revisions = [], []
        for part in parts:
            answer = self._quoting.answer_part(part)
            revision: Revision = unrevised
            if self._consultant is not None and answer.weighed is not None and not is_hopeless(answer):
                revision = self._consultant.revision(part)
                revised = replace(answer.weighed, confidence=revision(answer.weighed.confidence))
                answer = self._quoting.settle(part, answer.question, revised)
            answers.append(answer)
            revisions.append(revision)
        return tuple(answers), tuple(revisions)

    def _write(self, sheet: Sheet) -> Iterator[Event]:
        """Settle what the model writes on the open parts, and once more what it writes with the reasons."""
        evidence = choose_evidence([part.evidence for part in sheet.open_parts()], self._style.sentences)
        if not evidence:
            return
        try:
            yield from self._attempt(sheet, evidence, ())
            if self._style.repair and sheet.needs_repair():
                yield from self._attempt(sheet, evidence, sheet.failed)
        except ModelError as exc:
            _log.warning("the model %r failed: %s", self.name, exc)
            sheet.fault = str(exc)

    def _attempt(
        self, sheet: Sheet, evidence: Sequence[Evidence], failed: Sequence[tuple[DraftClaim, str]]
    ) -> Iterator[Event]:
        """Yield what becomes of one answer; ``failed`` makes it a repair."""
        failed = tuple(failed)
        for structured in (True, False) if self._structured else (False,):
            questions = [part.question for part in sheet.open_parts()]
            asked = answer_request(questions, evidence, structured=structured, brief=self._style.brief)
            try:
                yield from self._settle_all(repair_request(asked, failed) if failed else asked, sheet, evidence)
            except SchemaRefused:
                self._structured = False
            else:
                return

    def _settle_all(self, request: Request, sheet: Sheet, evidence: Sequence[Evidence]) -> Iterator[Event]:
        for settled, draft in enumerate(self._drafts(request)):
            if settled == MOST_CLAIMS:
                return
            if sheet.is_new(draft):
                yield self._settle(draft, sheet, evidence)

    def _drafts(self, request: Request) -> Iterator[DraftClaim]:
        reader = DraftReader(self._segmenter)
        for piece in self._model.stream(request):
            yield from reader.feed(piece)
            if reader.full:
                return
        yield from reader.close()

    def _settle(self, draft: DraftClaim, sheet: Sheet, evidence: Sequence[Evidence]) -> Event:
        if is_refusal(draft.text):
            sheet.refused = True
            return sheet.withhold(draft, Claim(draft.text, (), "unresponsive", "It says that there is no answer."))
        if holds_markup(draft.text):
            return sheet.withhold(draft, Claim(draft.text, (), "unsupported", "The sentence holds markup."))
        answered: list[Addressed] = []

        def responds(text: str, cited: Sequence[Cited]) -> str | None:
            addressed = self._addressing.address(text, cited, sheet.parts, sheet.revisions)
            if addressed.part is not None:
                answered.append(addressed)
            return addressed.reason

        judgement = settle_claim(
            draft.text,
            cited_by(draft, evidence),
            pool=evidence,
            reader=self._reader,
            responds=responds,
            supports=self._supports,
        )
        claim = claim_of(draft.text, judgement)
        if not judgement.verified:
            return sheet.withhold(draft, claim)
        return sheet.show(claim, answered[0])


def cited_by(draft: DraftClaim, evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Return the evidence that a draft cites; nothing where one of its numbers does not exist, so it is searched."""
    if any(not 1 <= number <= len(evidence) for number in draft.sources):
        return ()
    return tuple(evidence[number - 1] for number in draft.sources)


def is_hopeless(part: PartAnswer) -> bool:
    """Tell whether no model could answer: the library has nothing, or the articles never name what is asked of."""
    if part.weighed is None:
        return True
    return part.weighed.objection is not None and part.weighed.objection.sort == "unmentioned"
