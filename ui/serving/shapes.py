"""What programs send and get, for the OpenAPI description; unknown keys of an answer are passed on."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from rag.api import MAX_QUESTION
from rag.errors import BadInput
from rag.filters import Filters
from rag.schema import Verdict
from rag.stages.publication import iso_date
from rag.summarising import LONGEST
from rag.summary import Style

MOST_ARTICLES = 20
"""Articles that one summary may be of."""
LONGEST_ID = 120

ArticleId = Annotated[str, Field(min_length=1, max_length=LONGEST_ID)]


class Sent(BaseModel):
    """What a program sends. Unknown keys are refused, so that a misspelt option is noticed."""

    model_config = ConfigDict(extra="forbid")


class Told(BaseModel):
    """What a program gets. Keys may be added in later versions."""

    model_config = ConfigDict(extra="allow")


class TurnBody(Sent):
    """A question that was asked before, and what it got; it helps to understand the next one and proves nothing."""

    question: str = Field(max_length=2 * MAX_QUESTION)
    answer: str | None = Field(None, max_length=20_000)


Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$", examples=["2026-03-04"])]
Names = Annotated[list[Annotated[str, Field(min_length=1, max_length=300)]], Field(max_length=100)]


class FilterBody(Sent):
    """Which articles are asked; everything that is set must hold. Names and tags are compared without case."""

    since: Day | None = Field(None, description="Published on this day or later.")
    until: Day | None = Field(None, description="Published on this day or before.")
    publishers: Names = Field(default_factory=list, description="Of any of these.")
    tags: Names = Field(default_factory=list, description="With any of these.")

    def filters(self) -> Filters:
        """Return the filters; raises BadInput for a day that no calendar has."""
        for day in (self.since, self.until):
            if day is not None and iso_date(day) is None:
                raise BadInput(f"{day!r} is no date; write it as 2026-03-04.")
        return Filters(self.since, self.until, frozenset(self.publishers), frozenset(self.tags))


class AskBody(Sent):
    """A question."""

    question: str = Field(max_length=2 * MAX_QUESTION, examples=["Who is the president of Uzbekistan?"])
    articles: list[ArticleId] | None = Field(None, max_length=1000, description="Ids to answer from; null for all.")
    history: list[TurnBody] = Field(default_factory=list, max_length=100, description="Turns before, oldest first.")
    filters: FilterBody | None = None
    stream: bool = Field(False, description="Send server-sent events as the answer comes.")


class SummariseBody(Sent):
    """Which articles, and how long."""

    articles: list[ArticleId] = Field(min_length=1, max_length=MOST_ARTICLES, description="Ids.")
    sentences: int = Field(3, ge=1, le=LONGEST)
    words: int | None = Field(None, ge=1, le=100_000, description="In place of sentences.")
    style: Style = "paragraph"
    stream: bool = False


class ArticleBody(Sent):
    """An article as text."""

    text: str = Field(min_length=1, max_length=5_000_000)
    title: str = Field("", max_length=300, description="Where it is empty, the text's heading or beginning is taken.")
    published: str = Field("", max_length=40, description="Date, as 2025-04-30.")


class CitationShape(Told):
    """An exact span of a stored article."""

    article_id: str
    title: str
    sha256: str
    start: int
    end: int
    quote: str
    prefix: str
    suffix: str


class ClaimShape(Told):
    """One sentence with what supports it."""

    text: str
    verdict: Verdict
    reason: str
    citations: list[CitationShape]


class AnswerShape(Told):
    """The answer schema of docs/answer-schema.md, with the request's id."""

    schema_: str = Field(alias="schema")
    request_id: str
    question: str
    text: str
    short_answer: str | None
    abstained: bool
    reason: str | None
    confidence: float | None
    model: str
    claims: list[ClaimShape]
    withheld: list[ClaimShape]
    closest: list[CitationShape]


class SummaryShape(Told):
    """The summary schema of docs/summaries.md, with the request's id."""

    schema_: str = Field(alias="schema")
    request_id: str
    article_ids: list[str]
    text: str
    style: Style
    reason: str | None
    model: str
    coverage: float | None
    coverage_record: dict[str, Any]
    claims: list[ClaimShape]
    withheld: list[ClaimShape]


class ArticleRow(Told):
    """One row of the library's listing."""

    article_id: str
    title: str
    source: str
    sha256: str
    published: str | None
    sentences: int
    added: str
    publisher: str | None
    tags: list[str]
    version: int


class ArticleList(Told):
    """A part of the library's listing."""

    total: int
    """Articles that the search found, or all."""
    articles: list[ArticleRow]


class ArticleShape(ArticleRow):
    """An article with its text; every offset of a citation refers to it."""

    text: str


class StoredShape(Told):
    """What became of one file or text."""

    status: Literal["added", "unchanged", "refused"]
    name: str
    article_id: str | None = None
    title: str | None = None
    sentences: int | None = None
    reason: str | None = None


class IngestShape(Told):
    """What became of each file."""

    request_id: str
    results: list[StoredShape]


class RemovedShape(Told):
    """An article is gone."""

    request_id: str
    article_id: str
    title: str


class ErrorShape(Told):
    """What is wrong, in one sentence."""

    message: str
    type: str
    code: str
    param: str | None = None


class ErrorBody(Told):
    """Every answer that is none."""

    error: ErrorShape
    request_id: str
