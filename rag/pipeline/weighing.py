"""Evidence beside a question: which sentence answers it best, how surely, and what speaks against it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from rag.protocols import CloseReader, CloseReading, Parser, TokenMatch, TokenSimilarity
from rag.schema import Evidence, Parse, Sentence, SplitArticle
from rag.stages.asking.questions import Question
from rag.stages.weighing.confidence import ConfidenceModel
from rag.stages.weighing.features import Reading, Support, features_of, support_of
from rag.stages.weighing.keys import Keys, sentence_keys, title_keys
from rag.stages.weighing.objections import Objection, objection_features, objection_to

DEPTH = 3
"""Sentences that are weighed: the reranker's first three hold the answer where any does (98% on SQuAD2 dev)."""
_FLOOR = -11.0
"""The reranker's lowest logit."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """One sentence as an answer to one question."""

    evidence: Evidence
    reading: Reading
    support: Support
    features: Mapping[str, float]
    confidence: float
    objection: Objection | None


@dataclass(frozen=True, slots=True)
class _Compared:
    """What the networks make of the question and one sentence."""

    match: TokenMatch
    around: TokenMatch
    close: CloseReading


class Scales:
    """Weighs evidence with a parser, a token comparison, a close reading and the fitted model."""

    def __init__(
        self, parser: Parser, similarity: TokenSimilarity, reader: CloseReader, model: ConfidenceModel
    ) -> None:
        self._parser = parser
        self._similarity = similarity
        self._reader = reader
        self._model = model

    def weigh(self, question: Question, evidence: Sequence[Evidence]) -> tuple[Weighed, ...]:
        """Weigh the best few sentences; those without objection first, then as the reranker has them."""
        if not evidence:
            return ()
        matches = self._similarity.compare(question.parse.text, [item.sentence.text for item in evidence])
        around = _best_of(matches)
        close = self._reader.read(question.parse.text, [item.sentence.text for item in evidence[:DEPTH]])
        weighed = [
            self._weigh_one(question, item, _Compared(match, around, near), _runner_up(evidence, item))
            for item, match, near in zip(evidence, matches, close, strict=False)
        ]
        return tuple(sorted(weighed, key=lambda item: (item.objection is not None, -item.evidence.score)))

    def parse(self, sentence: Sentence) -> Parse:
        """Return the grammar of a sentence."""
        return self._parser.parse([sentence.text])[0]

    def _weigh_one(self, question: Question, item: Evidence, compared: _Compared, runner_up: float) -> Weighed:
        parses = self._parser.parse([s.text for s in (item.sentence, *_neighbours(item.origin, item.sentence))])
        reading = Reading(
            question=question,
            sentence=parses[0],
            near=parses[1:],
            topic=self._topic(item.origin),
            article_text=item.origin.article.text,
            logit=item.score,
            runner_up=runner_up,
            match=compared.match,
            around=compared.around,
            close=compared.close,
        )
        support = support_of(reading)
        objection = objection_to(reading, support)
        features = features_of(reading, support) | objection_features(objection)
        return Weighed(item, reading, support, features, self._model.confidence(features), objection)

    def _topic(self, origin: SplitArticle) -> Keys:
        first = next((sentence for sentence in origin.sentences if sentence.kind == "body"), None)
        keys = title_keys(origin.article.title)
        return keys if first is None else keys | sentence_keys(self.parse(first), origin.article.text)


def _neighbours(origin: SplitArticle, sentence: Sentence) -> list[Sentence]:
    """Return the body sentences just before and after, the one before first."""
    near = [i for i in (sentence.index - 1, sentence.index + 1) if 0 <= i < len(origin.sentences)]
    return [origin.sentences[i] for i in near if origin.sentences[i].kind == "body"]


def _runner_up(evidence: Sequence[Evidence], item: Evidence) -> float:
    return max((other.score for other in evidence if other is not item), default=_FLOOR)


def _best_of(matches: Sequence[TokenMatch]) -> TokenMatch:
    best = np.max([match.best for match in matches], axis=0) if matches[0].best else ()
    return TokenMatch(matches[0].offsets, tuple(float(value) for value in best))
