"""Whether a verified claim addresses the question: it is weighed as a quoted sentence in its place would be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.pipeline.consulting import Revision
from rag.pipeline.weighing import DEPTH, Scales
from rag.protocols import Parser, Reranker
from rag.schema import Evidence, Part
from rag.stages.asking.questions import read_question
from rag.stages.asking.short_answers import short_answer_in
from rag.stages.verify import Cited
from rag.stages.writing.responding import emptiness_of

_UNSURE = "The sentence does not surely answer the question."


@dataclass(frozen=True, slots=True)
class Addressed:
    """A claim beside the questions."""

    part: int | None
    """Place of the question that it answers best, or None where it answers none."""
    confidence: float
    """That it answers that question."""
    reason: str | None
    """Why it answers none, in a sentence for a person."""
    short_answer: str | None = None
    """The span of the claim that answers by itself."""


@dataclass(frozen=True, slots=True)
class _Place:
    """One of the parts of a question."""

    number: int
    part: Part
    revision: Revision


class Addressing:
    """Weighs claims against the parts of one question."""

    def __init__(self, parser: Parser, reranker: Reranker, scales: Scales, threshold: float) -> None:
        self._parser = parser
        self._reranker = reranker
        self._scales = scales
        self._threshold = threshold

    def address(
        self, text: str, cited: Sequence[Cited], parts: Sequence[Part], revisions: Sequence[Revision]
    ) -> Addressed:
        """Return which of the parts a claim answers, if any; each part has its revision of confidences."""
        pairs = enumerate(zip(parts, revisions, strict=True))
        found = [self._beside(text, cited[0], _Place(place, part, revision)) for place, (part, revision) in pairs]
        return max(found, key=lambda item: (item.part is not None, item.confidence))

    def _beside(self, text: str, cited: Cited, place: _Place) -> Addressed:
        part = place.part
        question = read_question(self._parser.parse([part.question])[0])
        empty = emptiness_of(question, self._parser.parse([text])[0])
        if empty is not None:
            return Addressed(None, 0.0, empty)
        score = float(self._reranker.score(part.question, [text])[0])
        claim = Evidence(replace(cited.sentence, text=text), cited.origin, score)
        others = [item for item in part.evidence if item.sentence != cited.sentence][: DEPTH - 1]
        weighed = next(item for item in self._scales.weigh(question, (claim, *others)) if item.evidence is claim)
        confidence = place.revision(weighed.confidence)
        if weighed.objection is not None:
            return Addressed(None, confidence, weighed.objection.reason)
        if confidence < self._threshold:
            return Addressed(None, confidence, _UNSURE)
        short = short_answer_in(question, weighed.reading.sentence, weighed.reading.close)
        return Addressed(place.number, confidence, None, short)
