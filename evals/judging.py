"""Citewire's verifier as the system that is evaluated: does an article support a statement?"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from evals.spans import sentences_of
from rag.adapters.grammar import SpacyParser
from rag.schema import Article, SplitArticle
from rag.stages.verify import FactReader, settle_claim, support_candidates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evals.systems import System
    from rag.stages.verify import Judgement


def judging_system() -> System:
    """Return the verifier as a system ``f(statement, texts=...)``.

    It gets the articles and no citation, so the aligner finds the sentences. A statement of several sentences
    is passed when each of them is. ``confidence`` is the least support of its sentences: 1 for a verified
    one, else the share of the checks that it passed, under 1. It ranks statements and is no probability.
    """
    reader = FactReader(SpacyParser())

    def judge(statement: str, *, texts: Sequence[Article]) -> dict[str, Any]:
        articles = [_split(text) for text in texts]
        judged = [_judged(part, articles, reader) for part in _parts(statement)]
        failed = [judgement for judgement in judged if not judgement.verified]
        return {
            "text": "" if failed else statement,
            "abstained": bool(failed),
            "reason": failed[0].reason if failed else None,
            "confidence": min(map(_support, judged), default=0.0),
        }

    return judge


def _judged(part: str, articles: Sequence[SplitArticle], reader: FactReader) -> Judgement:
    nearest = support_candidates(part, articles, k=1)
    return settle_claim(part, nearest, pool=nearest, reader=reader)


@lru_cache(maxsize=64)
def _split(article: Article) -> SplitArticle:
    return SplitArticle(article, sentences_of(article))


def _parts(statement: str) -> list[str]:
    return [sentence.text for sentence in sentences_of(Article("", "", statement, "", ""))]


def _support(judgement: Judgement) -> float:
    if judgement.verified:
        return 1.0
    passed = sum(outcome.passed for outcome in judgement.outcomes)
    return passed / (len(judgement.outcomes) + 1)
