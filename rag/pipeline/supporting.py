"""Claims that the rules let pass but for their wording: what else may bear them out."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from rag.errors import ModelError
from rag.protocols import TokenSimilarity
from rag.stages.support.asking import support_request
from rag.stages.support.features import Compared
from rag.stages.support.score import SupportModel
from rag.stages.verify import Cited
from rag.stages.writing.records import ChatModel

MOST_SOURCES = 3
"""Sentences that a claim is compared with."""
SURE = 3.0
"""Log odds of "yes", in nats, that a judge must give: a probability of .95."""

_log = logging.getLogger("citewire")


class ScoredSupport:
    """Lets a claim pass whose support score reaches a least value. Safe to share between threads."""

    def __init__(self, similarity: TokenSimilarity, model: SupportModel, least: float) -> None:
        self._similarity = similarity
        self._model = model
        self._least = least

    def __call__(self, claim: str, cited: Sequence[Cited], /) -> bool:
        """Tell whether the sentences bear the claim out surely enough to show it."""
        return self._model.score(compare(claim, cited, self._similarity)) >= self._least


class JudgedSupport:
    """Lets a claim pass of which a chat model is sure that the sentences say it. Safe to share between threads."""

    def __init__(self, judge: ChatModel) -> None:
        self._judge = judge

    def __call__(self, claim: str, cited: Sequence[Cited], /) -> bool:
        """Tell whether the judge says yes; where it fails or tells no probabilities, nothing passes."""
        sources = [item.sentence.text for item in cited[:MOST_SOURCES]]
        try:
            log_odds = self._judge.log_odds(support_request(claim, sources))
        except ModelError as exc:
            _log.warning("the judge %r failed: %s", self._judge.name, exc)
            return False
        return log_odds is not None and log_odds >= SURE


def compare(claim: str, cited: Sequence[Cited], similarity: TokenSimilarity) -> Compared:
    """Return a claim beside the first few sentences, of which there is at least one."""
    source = " ".join(item.sentence.text for item in cited[:MOST_SOURCES])
    return Compared(claim, source, cited[0].origin.article.text, similarity.compare(claim, [source])[0])
