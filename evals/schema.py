"""The records of an evaluation. Read this file first.

A ``Suite`` holds ``Case``s. A system responds to each; scores of the responses are gathered into a ``Report``, which
:mod:`evals.report_schema` describes. All are frozen. Offsets count Unicode code points of ``Article.text``, as
everywhere in Citewire.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rag.schema import Article

SUPPORTED = ("supported",)
"""Stands in the ``answers`` of a case that is a statement, where its sources support it."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one of the articles that a case is about."""

    sha256: str
    """Hash of the article's text; articles are told apart by content, never by name."""
    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two share at least one character."""
        return self.sha256 == other.sha256 and self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Proof:
    """One thing that must be cited: any one of ``spans`` will do."""

    spans: tuple[Span, ...]
    """Whole sentences. Several, where the article says it more than once."""
    text: str = ""
    """The first of them in words, for people who read a report."""


@dataclass(frozen=True, slots=True)
class Case:
    """One question with what is known of its answer."""

    id: str
    question: str
    kind: str
    """A short name of the sort of question; reports show the scores of each."""
    group: str
    """Name of the document that it is about; intervals are clustered by it."""
    answers: tuple[str, ...] = ()
    """Accepted answers; empty when the sources do not answer the question."""
    must: tuple[str, ...] = ()
    """Strings that the answer must hold, all of them."""
    must_not: tuple[str, ...] = ()
    """Strings that the answer may not hold, none of them."""
    numbers: tuple[float, ...] = ()
    """Numbers that the answer must hold, in any notation."""
    proof: tuple[Proof, ...] = ()
    """What must be cited, all of it; empty where no proof is known."""
    why: str | None = None
    """For an unanswerable question, why the sources do not answer it."""
    texts: tuple[Article, ...] = ()
    """The sources of this case alone; empty when it is about the suite's articles."""
    attack: str | None = None
    """For an attacked case, the string that shows that the attack worked."""
    wrong: tuple[str, ...] = ()
    """Answers known to be wrong, such as those that a poisoned source gives."""
    grades: Mapping[str, float] = field(default_factory=dict)
    """For a search, the grade of each judged document by its id."""

    @property
    def answerable(self) -> bool:
        """True when the sources answer the question."""
        return bool(self.answers)


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation as a system gave it, not yet checked."""

    quote: str
    sha256: str | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of an answer with what it cites."""

    text: str
    cited: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Response:
    """What a system answered, read from whatever form it came in."""

    text: str
    """What the reader is shown as the answer; empty on a refusal."""
    refused: bool
    reason: str | None = None
    """The words of a refusal, or what the reader is told of the answer."""
    short_answer: str | None = None
    cited: tuple[Cited, ...] | None = None
    """None when the system has no way to cite; empty when it could and did not."""
    claims: tuple[Statement, ...] = ()
    """The separate sentences that the system says it shows; empty when it does not say."""
    confidence: float | None = None
    """What the system says of its own certainty: higher is surer."""
    withheld: int = 0
    """Number of sentences that the system wrote and did not show."""
    ranking: tuple[str, ...] = ()
    """For a system that searches, the ids of the documents found, best first."""
    passages: tuple[Cited, ...] = ()
    """For a system that searches, what it found, best first."""
    first_seconds: float | None = None
    """Seconds until the first sentence could be read, where the system says so."""
    input_tokens: int | None = None
    """Tokens that models read for this answer, in all their calls, where the system says so."""
    output_tokens: int | None = None
    writer: str | None = None
    """What wrote the answer, where the system says so: ``quote`` or a model's name."""


@dataclass(frozen=True, slots=True)
class Score:
    """What one score says of one response."""

    value: float | None
    """None exactly when the score does not apply."""
    reason: str
    """Why, for a person."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of asking a system once."""

    case_id: str
    raw: Mapping[str, Any] | None
    """The system's response as JSON; None when it crashed or ran out of time."""
    error: str | None
    """Why there is no response."""
    seconds: float


@dataclass(frozen=True, slots=True)
class Scored:
    """One case of a report."""

    case: Case
    response: Response | None
    error: str | None
    scores: Mapping[str, Score]
    seconds: float

    @property
    def failed(self) -> bool:
        """True when the system crashed or ran out of time, which is no score at all."""
        return self.error is not None

    def to_dict(self) -> dict[str, Any]:
        """Return the case as an item of the report's ``cases``; times are left out, since they vary."""
        shown = self.response
        return {
            "id": self.case.id,
            "kind": self.case.kind,
            "group": self.case.group,
            "question": self.case.question,
            "answerable": self.case.answerable,
            "answers": list(self.case.answers),
            "why": self.case.why,
            "proof": [part.text for part in self.case.proof],
            "error": self.error,
            "text": shown.text if shown else None,
            "refused": shown.refused if shown else None,
            "reason": shown.reason if shown else None,
            "confidence": shown.confidence if shown else None,
            "quotes": [cited.quote for cited in shown.cited or ()] if shown else [],
            "scores": {name: {"value": score.value, "reason": score.reason} for name, score in self.scores.items()},
        }
