"""Citewire's verifier as the system that is evaluated: does an article support a statement?"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from evals.schema import Span
from evals.spans import resolve, sentences_of
from rag.loading import shared_fact_reader
from rag.schema import Article, SplitArticle
from rag.stages.verify import Place, settle_claim, support_candidates, verify_claim

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evals.schema import Cited
    from evals.systems import System
    from rag.stages.verify import FactReader, Judgement


def judging_system() -> System:
    """Return the verifier as a system ``f(statement, texts=...)``.

    It gets the articles and no citation, so the aligner finds the sentences. A statement of several sentences
    is passed when each of them is. ``confidence`` is the least support of its sentences: 1 for a verified
    one, else the share of the checks that it passed, under 1. It ranks statements and is no probability.
    """
    reader = shared_fact_reader()

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


def supports(statement: str, cited: Sequence[Cited], *, articles: Sequence[Article]) -> bool:
    """Tell whether the sentences that are cited, and no others, bear a statement out, by Citewire's verifier.

    Every sentence of the statement must be borne out. A citation that stands in no article supports nothing.
    """
    found = [span for one in cited if (span := resolve(one, articles).span) is not None]
    places = [place for article in map(_split, articles) for place in _cited_places(article, found)]
    parts = _parts(statement)
    return bool(parts) and all(verify_claim(part, places, reader=shared_fact_reader()).verified for part in parts)


def _cited_places(split: SplitArticle, spans: Sequence[Span]) -> list[Place]:
    whole = [(Span(split.article.sha256, one.start, one.end), one) for one in split.sentences]
    return [Place(one, split) for around, one in whole if any(around.overlaps(span) for span in spans)]


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
