"""Fit and measure the confidence of the embedded answerer.

usage: python -m benchmarks.fit_confidence DATA [--sample N] [--cache FILE] [--write]

DATA holds the development sets (see the evals' documentation). Folds are whole documents, so no text is seen both
in fitting and in measuring. ``--write`` freezes the model fitted on all of it into the package.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from benchmarks.confidence_cases import AskedCase, collect_cases
from rag.adapters.grammar import SpacyParser
from rag.adapters.memory import MemoryLibrary
from rag.adapters.onnx import OnnxEmbedder, OnnxReranker, OnnxTokenSimilarity
from rag.adapters.segmenting import SentencexSegmenter
from rag.pipeline.chain import Parts, read_closely
from rag.pipeline.drafting import draft_article
from rag.pipeline.quoting import QuoteAnswerer
from rag.pipeline.retrieving import ArticleRetriever
from rag.pipeline.weighing import Scales
from rag.schema import Article, Part
from rag.stages.asking.questions import read_question
from rag.stages.weighing.confidence import ConfidenceModel
from rag.stages.weighing.hearing import HearingHead

HEAD = Path(__file__).resolve().parent.parent / "rag" / "stages" / "weighing" / "hearing.json"
TARGET = Path(__file__).resolve().parent.parent / "rag" / "stages" / "weighing" / "confidence.json"
USED = (
    "logit heard gap covered covered_near similarity_low similarity_least similarity_terms around_least "
    "name_similarity names_missing_article numbers_missing kind_held polarity_differs question_negated asked "
    "asks_yes_no objection_unmentioned objection_kind objection_speech objection_when objection_roles"
).split()
"""The features of the model. Those left out gained nothing out of fold."""
HEAD_STRENGTH = 0.01
"""C of the head's regression."""
STRENGTH = 0.1
"""C of the L2-regularised regression."""
WEIGHTS = {"squad2": 0.3, "news": 1.0, "seed": 1.0, "unrelated": 1.0, "renamed": 1.0}
"""Part of a row in the fit. The few questions about news as readers ask them weigh more than the many adversarial
ones about encyclopaedia articles."""


@dataclass(frozen=True, slots=True)
class Row:
    """One case with the features of the sentence that the reranker put first."""

    group: str
    origin: str
    answerable: bool
    right: bool
    """The first sentence holds an accepted answer, or overlaps the proof."""
    features: dict[str, float]
    asked: list[float]
    """Mean state of the question's tokens beside that sentence."""
    question: str


class Measurer:
    """Runs the product's own stages up to the features."""

    def __init__(self) -> None:
        self._embedder, self._segmenter = OnnxEmbedder(), SentencexSegmenter()
        self._reranker, self._parser, self._similarity = OnnxReranker(), SpacyParser(), OnnxTokenSimilarity()
        self._libraries: dict[tuple[Article, ...], MemoryLibrary] = {}
        self._answerer = QuoteAnswerer(self._parser, self._similarity, self._reranker)
        self._scales = Scales(self._parser, self._similarity, self._reranker, ConfidenceModel({}, 0.0, 0.5))

    def row(self, case: AskedCase) -> Row:
        """Return the features of one case."""
        part = self.part(case)
        question = read_question(self._parser.parse([part.question])[0])
        by_score = sorted(self._scales.weigh(question, part.evidence), key=lambda item: -item.evidence.score)
        first = by_score[0]
        sentence = first.evidence.sentence
        held = any(answer.casefold() in sentence.text.casefold() for answer in case.answers)
        proved = any(start < sentence.end and end > sentence.start for start, end in case.proof)
        right = proved if case.proof else held if case.origin == "squad2" else bool(case.answers)
        asked = [round(float(value), 4) for value in first.reading.close.asked]
        return Row(case.group, case.origin, bool(case.answers), right, dict(first.features), asked, case.question)

    def _library(self, texts: tuple[Article, ...]) -> MemoryLibrary:
        if texts not in self._libraries:
            drafts = [draft_article(text, self._segmenter) for text in texts]
            self._libraries[texts] = MemoryLibrary(drafts, embedder=self._embedder)
        return self._libraries[texts]

    def part(self, case: AskedCase) -> Part:
        """Return a case's question with its candidate sentences, best first."""
        library = self._library(case.texts)
        retriever = ArticleRetriever(library=library, embedder=self._embedder)
        parts = Parts(library, retriever, self._reranker, self._parser, self._answerer)
        return read_closely(case.question, retriever.invoke(case.question), parts)[0]


def measured_rows(cases: Sequence[AskedCase], cache: Path | None) -> list[Row]:
    """Return a row for each case, from the cache where one is given and exists."""
    if cache is not None and cache.exists():
        return [Row(**json.loads(line)) for line in cache.read_text().splitlines()]
    measurer, rows = Measurer(), []
    for done, case in enumerate(cases, start=1):
        rows.append(measurer.row(case))
        if done % 100 == 0:
            print(f"{done}/{len(cases)}", file=sys.stderr, flush=True)
    if cache is not None:
        lines = (json.dumps({name: getattr(row, name) for name in Row.__slots__}) for row in rows)
        cache.write_text("\n".join(lines))
    return rows


@dataclass(frozen=True, slots=True)
class Fitted:
    """A regression with the standardisation of its features."""

    names: tuple[str, ...]
    mean: np.ndarray
    scale: np.ndarray
    weights: np.ndarray
    intercept: float

    def probabilities(self, table: np.ndarray) -> np.ndarray:
        """Return P(right) for each row."""
        return 1 / (1 + np.exp(-(((table - self.mean) / self.scale) @ self.weights + self.intercept)))


def fit(names: Sequence[str], table: np.ndarray, labels: np.ndarray, weights: np.ndarray) -> Fitted:
    """Fit on standardised features."""
    mean, scale = table.mean(axis=0), np.maximum(table.std(axis=0), 1e-6)
    model = LogisticRegression(C=STRENGTH, max_iter=5000)
    model.fit((table - mean) / scale, labels, sample_weight=weights)
    return Fitted(tuple(names), mean, scale, model.coef_[0], float(model.intercept_[0]))


def fit_head(rows: Sequence[Row]) -> HearingHead:
    """Fit the head that scores what the question's words met."""
    _, labels, _, weights = _arrays(rows, ())
    states = np.array([row.asked for row in rows])
    mean, scale = states.mean(axis=0), np.maximum(states.std(axis=0), 1e-6)
    model = LogisticRegression(C=HEAD_STRENGTH, max_iter=2000).fit((states - mean) / scale, labels, weights)
    slopes = model.coef_[0] / scale
    return HearingHead(slopes.astype(np.float32), float(model.intercept_[0] - slopes @ mean))


def heard_by(head: HearingHead, rows: Sequence[Row]) -> list[Row]:
    """Return the rows with the head's score as their feature."""
    scores = np.array([row.asked for row in rows]) @ head.weights + head.intercept
    return [
        replace(row, features=row.features | {"heard": float(score)}) for row, score in zip(rows, scores, strict=True)
    ]


def heard_unseen(rows: Sequence[Row], folds: int = 5) -> list[Row]:
    """Return the rows with the score of a head that saw nothing of their document, so that it is not overrated."""
    found = list(rows)
    for train, test in GroupKFold(folds).split(rows, groups=[row.group for row in rows]):
        head = fit_head([rows[i] for i in train])
        for place, row in zip(test, heard_by(head, [rows[i] for i in test]), strict=True):
            found[place] = row
    return found


def out_of_fold(rows: Sequence[Row], names: Sequence[str], folds: int = 10) -> np.ndarray:
    """Return P(right) for each row from a model, and a head, that saw nothing of its document."""
    found = np.zeros(len(rows))
    for train, test in GroupKFold(folds).split(rows, groups=[row.group for row in rows]):
        known = [rows[i] for i in train]
        table, labels, _, weights = _arrays(heard_unseen(known), names)
        asked, *_ = _arrays(heard_by(fit_head(known), [rows[i] for i in test]), names)
        found[test] = fit(names, table, labels, weights).probabilities(asked)
    return found


def _arrays(rows: Sequence[Row], names: Sequence[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    table = np.array([[row.features[name] for name in names] for row in rows])
    labels = np.array([row.right for row in rows], dtype=int)
    groups = np.array([row.group for row in rows])
    return table, labels, groups, np.array([WEIGHTS[row.origin] for row in rows])


def expected_calibration_error(confidence: np.ndarray, right: np.ndarray, bins: int = 10) -> float:
    """ECE with equal-width bins (Guo et al., ICML 2017)."""
    places = np.minimum((confidence * bins).astype(int), bins - 1)
    return float(
        sum(
            (places == b).mean() * abs(confidence[places == b].mean() - right[places == b].mean())
            for b in range(bins)
            if (places == b).any()
        )
    )


def report(rows: Sequence[Row], confidence: np.ndarray, threshold: float) -> None:
    """Print the figures of each origin."""
    for origin in dict.fromkeys(row.origin for row in rows):
        chosen = np.array([row.origin == origin for row in rows])
        answerable = np.array([row.answerable for row in rows])[chosen]
        right = np.array([row.right for row in rows])[chosen]
        own = confidence[chosen]
        auroc = roc_auc_score(answerable, own) if 0 < answerable.sum() < len(answerable) else float("nan")
        answered = own >= threshold
        made_up = f"{(answered & ~answerable).sum()}/{(~answerable).sum()}"
        refused = f"{(~answered & answerable).sum()}/{answerable.sum()}"
        ece = expected_calibration_error(own, right)
        print(
            f"{origin:11} n={len(own):5} AUROC {auroc:.3f}  ECE {ece:.3f}  first sentence right "
            f"{right[answerable].mean() if answerable.any() else float('nan'):.3f}  answered though unanswerable "
            f"{made_up}  refused though answerable {refused}"
        )


def frozen(fitted: Fitted, rows: Sequence[Row], threshold: float) -> dict[str, object]:
    """Return what ``confidence.json`` holds."""
    origins = {origin: sum(row.origin == origin for row in rows) for origin in {row.origin for row in rows}}
    return {
        "about": "Logistic regression: P(the quoted sentence answers). Written by benchmarks/fit_confidence.py.",
        "fitted": datetime.now(UTC).date().isoformat(),
        "data": {
            "rows": dict(sorted(origins.items())),
            "sources": "SQuAD 2.0 development split (CC BY-SA 4.0), the facts that ship, news written for it, made rows",  # noqa: E501
            "C": STRENGTH,
        },
        "threshold": threshold,
        "intercept": round(fitted.intercept, 5),
        "features": {
            name: {"mean": round(m, 5), "scale": round(s, 5), "weight": round(w, 5)}
            for name, m, s, w in zip(
                fitted.names, fitted.mean.tolist(), fitted.scale.tolist(), fitted.weights.tolist(), strict=True
            )
        },
    }


def frozen_head(head: HearingHead, count: int) -> dict[str, object]:
    """Return what ``hearing.json`` holds."""
    return {
        "about": "Linear head on the reranker's ninth layer. Written by benchmarks/fit_confidence.py.",
        "fitted": datetime.now(UTC).date().isoformat(),
        "data": {"rows": count, "sources": "those of confidence.json", "C": HEAD_STRENGTH},
        "intercept": round(head.intercept, 5),
        "weights": [round(float(weight), 5) for weight in head.weights],
    }


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--sample", type=int, help="questions of SQuAD 2.0 (default: all)")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--cache", type=Path, help="file that keeps the measured rows")
    parser.add_argument("--threshold", type=float, default=0.36)
    parser.add_argument("--write", action="store_true", help="freeze the model into the package")
    options = parser.parse_args()
    cases = collect_cases(options.data, sample=options.sample, seed=options.seed)
    rows = measured_rows(cases, options.cache)
    report(rows, out_of_fold(rows, USED), options.threshold)
    table, labels, _, weights = _arrays(heard_unseen(rows), USED)
    fitted = fit(USED, table, labels, weights)
    for name, weight in sorted(zip(USED, fitted.weights, strict=True), key=lambda pair: -abs(pair[1])):
        print(f"  {weight:+.2f} {name}")
    if options.write:
        HEAD.write_text(json.dumps(frozen_head(fit_head(rows), len(rows))) + "\n", encoding="utf-8")
        TARGET.write_text(json.dumps(frozen(fitted, rows, options.threshold), indent=1) + "\n", encoding="utf-8")
        print(f"wrote {HEAD.name} and {TARGET.name}")


if __name__ == "__main__":
    main()
