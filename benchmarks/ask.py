"""How long an answer takes, beside what it cannot do without: ``python benchmarks/ask.py [--questions N]``.

Warm: each question is asked once of a warm pipeline, and at once the forward passes that it needed are run
again by themselves, on the same texts. Cold: the ``citewire`` command as a process. Prints one JSON object.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evals.suites.facts import facts_suite
from rag.adapters.grammar import SpacyParser
from rag.adapters.library import open_library
from rag.adapters.onnx import OnnxEmbedder, OnnxReranker, OnnxTokenSimilarity
from rag.api import Pipeline
from rag.pipeline.chain import Parts, build_chain
from rag.pipeline.quoting import QuoteAnswerer
from rag.pipeline.retrieving import ArticleRetriever

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

COMMAND = Path(sys.executable).with_name("citewire")
WARM_UP = ("Which prison is mentioned?", "Who is the president of El Salvador?")
FORWARD = {"embed", "score", "compare"}
"""Methods that run an ONNX network."""


@dataclass(slots=True)
class Recorder:
    """Stands before a model and keeps what it was asked, to ask it again."""

    model: Any
    calls: list[tuple[str, Callable[[], Any]]] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        attribute = getattr(self.model, name)
        if name not in FORWARD:
            return attribute

        def called(*arguments: Any, **options: Any) -> Any:
            self.calls.append((name, lambda: attribute(*arguments, **options)))
            return attribute(*arguments, **options)

        return called


class Replay:
    """Finds the forward passes that a question needs and runs them alone."""

    def __init__(self, folder: Path) -> None:
        self._embedder = Recorder(OnnxEmbedder())
        self._reranker = Recorder(OnnxReranker())
        self._similarity = Recorder(OnnxTokenSimilarity())
        library = open_library(folder, embedder=self._embedder.model)
        parser = SpacyParser()
        retriever = ArticleRetriever(library=library, embedder=self._embedder)
        answerer = QuoteAnswerer(parser, self._similarity, self._reranker)
        self._chain = build_chain(Parts(library, retriever, self._reranker, parser, answerer))

    def passes(self, question: str) -> list[tuple[str, Callable[[], Any]]]:
        """Return the passes of one question."""
        models = (self._embedder, self._reranker, self._similarity)
        for model in models:
            model.calls.clear()
        self._chain.invoke({"question": question, "articles": None})
        return [call for model in models for call in model.calls]


def timed(work: Callable[[], Any]) -> float:
    """Return the milliseconds that ``work`` takes."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def warm(questions: list[str], folder: Path) -> dict[str, Any]:
    """Return medians over the questions, in milliseconds, and how much an answer takes beside its passes."""
    asked, bare, by_model = [], [], {name: [] for name in sorted(FORWARD)}
    with Pipeline(library=folder) as pipeline:
        for question in WARM_UP:
            pipeline.ask(question)
        replay = Replay(folder)
        replay.passes(WARM_UP[0])
        for question in questions:
            asked.append(timed(lambda question=question: pipeline.ask(question)))
            spent = [(name, timed(run)) for name, run in replay.passes(question)]
            bare.append(sum(milliseconds for _, milliseconds in spent))
            for name, times in by_model.items():
                times.append(sum(milliseconds for each, milliseconds in spent if each == name))
    return {
        "n": len(questions),
        "ask_p50_ms": round(statistics.median(asked), 1),
        "ask_p95_ms": round(sorted(asked)[int(0.95 * (len(asked) - 1))], 1),
        "passes_p50_ms": round(statistics.median(bare), 1),
        "passes_by_model_p50_ms": {name: round(statistics.median(times), 1) for name, times in by_model.items()},
        "ratio_of_medians": round(statistics.median(asked) / statistics.median(bare), 3),
    }


def cold(folder: Path) -> dict[str, Any]:
    """Return seconds and peak memory of the command as a process."""

    environment = {**os.environ, "CITEWIRE_LIBRARY": str(folder)}

    def run(*arguments: str) -> float:
        command = [COMMAND, *arguments]
        return timed(lambda: subprocess.run(command, capture_output=True, env=environment, check=False)) / 1000

    question = "How many people were on the flight?"
    helps = [run("--help") for _ in range(7)]
    first = run("ask", question)
    later = [run("ask", question) for _ in range(3)]
    return {
        "help_s": round(statistics.median(helps), 3),
        "first_ask_s": round(first, 2),
        "ask_s": round(statistics.median(later), 2),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024),
    }


def main() -> Iterator[tuple[str, Any]]:
    """Yield each part of the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=40)
    wanted = parser.parse_args().questions
    questions = [case.question for case in facts_suite().cases][:wanted]
    with tempfile.TemporaryDirectory() as scratch:
        yield "cold", cold(Path(scratch) / "library")
        yield "warm", warm(questions, Path(scratch) / "library")


if __name__ == "__main__":
    print(json.dumps(dict(main()), indent=2))
