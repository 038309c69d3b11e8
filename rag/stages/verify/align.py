"""Finding the sentences that bear a claim out, for models that cite badly or not at all."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rag.schema import Sentence, SplitArticle
from rag.stages.language.words import content_set
from rag.stages.verify.citing import Cited

CANDIDATES = 5
"""Sentences that a claim is tried on."""


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence in its article: the plain form of :class:`rag.stages.verify.records.Cited`."""

    sentence: Sentence
    origin: SplitArticle


def support_candidates(text: str, articles: Iterable[SplitArticle], *, k: int = CANDIDATES) -> tuple[Place, ...]:
    """Return the ``k`` sentences that share most with a claim, best first; rare words weigh more.

    The weight of a stem is ``log(1 + N / n)`` over the ``N`` sentences of which ``n`` hold it; shorter sentences
    win ties, then earlier ones.
    """
    places = [
        Place(sentence, article) for article in articles for sentence in article.sentences if sentence.kind == "body"
    ]
    spread = Counter(stem for place in places for stem in content_set(place.sentence.text))
    wanted = content_set(text)
    weights = {stem: math.log1p(len(places) / spread[stem]) for stem in wanted if stem in spread}
    scored = [
        (
            sum(weights[stem] for stem in weights.keys() & content_set(place.sentence.text)),
            -len(place.sentence.text),
            -order,
        )
        for order, place in enumerate(places)
    ]
    best = sorted(range(len(places)), key=lambda order: scored[order], reverse=True)[:k]
    return tuple(places[order] for order in best if scored[order][0] > 0)


def sentences_around(primary: Cited, look_back: int) -> tuple[Cited, ...]:
    """Return the sentences before and the one after, which may introduce what a sentence refers to or who speaks."""
    body = [item for item in primary.origin.sentences if item.kind == "body"]
    before = [item for item in body if item.index < primary.sentence.index][-look_back:]
    after = [item for item in body if item.index == primary.sentence.index + 1]
    return tuple(Place(item, primary.origin) for item in (*reversed(before), *after))


def articles_of(*groups: Sequence[Cited]) -> tuple[SplitArticle, ...]:
    """Return the distinct articles of some sentences, in order."""
    found = {item.origin.article.id: item.origin for group in groups for item in group}
    return tuple(found.values())
