"""How much of its articles a summary holds, and where in them its sentences come from."""

from __future__ import annotations

from collections.abc import Sequence

from rag.schema import Claim, SplitArticle
from rag.stages.summarising.contents import Contents, body_contents, contents_of
from rag.stages.summarising.lines import count_words
from rag.summary import Coverage


def measure_coverage(claims: Sequence[Claim], articles: Sequence[SplitArticle]) -> Coverage:
    """Return what the claims hold of the names, quantities and dates of the articles' sentences."""
    there: Contents = frozenset(key for split in articles for key in body_contents(split))
    held = held_by([claim.text for claim in claims], articles) & there
    return Coverage(
        names=sum(key.sort == "name" for key in there),
        names_held=sum(key.sort == "name" for key in held),
        figures=sum(key.sort != "name" for key in there),
        figures_held=sum(key.sort != "name" for key in held),
        positions=tuple(place for claim in claims for place in _positions(claim, articles)),
        words=sum(count_words(claim.text) for claim in claims),
        article_words=sum(
            count_words(item.text) for split in articles for item in split.sentences if item.kind == "body"
        ),
    )


def held_by(texts: Sequence[str], articles: Sequence[SplitArticle]) -> Contents:
    """Return what texts hold, under the keys of each of the articles."""
    return frozenset(key for text in texts for split in articles for key in contents_of(text, split))


def _positions(claim: Claim, articles: Sequence[SplitArticle]) -> list[float]:
    places = []
    for citation in claim.citations:
        for split in articles:
            body = [item.start for item in split.sentences if item.kind == "body"]
            if split.article.id == citation.article_id and citation.start in body:
                places.append(round(body.index(citation.start) / max(1, len(body) - 1), 4))
    return places
