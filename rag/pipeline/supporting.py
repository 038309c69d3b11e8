"""Claims that the rules let pass but for their wording: what else may bear them out."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from rag.errors import ModelError
from rag.protocols import TokenSimilarity
from rag.stages.support.asking import support_request
from rag.stages.support.features import Compared
from rag.stages.support.score import SupportModel
from rag.stages.verify import Cited, support_candidates
from rag.stages.verify.align import articles_of
from rag.stages.writing.records import ChatModel

MOST_SOURCES = 3
"""Sentences that a judge is shown."""
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
        """Tell whether their articles bear the claim out surely enough to show it on the first of these sentences.

        The claim is compared with the sentences that share most with it, as where the score was fitted; the one that
        it is to be shown on must be one of them.
        """
        found = support_candidates(claim, articles_of(cited))
        if not any(item.sentence == cited[0].sentence for item in found):
            return False
        return self._model.score(compare(claim, found, self._similarity)) >= self._least


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


def compare(claim: str, found: Sequence[Cited], similarity: TokenSimilarity) -> Compared:
    """Return a claim beside the sentences that share most with it, of which there is at least one."""
    sources = tuple(item.sentence.text for item in found)
    articles = articles_of(found)
    sentences = tuple(sentence.text for split in articles for sentence in split.sentences)
    text = "\n\n".join(split.article.text for split in articles)
    return Compared(claim, sources, similarity.compare(claim, sources), sentences, text)
