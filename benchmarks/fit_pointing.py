"""Fit and measure the head that points at short answers.

usage: python -m benchmarks.fit_pointing DATA [--write]

DATA holds the development sets. The head learns from the sentences of SQuAD 2.0 that hold a gold answer; it is
measured on the sentence that the reranker puts first, whether or not it holds one, with whole documents as folds,
and on the facts about news, of which it has seen nothing. ``--write`` freezes the head fitted on all documents.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import fmean, median

import numpy as np
from scipy.optimize import minimize
from threadpoolctl import threadpool_limits

from benchmarks.confidence_cases import NEWS, AskedCase, facts_cases, whole_article
from evals.facts_file import packaged_facts
from evals.public.catalogue import public_suite
from evals.scores.answers import token_f1
from evals.statistics import mean_interval
from evals.wording import holds
from rag.adapters.grammar import SpacyParser
from rag.adapters.onnx import OnnxReranker
from rag.adapters.segmenting import SentencexSegmenter
from rag.protocols import CloseReading, Floats
from rag.schema import Article, Parse
from rag.stages.asking.pointing import Pointer
from rag.stages.asking.questions import Question, read_question
from rag.stages.asking.short_answers import short_answer_in
from rag.stages.splitting import split_sentences

TARGET = Path(__file__).resolve().parent.parent / "rag" / "stages" / "asking" / "pointing.json"
STRENGTH = 0.02
"""Weight of the data against the L2 penalty."""
CERTAINTY, BRIEF_CERTAINTY = 0.75, 0.5
"""Chosen on these data, between windows that hold more answers and windows that a reader would call short."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question beside the sentence that ranks first."""

    group: str
    answers: tuple[str, ...]
    question: Question
    sentence: Parse
    reading: CloseReading
    gold: tuple[int, int] | None
    """First and last token of an answer."""


class Reader:
    """Ranks the sentences of a text for a question."""

    def __init__(self) -> None:
        self._reranker, self._parser, self._segmenter = OnnxReranker(), SpacyParser(), SentencexSegmenter()
        self._sentences: dict[str, list[str]] = {}

    def ask(self, case: AskedCase) -> Asked:
        """Return the question beside its first sentence."""
        texts = self._body(case.texts[0])
        best = texts[int(self._reranker.score(case.question, texts).argmax())]
        [reading] = self._reranker.read(case.question, [best])
        asked, sentence = self._parser.parse([case.question, best])
        gold = _gold(best, case.answers, reading)
        return Asked(case.group, case.answers, read_question(asked), sentence, reading, gold)

    def _body(self, article: Article) -> list[str]:
        if article.sha256 not in self._sentences:
            sentences = split_sentences(article, self._segmenter)
            self._sentences[article.sha256] = [item.text for item in sentences if item.kind == "body"]
        return self._sentences[article.sha256]


def _gold(text: str, answers: Sequence[str], reading: CloseReading) -> tuple[int, int] | None:
    held = [answer for answer in answers if answer in text]
    if not held:
        return None
    start = text.index(min(held, key=len))
    end = start + len(min(held, key=len))
    inside = [i for i, (first, last) in enumerate(reading.offsets) if first < end and last > start]
    return (inside[0], inside[-1]) if inside else None


def fit(asked: Sequence[Asked]) -> Pointer:
    """Return the head that makes the gold tokens likeliest among those of their sentence."""
    known = [(item.reading.states, item.gold) for item in asked if item.gold is not None]
    table = np.concatenate([states for states, _ in known])
    sizes = np.array([len(states) for states, _ in known])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    mean, scale = table.mean(axis=0), table.std(axis=0) + 1e-6
    table = (table - mean) / scale
    golds = [starts + np.array([gold[side] for _, gold in known]) for side in (0, 1)]
    weights = [_softmax_regression(table, starts, sizes, gold) / scale for gold in golds]
    return Pointer(np.array(weights, dtype=np.float32), CERTAINTY, BRIEF_CERTAINTY)


def _softmax_regression(table: Floats, starts: np.ndarray, sizes: np.ndarray, gold: np.ndarray) -> np.ndarray:
    segments = np.repeat(np.arange(len(sizes)), sizes)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        logits = table @ weights.astype(np.float32)
        highest = np.maximum.reduceat(logits, starts)
        odds = np.exp(logits - highest[segments])
        total = np.add.reduceat(odds, starts)
        surprise = (np.log(total) + highest - logits[gold]).sum(dtype=np.float64)
        miss = odds / total[segments]
        miss[gold] -= 1
        penalty = weights / STRENGTH
        return float(surprise + 0.5 * (weights @ penalty)), (table.T @ miss + penalty).astype(np.float64)

    found = minimize(
        loss, np.zeros(table.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 120, "maxfun": 300}
    )
    return np.asarray(found.x)


def report(name: str, asked: Sequence[Asked], answers: Sequence[str | None]) -> None:
    """Print the figures of one set; a missing short answer stands for the whole sentence."""
    said = [answer or item.sentence.text for item, answer in zip(asked, answers, strict=True)]
    groups = [item.group for item in asked]
    print(f"{name}: n={len(asked)} median words {median(len(text.split()) for text in said):.0f}")
    f1 = [token_f1(text, item.answers).value or 0.0 for item, text in zip(asked, said, strict=True)]
    held = [float(any(holds(text, gold) for gold in item.answers)) for item, text in zip(asked, said, strict=True)]
    for label, values in (("F1", f1), ("inclusion", held)):
        within = mean_interval(values, groups)
        print(f"  {label} {fmean(values):.3f} [{within.low:.3f}, {within.high:.3f}]")


def frozen(pointer: Pointer, count: int) -> dict[str, object]:
    """Return what ``pointing.json`` holds."""
    first, last = ([round(float(value), 5) for value in row] for row in pointer.weights)
    return {
        "about": "Linear head on the reranker's ninth layer. Written by benchmarks/fit_pointing.py.",
        "fitted": datetime.now(UTC).date().isoformat(),
        "data": {"sentences": count, "sources": "SQuAD 2.0 development split (CC BY-SA 4.0)", "C": STRENGTH},
        "certainty": CERTAINTY,
        "brief_certainty": BRIEF_CERTAINTY,
        "first": first,
        "last": last,
    }


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--write", action="store_true", help="freeze the head into the package")
    options = parser.parse_args()
    reader = Reader()
    cases = [case for case in public_suite("squad2", options.data).cases if case.answers]
    asked = [reader.ask(AskedCase(c.question, c.texts, c.answers, (), whole_article(c.group), "squad2")) for c in cases]
    print(f"read {len(asked)}", file=sys.stderr)
    with threadpool_limits(1):  # small products: threads would only wait for each other
        whole = fit(asked)
    found: dict[int, str | None] = {}
    for group in sorted({item.group for item in asked}):
        with threadpool_limits(1):
            pointer = fit([item for item in asked if item.group != group])
        for place, item in enumerate(asked):
            if item.group == group:
                found[place] = short_answer_in(item.question, item.sentence, item.reading, pointer)
    report("squad2, out of fold", asked, [found[place] for place in range(len(asked))])
    files = [(packaged_facts(), "seed"), *((file, "news") for file in sorted(NEWS.glob("*.yaml")))]
    facts = [reader.ask(case) for file, origin in files for case in facts_cases(file, origin) if case.answers]
    answers = [short_answer_in(item.question, item.sentence, item.reading, whole) for item in facts]
    report("facts about news, never fitted", facts, answers)
    if options.write:
        TARGET.write_text(json.dumps(frozen(whole, sum(item.gold is not None for item in asked))) + "\n", "utf-8")
        print(f"wrote {TARGET.name}")


if __name__ == "__main__":
    main()
