"""The embedded answerer: it answers by quoting whole sentences, and needs no key and no network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rag.schema import Answer, Claim, ClaimShown, Event, Evidence, Finished
from rag.stages.citing import cite


class QuoteAnswerer:
    """Quotes the fewest sentences that answer, or refuses with a reason."""

    name = "quote"

    def __init__(self, *, min_confidence: float | None = None) -> None:
        self._min_confidence = min_confidence

    def stream(self, question: str, evidence: Sequence[Evidence]) -> Iterator[Event]:
        """Yield each quoted sentence, then the answer."""
        best = [item for item in evidence[:1] if item.score > 0]
        claims = tuple(quoted(item) for item in best)
        yield from (ClaimShown(claim) for claim in claims)
        yield Finished(
            Answer(
                question=question,
                claims=claims,
                withheld=(),
                short_answer=None,
                reason=None if claims else "The article does not say.",
                confidence=None,
                model=self.name,
                closest=() if claims else tuple(cite(item.origin.article, item.sentence) for item in evidence[:3]),
            )
        )


def quoted(evidence: Evidence) -> Claim:
    """Return the claim that quotes a sentence word for word."""
    citation = cite(evidence.origin.article, evidence.sentence)
    return Claim(citation.quote, (citation,), "verified", "Quoted word for word.")
