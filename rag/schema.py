"""The records that pass between stages. Read this file first.

All are frozen: a stage takes records and returns new ones. Offsets count Unicode code points of
``Article.text``, start inclusive and end exclusive, so ``article.text[start:end]`` is the span.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from rag.parses import Parse as Parse  # noqa: PLC0414 - all records can be had from here
from rag.parses import Phrase as Phrase  # noqa: PLC0414
from rag.parses import Word as Word  # noqa: PLC0414
from rag.stories import CitedStory

ANSWER_SCHEMA = "citewire.answer/1"
"""Name and version of the JSON that :meth:`Answer.to_dict` returns; the version rises when a key changes."""

SentenceKind = Literal["body", "heading", "credit"]
"""Only ``body`` is evidence; headings and photo credits are context."""

Verdict = Literal["verified", "unsupported", "contradicted", "unresponsive"]
"""``verified`` claims are shown; the others are withheld, each with its reason."""


@dataclass(frozen=True, slots=True)
class Article:
    """One article as it is stored."""

    id: str
    """Stable name inside a library: a slug of the source's name and eight hex digits of its place."""
    title: str
    """Headline from front matter or the first heading, else the file's stem. Context, never evidence."""
    text: str
    """The stored text; every offset of every record refers to it."""
    sha256: str
    """Hex SHA-256 of ``text`` in UTF-8."""
    source: str
    """Where it came from: an absolute path, or ``corpus:NAME`` for the article that ships with Citewire."""
    published: str | None = None
    """ISO date of publication where the source states one; relative dates resolve from it."""
    byline: str | None = None
    """Author where the source states one."""
    publisher: str | None = None
    """Site or newspaper where the source states one."""
    tags: tuple[str, ...] = ()
    """Keywords and sections where the source states them, each once, as written."""
    supersedes: str | None = None
    """Id, place or address of an article that this one corrects or replaces, where its front matter names one."""
    version: int = field(default=1, compare=False)
    """Number of this version in its library, from 1; a changed text has the next."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an article: the atom of evidence. ``article.text[start:end] == text``."""

    article_id: str
    index: int
    """Position in the article, from 0."""
    start: int
    end: int
    text: str
    kind: SentenceKind = "body"


@dataclass(frozen=True, slots=True)
class SplitArticle:
    """An article with all its sentences in order."""

    article: Article
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Chunk:
    """A run of whole sentences that is embedded and indexed as one."""

    article_id: str
    index: int
    """Position in the article, from 0."""
    first: int
    """Index of its first sentence."""
    last: int
    """Index of its last sentence, inclusive."""
    start: int
    end: int
    text: str
    """``article.text[start:end]``."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk that a search found."""

    chunk: Chunk
    title: str
    """Title of the chunk's article."""
    score: float
    """Higher is better; comparable only within one search."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that was read closely for a question."""

    sentence: Sentence
    origin: SplitArticle
    """The article that the sentence stands in."""
    score: float
    """The reranker's logit for (question, sentence); higher is better."""


@dataclass(frozen=True, slots=True)
class Part:
    """One of the questions that a question asks, with what was read for it."""

    question: str
    """Without polite frames around it."""
    evidence: tuple[Evidence, ...]
    """Best first."""


@dataclass(frozen=True, slots=True)
class Citation:
    """An exact span of a stored article, with enough around it to be found again in an edited copy."""

    article_id: str
    title: str
    sha256: str
    """Hash of the article's text at the time of the answer."""
    start: int
    end: int
    quote: str
    """``article.text[start:end]``, unchanged."""
    prefix: str
    """Up to 32 characters before ``start``."""
    suffix: str
    """Up to 32 characters after ``end``."""
    version: int = field(default=1, compare=False)
    """Number of the article's version that is cited."""

    def to_dict(self) -> dict[str, Any]:
        """Return the citation as the answer schema's ``citations`` item."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of an answer with what supports it."""

    text: str
    citations: tuple[Citation, ...]
    verdict: Verdict
    reason: str
    """Why the verdict was given, for a person."""

    def to_dict(self) -> dict[str, Any]:
        """Return the claim as the answer schema's ``claims`` item."""
        return {
            "text": self.text,
            "verdict": self.verdict,
            "reason": self.reason,
            "citations": [citation.to_dict() for citation in self.citations],
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question got. ``text`` is made of verified claims and nothing else."""

    question: str
    claims: tuple[Claim, ...]
    """Verified claims in reading order; empty when the answer is a refusal."""
    withheld: tuple[Claim, ...]
    """Claims that failed verification; the only place where unverified words of a model stand."""
    short_answer: str | None
    """An exact span of a quoted sentence that answers by itself, where there is one."""
    reason: str | None
    """Why the question was refused, or what the reader must know of the answer; never a model's words."""
    confidence: float | None
    """Calibrated probability in [0, 1] that the answer is right; None while uncalibrated."""
    model: str
    """What wrote the answer: ``quote`` or the model's name."""
    closest: tuple[Citation, ...] = ()
    """On a refusal, the passages that came nearest. They are shown, not claimed to answer."""
    sources: tuple[CitedStory, ...] = ()
    """The independent sources of the claims: reprints of one text are one."""
    rewritten: str | None = None
    """The question that was answered, where earlier turns were needed to understand the one that was asked."""

    @property
    def abstained(self) -> bool:
        """True when nothing verified was left to say."""
        return not self.claims

    @property
    def text(self) -> str:
        """The verified claims, joined by spaces; empty on a refusal."""
        return " ".join(claim.text for claim in self.claims)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The citations of all claims in order, each span once."""
        return unique_citations(self.claims)

    def __str__(self) -> str:
        return self.text or self.reason or ""

    def to_dict(self) -> dict[str, Any]:
        """Return the public JSON form, the same as ``citewire ask --json``; see ``docs/answer-schema.md``."""
        return {
            "schema": ANSWER_SCHEMA,
            "question": self.question,
            "rewritten": self.rewritten,
            "text": self.text,
            "short_answer": self.short_answer,
            "abstained": self.abstained,
            "reason": self.reason,
            "confidence": self.confidence,
            "model": self.model,
            "claims": [claim.to_dict() for claim in self.claims],
            "withheld": [claim.to_dict() for claim in self.withheld],
            "closest": [citation.to_dict() for citation in self.closest],
            "sources": [{"cited": list(story.cited), "also_in": list(story.also_in)} for story in self.sources],
        }


@dataclass(frozen=True, slots=True)
class Turn:
    """A question that was asked before, with what it got. It helps to understand the next one, and proves nothing."""

    question: str
    answer: Answer | str | None = None
    """The answer, or its text; None where it is not known."""

    @property
    def standalone(self) -> str:
        """The question as it can be understood by itself."""
        return (self.answer.rewritten if isinstance(self.answer, Answer) else None) or self.question

    @property
    def sentences(self) -> tuple[str, ...]:
        """What the answer said, in pieces that can be read by themselves."""
        if isinstance(self.answer, Answer):
            return tuple(claim.text for claim in self.answer.claims)
        return (self.answer,) if self.answer else ()


@dataclass(frozen=True, slots=True)
class QuestionRewritten:
    """First event of a stream where the question leaned on earlier turns: what is answered in its place."""

    question: str


@dataclass(frozen=True, slots=True)
class SourcesFound:
    """The first event else: the sentences that will be read, best first."""

    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class ClaimShown:
    """A claim was verified and may be shown."""

    claim: Claim


@dataclass(frozen=True, slots=True)
class ClaimWithheld:
    """A claim failed verification; its reason says why."""

    claim: Claim


@dataclass(frozen=True, slots=True)
class Finished:
    """Last event of a stream: the whole answer."""

    answer: Answer


Event = QuestionRewritten | SourcesFound | ClaimShown | ClaimWithheld | Finished
"""What :meth:`rag.Pipeline.stream` yields, in this order."""


def unique_citations(claims: tuple[Claim, ...]) -> tuple[Citation, ...]:
    """Return the claims' citations in order of first use, each span once."""
    return tuple(dict.fromkeys(citation for claim in claims for citation in claim.citations))
