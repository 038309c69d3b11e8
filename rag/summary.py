"""The records of a summary: its claims, what it covers, and the events of its stream."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from rag.schema import Citation, Claim, ClaimShown, ClaimWithheld, unique_citations

SUMMARY_SCHEMA = "citewire.summary/1"
"""Name and version of the JSON that :meth:`Summary.to_dict` returns."""

FACTS_SCHEMA = "citewire.key-facts/1"
"""Name and version of the JSON that :meth:`KeyFacts.to_dict` returns."""

Style = Literal["paragraph", "bullets", "headline"]
"""How the sentences are joined; a ``headline`` is one sentence, as short as it may be."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of its articles a summary holds, counted by rules. A proxy: it says nothing of what matters."""

    names: int
    """Different people, places and organisations that the articles name."""
    names_held: int
    figures: int
    """Different quantities and dates that the articles give."""
    figures_held: int
    positions: tuple[float, ...]
    """For each cited sentence its place in its article, from 0 (the first sentence) to 1 (the last)."""
    words: int
    article_words: int

    @property
    def share(self) -> float | None:
        """Share of the names and figures that the summary holds; None where the articles have none."""
        total = self.names + self.figures
        return round((self.names_held + self.figures_held) / total, 4) if total else None

    @property
    def compression(self) -> float:
        """Words of the summary for each word of the articles."""
        return round(self.words / self.article_words, 4) if self.article_words else 0.0

    @property
    def mean_position(self) -> float | None:
        """Mean of the positions: near 0, the summary leans on the beginning."""
        return round(sum(self.positions) / len(self.positions), 4) if self.positions else None

    def to_dict(self) -> dict[str, Any]:
        """Return the record as the summary schema's ``coverage_record``."""
        return {
            "names": self.names,
            "names_held": self.names_held,
            "figures": self.figures,
            "figures_held": self.figures_held,
            "positions": list(self.positions),
            "mean_position": self.mean_position,
            "words": self.words,
            "article_words": self.article_words,
            "compression": self.compression,
        }


@dataclass(frozen=True, slots=True)
class Summary:
    """A summary whose every sentence is a verified claim."""

    article_ids: tuple[str, ...]
    claims: tuple[Claim, ...]
    withheld: tuple[Claim, ...]
    """Sentences that failed verification; the only place where a model's unverified words stand."""
    model: str
    """What wrote it: ``quote`` or the model's name."""
    record: Coverage
    style: Style = "paragraph"
    reason: str | None = None
    """What the reader must know of the summary, such as why a model's was replaced; never a model's words."""

    @property
    def coverage(self) -> float | None:
        """Share of the articles' names and figures that the summary holds, in [0, 1]: a proxy, not a quality."""
        return self.record.share

    @property
    def text(self) -> str:
        """The verified claims: joined by spaces, or a line with a bullet for each."""
        if self.style == "bullets":
            return "\n".join(f"- {claim.text}" for claim in self.claims)
        return " ".join(claim.text for claim in self.claims)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The citations of all claims in order, each span once."""
        return unique_citations(self.claims)

    def __str__(self) -> str:
        return self.text or self.reason or ""

    def to_dict(self) -> dict[str, Any]:
        """Return the public JSON form; ``claims`` have the shape of an answer's. See ``docs/summaries.md``."""
        return {
            "schema": SUMMARY_SCHEMA,
            "article_ids": list(self.article_ids),
            "text": self.text,
            "style": self.style,
            "reason": self.reason,
            "model": self.model,
            "coverage": self.coverage,
            "coverage_record": self.record.to_dict(),
            "claims": [claim.to_dict() for claim in self.claims],
            "withheld": [claim.to_dict() for claim in self.withheld],
        }


FactSort = Literal["what", "who", "where", "when", "figure", "quotation"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that an article says, as it is written there."""

    sort: FactSort
    text: str
    """A span of each sentence cited first; of ``what``, the whole sentence."""
    citations: tuple[Citation, ...]
    """The sentences that hold it; of a quotation, also the one that names its speaker."""
    speaker: str | None
    """Of a quotation, who speaks, in the article's words; None where it does not say."""

    def to_dict(self) -> dict[str, Any]:
        """Return the fact as an item of the record's ``facts``."""
        return {
            "sort": self.sort,
            "text": self.text,
            "speaker": self.speaker,
            "citations": [citation.to_dict() for citation in self.citations],
        }


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """The facts of one article, for a reader to check."""

    article_id: str
    title: str
    facts: tuple[Fact, ...]
    """Sort by sort, in each in the order of the article."""

    def of(self, sort: FactSort) -> tuple[Fact, ...]:
        """Return the facts of one sort."""
        return tuple(fact for fact in self.facts if fact.sort == sort)

    def to_dict(self) -> dict[str, Any]:
        """Return the public JSON form; see ``docs/summaries.md``."""
        return {
            "schema": FACTS_SCHEMA,
            "article_id": self.article_id,
            "title": self.title,
            "facts": [fact.to_dict() for fact in self.facts],
        }


@dataclass(frozen=True, slots=True)
class SummaryFinished:
    """Last event of a summary's stream: the whole summary."""

    summary: Summary


Settled = ClaimShown | ClaimWithheld
"""What becomes of one sentence."""

SummaryEvent = Settled | SummaryFinished
"""What :func:`rag.stream_summary` yields: each claim when it is settled, then the whole."""
