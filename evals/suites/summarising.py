"""The suite of summaries: each article is told in three sentences, beside its own first three."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from evals.facts_file import load_facts, packaged_facts
from evals.schema import Case, Response, Score
from evals.scores import summaries
from evals.suites.common import TOKENS
from evals.suites.suite import CaseScore, Suite
from rag.adapters.files import find_files, load_file

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from evals.systems import System
    from rag.schema import Article

SENTENCES = 3
_QUESTION = f"Summarise the article in {SENTENCES} sentences."
_NOTE = (
    "Recall counts names, quantities and dates; it is a proxy and does not say whether what matters was chosen. "
    "'recall_gain' is the paired difference from the article's first three sentences."
)


def summaries_suite(articles: Iterable[Article] = (), *, paths: Sequence[Path | str] = ()) -> Suite:
    """Return the suite over articles and the files and folders at ``paths``; by default the shipped article.

    Systems answer ``f(question, texts=(article,))`` with ``{"text", "claims", "withheld"}``, of which only ``text`` is
    needed. Raises UnreadableFile.
    """
    chosen = (*articles, *(load_file(file) for file in find_files(paths)))
    cases = tuple(map(_case, chosen or load_facts(packaged_facts()).articles))
    return Suite(
        name="summaries",
        cases=cases,
        articles=(),
        case_scores=SUMMARISING,
        numbers=frozenset({"recall_gain", "words", *TOKENS}),
        task="summarise",
        notes=(_NOTE,),
    )


def summarising_system(*, model: str | None = None) -> System:
    """Return Citewire as a system that summarises the texts that it is given."""
    from evals.spending import spending  # noqa: PLC0415 - brings in LangChain
    from rag.summarising import summarise_texts  # noqa: PLC0415 - brings in the models

    def summarise(_: str, *, texts: Sequence[Article]) -> dict[str, object]:
        with spending() as spent:
            summary = summarise_texts(texts, sentences=SENTENCES, model=model)
        return {**summary.to_dict(), "abstained": not summary.claims, "usage": spent.to_dict()}

    return summarise


def _case(article: Article) -> Case:
    return Case(
        id=article.id,
        question=_QUESTION,
        kind="summary",
        group=article.id,
        answers=(article.title,),
        texts=(article,),
    )


def _verified(_: Case, response: Response, articles: Sequence[Article]) -> Score:
    return summaries.verified(response, articles, _supports())


@lru_cache(maxsize=1)
def _supports() -> summaries.Supports:
    from evals.judging import judging_system  # noqa: PLC0415 - brings in spaCy

    judge = judging_system()

    def supports(text: str, articles: Sequence[Article]) -> bool:
        verdict = judge(text, texts=articles)
        return isinstance(verdict, dict) and not verdict["abstained"]

    return supports


SUMMARISING: dict[str, CaseScore] = {
    "verified": _verified,
    "withheld": lambda _, response, __: summaries.withheld(response),
    "recall": lambda _, response, articles: summaries.recall(response, articles),
    "lead_recall": lambda case, _, articles: summaries.lead_recall(case, articles, sentences=SENTENCES),
    "recall_gain": partial(summaries.recall_gain, sentences=SENTENCES),
    "redundancy": lambda _, response, __: summaries.redundancy(response),
    "words": lambda _, response, __: summaries.words(response),
    **TOKENS,
}
