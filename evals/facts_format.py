"""The published format of a facts file, as pydantic models: the edge where a person's YAML is checked.

``evals/facts/schema.json`` is made from these models; editors can complete and check a facts file with it.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

FACTS_SCHEMA = "citewire.facts/1"


def _as_text(value: object) -> object:
    """YAML reads ``131`` as a number; a whole number has one spelling, so it is taken as text."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Text = Annotated[str, BeforeValidator(_as_text), Field(min_length=1)]
Texts = Annotated[list[Text], Field(min_length=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class AnyOf(_Strict):
    """One thing that is proved by any one of several sentences."""

    any: Annotated[Texts, Field(description="Fragments of the sentences that each prove it.")]


Part = Text | AnyOf


class CaseEntry(_Strict):
    """One question: answerable, with ``answers`` and ``proof``; or unanswerable, with ``why``."""

    id: Annotated[Text, Field(description="A name of its own, such as who-paid.")]
    question: Annotated[Text, Field(description="As a reader would ask it.")]
    kind: Annotated[Text, Field(description="Sort of question; reports show scores by kind.")] = "other"
    article: Annotated[
        Text | None,
        Field(description="Which of `articles` it is about; needed only where a proof is in several."),
    ] = None
    answers: Annotated[Texts | None, Field(description="Accepted answers; the response must hold one.")] = None
    must: Annotated[list[Text], Field(description="Strings that the response must all hold.")] = []
    must_not: Annotated[list[Text], Field(description="Strings that the response may not hold.")] = []
    numbers: Annotated[
        list[int | float], Field(description="Numbers that the response must hold, in any notation.")
    ] = []
    proof: Annotated[
        Part | list[Part] | None,
        Field(
            description="The sentence that proves the answer, or a fragment found in no other sentence. "
            "A list needs all of its parts; `any` needs one of its fragments."
        ),
    ] = None
    why: Annotated[Text | None, Field(description="Why the article does not answer the question.")] = None

    @model_validator(mode="after")
    def _one_or_the_other(self) -> CaseEntry:
        if self.answers is not None and self.why is not None:
            raise ValueError("it has both 'answers' and 'why'; keep 'why' only if the article does not answer")
        if self.answers is None and self.why is None:
            raise ValueError("it has neither 'answers' nor 'why'; add 'answers' with 'proof', or 'why'")
        if self.answers is not None and self.proof is None:
            raise ValueError("it has 'answers' and no 'proof'; copy the sentence that proves them from the article")
        if self.why is not None and (self.proof or self.must or self.must_not or self.numbers):
            raise ValueError("it has 'why', so it takes no 'proof', 'must', 'must_not' or 'numbers'; remove them")
        return self

    @property
    def parts(self) -> list[list[str]]:
        """The proof as parts, each a list of fragments of which one is enough."""
        proof = self.proof if isinstance(self.proof, list) else [self.proof] if self.proof else []
        return [part.any if isinstance(part, AnyOf) else [part] for part in proof]


class FactsHead(_Strict):
    """What stands before the cases; in JSON Lines, the first line."""

    model_config = ConfigDict(title="Citewire facts", extra="forbid", frozen=True, strict=True)

    format: Annotated[
        Literal["citewire.facts/1"], Field(alias="schema", description="Name and version of this format.")
    ]
    title: Annotated[Text | None, Field(description="What the file is about.")] = None
    articles: Annotated[
        Texts,
        Field(description="Paths from this file's folder, or corpus:NAME for what ships with Citewire."),
    ]


class FactsBook(FactsHead):
    """A whole facts file in YAML or JSON."""

    cases: Annotated[list[CaseEntry], Field(min_length=1)]
