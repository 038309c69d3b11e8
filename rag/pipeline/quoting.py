"""The embedded answerer: it answers by quoting whole sentences, and needs no key and no network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.pipeline.weighing import Scales, Weighed
from rag.protocols import CloseReader, Parser, TokenSimilarity
from rag.schema import Answer, Citation, Claim, ClaimShown, Event, Evidence, Finished, Part
from rag.stages.asking.questions import Question, read_question
from rag.stages.asking.short_answers import short_answer_in
from rag.stages.citing import cite
from rag.stages.dating import note_on_dates
from rag.stages.quoting import completes, in_article_order, leans_back, sentence_before
from rag.stages.verify.injection import gives_orders
from rag.stages.weighing.confidence import fitted_model

_CLOSEST = 3
"""Passages shown with a refusal."""
_COMPLETING = 2.0
"""Logit that a sentence needs to complete an answer."""


@dataclass(frozen=True, slots=True)
class PartAnswer:
    """What one of the questions got: sentences, or a reason for none."""

    question: Question
    weighed: Weighed | None
    quoted: tuple[Evidence, ...]
    reason: str | None
    """Of a refusal."""


class QuoteAnswerer:
    """Quotes the fewest sentences that answer, or refuses with a reason."""

    name = "quote"

    def __init__(
        self,
        parser: Parser,
        similarity: TokenSimilarity,
        reader: CloseReader,
        *,
        min_confidence: float | None = None,
    ) -> None:
        model = fitted_model()
        self._parser = parser
        self._scales = Scales(parser, similarity, reader, model)
        self._threshold = model.threshold if min_confidence is None else min_confidence

    def stream(self, question: str, parts: Sequence[Part]) -> Iterator[Event]:
        """Yield each quoted sentence in article order, then the answer."""
        settled = [self.answer_part(part) for part in parts]
        quoted = in_article_order([item for part in settled for item in part.quoted])
        claims = tuple(quote_claim(item) for item in quoted)
        for claim in claims:
            yield ClaimShown(claim)
        yield Finished(
            Answer(
                question=question,
                claims=claims,
                withheld=(),
                short_answer=_short_answer(settled),
                reason=_reason(settled),
                confidence=_confidence(settled),
                model=self.name,
                closest=() if claims else closest_passages(parts),
            )
        )

    def answer_part(self, part: Part) -> PartAnswer:
        """Answer one of the questions."""
        question = read_question(self._parser.parse([part.question])[0])
        weighed = self._scales.weigh(question, quotable(part.evidence))
        if not weighed:
            return PartAnswer(question, None, (), "The library holds no passage for this question.")
        return self.settle(part, question, weighed[0])

    def settle(self, part: Part, question: Question, best: Weighed) -> PartAnswer:
        """Quote the best sentence of a part, or refuse where its objection or its confidence says so."""
        if best.objection is not None:
            return PartAnswer(question, best, (), best.objection.reason)
        if best.confidence < self._threshold:
            reason = (
                f"No passage of the article answers this surely enough (confidence {best.confidence:.2f}, "
                f"{self._threshold:.2f} is needed)."
            )
            return PartAnswer(question, best, (), reason)
        return PartAnswer(question, best, self._quoted(best, quotable(part.evidence)), None)

    def _quoted(self, best: Weighed, evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
        chosen = [best.evidence]
        if best.support.missing(best.support.sentence, "name"):
            others = [(item, self._scales.parse(item.sentence)) for item in evidence[:6]]
            chosen += completes(best.support, best.evidence, others, least=_COMPLETING)
        before = sentence_before(best.evidence)
        if before is not None and leans_back(best.reading.sentence):
            chosen.extend(quotable([before]))
        return tuple(chosen)


def quotable(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Return the sentences that speak to a reader, in order: one that gives orders to a machine answers nothing."""
    return tuple(item for item in evidence if not gives_orders(item.sentence.text))


def quote_claim(evidence: Evidence) -> Claim:
    """Return the claim that quotes a sentence word for word."""
    citation = cite(evidence.origin.article, evidence.sentence)
    return Claim(citation.quote, (citation,), "verified", "Quoted word for word.")


def closest_passages(parts: Sequence[Part]) -> tuple[Citation, ...]:
    """Return the citations of the best passages, for a refusal to show."""
    ranked = sorted((item for part in parts for item in quotable(part.evidence)), key=lambda item: -item.score)
    return tuple(dict.fromkeys(cite(item.origin.article, item.sentence) for item in ranked))[:_CLOSEST]


def _short_answer(settled: Sequence[PartAnswer]) -> str | None:
    if len(settled) != 1 or settled[0].weighed is None or not settled[0].quoted:
        return None
    reading = settled[0].weighed.reading
    return short_answer_in(settled[0].question, reading.sentence, reading.close)


def _confidence(settled: Sequence[PartAnswer]) -> float | None:
    """The least sure of the parts that were answered; of a refusal, the surest part."""
    known = [(bool(part.quoted), part.weighed.confidence) for part in settled if part.weighed is not None]
    answered = [confidence for quoted, confidence in known if quoted]
    if not known:
        return None
    return round(min(answered) if answered else max(confidence for _, confidence in known), 4)


def _reason(settled: Sequence[PartAnswer]) -> str | None:
    """Say why parts were refused, and what a date in the answer rests on."""
    refused = [part for part in settled if part.reason is not None]
    if len(settled) > 1 and len({part.reason for part in settled}) > 1:
        return " ".join(f"Not answered: “{part.question.parse.text}” {part.reason}" for part in refused) or None
    if refused:
        return " ".join(dict.fromkeys(part.reason for part in refused if part.reason))
    notes = [
        note_on_dates(part.weighed.evidence.origin.article, part.weighed.evidence.sentence)
        for part in settled
        if part.weighed is not None and part.question.kind == "date"
    ]
    return " ".join(note for note in notes if note) or None
