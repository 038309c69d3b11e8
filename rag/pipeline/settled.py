"""The sheet on which one answer is put together: what was shown, what was withheld, what is still open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rag.pipeline.addressing import Addressed
from rag.pipeline.consulting import Revision
from rag.pipeline.quoting import PartAnswer, closest_passages, quote_claim
from rag.schema import Answer, Claim, ClaimShown, ClaimWithheld, Event, Part
from rag.stages.asking.short_answers import short_answer_in
from rag.stages.dating import note_on_dates
from rag.stages.quoting import in_article_order
from rag.stages.writing.records import DraftClaim


class Sheet:
    """Belongs to one question and one thread."""

    def __init__(
        self, model: str, parts: tuple[Part, ...], embedded: tuple[PartAnswer, ...], revisions: tuple[Revision, ...]
    ) -> None:
        self.model = model
        self.parts = parts
        self.embedded = embedded
        self.revisions = revisions
        """For each part, how the model's opinion changes a confidence."""
        self.shown: list[Claim] = []
        self.withheld: list[Claim] = []
        self.failed: list[tuple[DraftClaim, str]] = []
        """Drafts that failed, each with the reason, for a repair."""
        self.answered: dict[int, float] = {}
        """The parts that a model's sentence answers, each with the best confidence."""
        self.quoted: set[int] = set()
        self.refused = False
        """The model said that there is no answer."""
        self.fault: str | None = None
        """Why the model's server failed; a sentence of ours."""
        self.short_answer: str | None = None
        self._seen: set[str] = set()

    def open_parts(self) -> tuple[Part, ...]:
        """Return the parts without an answer."""
        return tuple(part for place, part in enumerate(self.parts) if place not in self.answered)

    def needs_repair(self) -> bool:
        """Tell whether sentences failed and left a part open that the model did not give up."""
        return bool(self.failed) and bool(self.open_parts()) and not self.refused

    def is_new(self, draft: DraftClaim) -> bool:
        """Tell whether a draft was not settled before; small models repeat themselves."""
        key = " ".join(draft.text.casefold().split()).rstrip(" .")
        new = key not in self._seen
        self._seen.add(key)
        return new

    def withhold(self, draft: DraftClaim, claim: Claim) -> ClaimWithheld:
        """Note a claim that failed."""
        self.withheld.append(claim)
        self.failed.append((draft, claim.reason))
        return ClaimWithheld(claim)

    def show(self, claim: Claim, addressed: Addressed) -> ClaimShown:
        """Note a claim that was verified and answers a part."""
        self.shown.append(claim)
        if addressed.part is not None:
            self.answered[addressed.part] = max(addressed.confidence, self.answered.get(addressed.part, 0.0))
        if self.short_answer is None and len(self.parts) == 1:
            span = addressed.short_answer
            quoted = span is not None and any(span in citation.quote for citation in claim.citations)
            self.short_answer = span if quoted else None
        return ClaimShown(claim)

    def quote_open_parts(self) -> Iterator[Event]:
        """Show what the embedded answerer quotes for the parts that the model left open."""
        left = {place for place in range(len(self.parts)) if place not in self.answered}
        self.quoted = {place for place in left if self.embedded[place].quoted}
        quotes = in_article_order([item for place in sorted(self.quoted) for item in self.embedded[place].quoted])
        for claim in map(quote_claim, quotes):
            if claim.text not in {shown.text for shown in self.shown}:
                self.shown.append(claim)
                yield ClaimShown(claim)

    def quoted_short_answer(self) -> str | None:
        """Return the span that answers in a quoted sentence, where the question has one part."""
        only = self.embedded[0]
        if len(self.parts) != 1 or 0 not in self.quoted or only.weighed is None:
            return None
        return short_answer_in(only.question, only.weighed.reading.sentence, only.weighed.reading.close)


def answer_of(question: str, sheet: Sheet) -> Answer:
    """Return the answer that a sheet amounts to; its reason holds sentences of ours alone."""
    return Answer(
        question=question,
        claims=tuple(sheet.shown),
        withheld=tuple(sheet.withheld),
        short_answer=sheet.short_answer or sheet.quoted_short_answer(),
        reason=" ".join(dict.fromkeys(_reasons(sheet))) or None,
        confidence=_confidence(sheet),
        model=sheet.model if sheet.answered else "quote",
        closest=() if sheet.shown else closest_passages(sheet.parts),
    )


def _reasons(sheet: Sheet) -> Iterator[str]:
    if sheet.quoted:
        yield f"{_why_not_written(sheet)} {'Part of it is answered' if sheet.answered else 'Answered'} by quoting."
    elif sheet.fault is not None:
        yield sheet.fault
    refused = [place for place in range(len(sheet.parts)) if place not in sheet.answered and place not in sheet.quoted]
    named = bool(sheet.shown) or len({sheet.embedded[place].reason for place in refused}) > 1
    for place in refused:
        reason = sheet.embedded[place].reason
        if reason is not None:
            yield f"Not answered: “{sheet.parts[place].question}” {reason}" if named else reason
    yield from _notes_on_dates(sheet)


def _why_not_written(sheet: Sheet) -> str:
    if sheet.fault is not None:
        return sheet.fault
    if sheet.withheld and not sheet.refused:
        return "The model's sentences did not pass verification."
    return "The model gave no answer."


def _notes_on_dates(sheet: Sheet) -> Iterator[str]:
    """Say what a relative date in the answer rests on, where a date was asked for."""
    for place in (*sheet.answered, *sorted(sheet.quoted)):
        part = sheet.embedded[place]
        if part.question.kind == "date" and part.weighed is not None:
            evidence = part.weighed.evidence
            note = note_on_dates(evidence.origin.article, evidence.sentence)
            if note is not None:
                yield note


def _confidence(sheet: Sheet) -> float | None:
    """The least sure of the parts that were answered; of a refusal, the surest part."""
    weighed = {place: part.weighed.confidence for place, part in enumerate(sheet.embedded) if part.weighed is not None}
    answered: Sequence[float] = [*sheet.answered.values(), *(weighed[place] for place in sheet.quoted)]
    if not answered and not weighed:
        return None
    return round(min(answered) if answered else max(weighed.values()), 4)
