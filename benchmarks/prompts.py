"""Which way of asking suits a model: wording, number of sentences and form of the answer, side by side.

usage: python -m benchmarks.prompts MODEL [--styles NAME ...] [--sample N] [--skip N] [--seed N] [--save FILE]

Asks the same facts about the news articles of this folder in each style, two thirds of them answerable, through the
product's own chain. Prints the evals' figures of each style in one table, then the paired differences of the others
from the first. Tokens include what the opinion costs. ``--skip N`` leaves out the questions that a run with
``--sample N`` and the same seed took. The model ``ideal`` is a stand-in for a strong one: it copies what proves.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.confidence_cases import NEWS
from benchmarks.ideal import ideal_writer
from evals import Case, Report, Suite, compare, markdown_table, run
from evals.facts_file import load_facts
from evals.spending import spending
from evals.suites.common import ANSWERING, NUMBERS, SPENDING
from rag.adapters.memory import MemoryLibrary
from rag.adapters.segmenting import SentencexSegmenter
from rag.loading import open_answerer, shared_embedder, shared_parser, shared_reranker
from rag.pipeline.chain import Parts, build_chain
from rag.pipeline.drafting import draft_article
from rag.pipeline.retrieving import ArticleRetriever
from rag.pipeline.rewriting import Rewriter
from rag.stages.writing.prompts import PromptStyle

if TYPE_CHECKING:
    from rag.protocols import Answerer
    from rag.schema import Article

STYLES = {
    "six, JSON, full": PromptStyle(sentences=6),
    "four, JSON, full": PromptStyle(sentences=4),
    "three, JSON, full": PromptStyle(sentences=3),
    "six, marks, full": PromptStyle(sentences=6, structured=False),
    "three, marks, brief": PromptStyle(sentences=3, structured=False, brief=True),
    "six, JSON, brief": PromptStyle(sentences=6, brief=True),
}


def news_cases() -> Iterator[Case]:
    """Yield the facts about the news articles, each with its article."""
    for file in sorted(NEWS.glob("*.yaml")):
        facts = load_facts(file)
        for case in facts.cases:
            yield replace(case, id=f"{file.stem}:{case.id}", group=file.stem, texts=tuple(facts.articles))


def sampled(size: int, seed: int, *, skip: int = 0) -> list[Case]:
    """Return questions of the news articles, two thirds of them answerable, without those of a sample of ``skip``."""
    cases = list(news_cases())
    random.Random(seed).shuffle(cases)
    answerable, others = ([case for case in cases if case.answerable is sort] for sort in (True, False))
    left, right = skip * 2 // 3, skip - skip * 2 // 3
    wanted = size * 2 // 3
    return [*answerable[left : left + wanted], *others[right : right + size - wanted]]


def system_of(model: str, style: PromptStyle) -> Callable[..., dict[str, Any]]:
    """Return the product's own chain as a system that is asked in one style."""
    answerer = open_answerer(model, None, style=style)

    def ask(question: str, texts: Sequence[Article]) -> dict[str, Any]:
        with spending() as spent:
            answer = _chain_of(texts, answerer).invoke({"question": question, "articles": None})["answer"]
        return {**answer.to_dict(), "usage": spent.to_dict()}

    return ask


def _chain_of(texts: Sequence[Article], answerer: Answerer) -> Any:
    segmenter = SentencexSegmenter()
    library = MemoryLibrary([draft_article(text, segmenter) for text in texts], embedder=shared_embedder())
    retriever = ArticleRetriever(library=library, embedder=shared_embedder())
    parser = shared_parser()
    return build_chain(Parts(library, retriever, shared_reranker(), parser, answerer, Rewriter(parser)))


def try_style(cases: Sequence[Case], model: str, name: str) -> Report:
    """Return the figures of one style."""
    suite = Suite("ways of asking", tuple(cases), (), {**ANSWERING, **SPENDING}, numbers=NUMBERS)
    return replace(run(system_of(model, STYLES[name]), suite=suite), system=name)


def difference_lines(first: Report, other: Report) -> Iterator[str]:
    """Yield how a style differs from the first, paired by question, with intervals by article."""
    yield f"{other.system}, beside {first.system}: mean difference, 95% interval, n of pairs"
    for name, found in compare(first, other).differences.items():
        yield f"{name.replace('_', ' ')}: {found.value:+.3f} ({found.low:+.3f} to {found.high:+.3f}, n = {found.n})"


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model")
    parser.add_argument("--styles", nargs="+", choices=STYLES, default=list(STYLES))
    parser.add_argument("--sample", type=int, default=24)
    parser.add_argument("--skip", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--save", type=Path, help="file for the reports, one JSON object a line")
    options = parser.parse_args()
    cases = sampled(options.sample, options.seed, skip=options.skip)
    with ideal_writer(cases) if options.model == "ideal" else nullcontext(options.model) as model:
        reports = _try_all(cases, model, options)
    print(markdown_table([report.to_dict(timing=True) for report in reports]))
    for report in reports[1:]:
        print("", *difference_lines(reports[0], report), sep="\n")


def _try_all(cases: Sequence[Case], model: str, options: argparse.Namespace) -> list[Report]:
    system_of(model, PromptStyle())(cases[0].question, cases[0].texts)  # the server starts; it is examined
    reports: list[Report] = []
    for name in options.styles:
        reports.append(try_style(cases, model, name))
        if options.save is not None:
            lines = (json.dumps(report.to_dict(timing=True)) for report in reports)
            options.save.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return reports


if __name__ == "__main__":
    main()
