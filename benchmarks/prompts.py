"""Which way of asking suits a model: wording, number of sentences and form of the answer, side by side.

usage: python -m benchmarks.prompts MODEL [--sample N] [--seed N]

Asks the same questions, two thirds of them answerable, in each style: facts about the news articles of this folder.
``right`` holds an accepted answer in a released sentence of the model's own; ``quoted`` was answered by quoting since
the model's sentences failed; ``made up`` is any answer to an unanswerable question. Tokens include what the opinion
costs.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from langchain_core.callbacks import get_usage_metadata_callback

from benchmarks.confidence_cases import NEWS, AskedCase, facts_cases
from rag.adapters.memory import MemoryLibrary
from rag.adapters.segmenting import SentencexSegmenter
from rag.loading import open_answerer, shared_embedder, shared_parser, shared_reranker
from rag.pipeline.chain import Parts, build_chain
from rag.pipeline.drafting import draft_article
from rag.pipeline.retrieving import ArticleRetriever
from rag.pipeline.rewriting import Rewriter
from rag.schema import Answer
from rag.stages.writing.prompts import PromptStyle

STYLES = {
    "six, schema, full": PromptStyle(),
    "three, schema, full": PromptStyle(sentences=3),
    "six, marks, full": PromptStyle(structured=False),
    "three, marks, brief": PromptStyle(sentences=3, structured=False, brief=True),
    "six, schema, brief": PromptStyle(brief=True),
}


@dataclass(frozen=True, slots=True)
class Tried:
    """What one style came to."""

    counts: Counter[str]
    withheld: int
    tokens: int
    seconds: float


def sampled(size: int, seed: int) -> list[AskedCase]:
    """Return questions of the news articles, two thirds of them answerable."""
    cases = [case for file in sorted(NEWS.glob("*.yaml")) for case in facts_cases(file, "news")]
    random.Random(seed).shuffle(cases)
    answerable = [case for case in cases if case.answers][: size * 2 // 3]
    return [*answerable, *[case for case in cases if not case.answers][: size - len(answerable)]]


def ask_once(case: AskedCase, model: str, style: PromptStyle) -> Answer:
    """Return the answer of the product's own chain."""
    segmenter = SentencexSegmenter()
    library = MemoryLibrary([draft_article(text, segmenter) for text in case.texts], embedder=shared_embedder())
    retriever = ArticleRetriever(library=library, embedder=shared_embedder())
    answerer = open_answerer(model, None, style=style)
    parts = Parts(library, retriever, shared_reranker(), shared_parser(), answerer, Rewriter(shared_parser()))
    answer: Answer = build_chain(parts).invoke({"question": case.question, "articles": None})["answer"]
    return answer


def outcome(case: AskedCase, answer: Answer) -> str:
    """Return what an answer amounts to."""
    if not case.answers:
        return "refused" if answer.abstained else "made up"
    if answer.abstained:
        return "over-refused"
    if answer.model == "quote":
        return "quoted"
    return "right" if any(one.casefold() in answer.text.casefold() for one in case.answers) else "wrong"


def try_style(cases: Sequence[AskedCase], model: str, style: PromptStyle) -> Tried:
    """Ask all questions in one style."""
    counts: Counter[str] = Counter()
    withheld, started = 0, time.perf_counter()
    with get_usage_metadata_callback() as spent:
        for case in cases:
            answer = ask_once(case, model, style)
            counts[outcome(case, answer)] += 1
            withheld += len(answer.withheld)
    tokens = sum(used["total_tokens"] for used in spent.usage_metadata.values())
    return Tried(counts, withheld, tokens, time.perf_counter() - started)


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model")
    parser.add_argument("--sample", type=int, default=24)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    cases = sampled(options.sample, options.seed)
    ask_once(cases[0], options.model, PromptStyle())  # the server starts, and the model is examined
    print(f"{sum(bool(case.answers) for case in cases)} answerable, {sum(not case.answers for case in cases)} not")
    for name, style in STYLES.items():
        tried = try_style(cases, options.model, style)
        listed = ", ".join(f"{key} {count}" for key, count in sorted(tried.counts.items()))
        each = len(cases)
        print(
            f"{name:22} {listed}; withheld {tried.withheld}; {tried.tokens / each:.0f} tokens and "
            f"{tried.seconds / each:.1f} s a question",
            flush=True,
        )


if __name__ == "__main__":
    main()
