"""Fit and measure the support score: how probably sentences bear a claim out, whatever its wording.

usage: python -m benchmarks.fit_support_score DATA [--most N] [--cache FILE] [--judge MODEL] [--write]

Statements that people labelled: sentences of summaries (QAGS, CLIFF, FaithBench), people's answers with their sources
(QuoteSum; all true), and right and made-up answers beside their question (HaluEval). A summary of several sentences is
as well borne out as its worst one. Folds are whole articles; the figures are of models that saw nothing of theirs.
The floor is n-gram precision against the whole article. What the embedder and the cross-encoder say of a pair is
measured as well. ``--judge`` also asks a chat model of the claims that fail for their wording alone. ``--write``
freezes the model.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from benchmarks.labelled import Statement, labelled_statements
from evals.statistics import statistic_interval
from rag.adapters.chat import open_chat
from rag.adapters.onnx import OnnxEmbedder, OnnxReranker, OnnxTokenSimilarity
from rag.adapters.segmenting import SentencexSegmenter
from rag.loading import shared_fact_reader
from rag.pipeline.supporting import MOST_SOURCES, JudgedSupport, compare
from rag.schema import Article, SplitArticle
from rag.stages.reading import read_article
from rag.stages.splitting import split_sentences
from rag.stages.support.features import support_features
from rag.stages.support.score import Scale, SupportModel
from rag.stages.verify import Cited, settle_claim, support_candidates

TARGET = Path(__file__).resolve().parent.parent / "rag" / "stages" / "support" / "score.json"
SIGNS = {
    "ngrams": 1, "ngrams_article": 1, "token_mean": 1, "token_low": 1, "rare_covered": 1,
    "names_new": -1, "numbers_new": -1,
}  # fmt: skip
"""The features of the score. Similarity of embeddings and the cross-encoder's logit gained nothing out of fold."""
FLOOR = "ngrams_article"
LEVELS = (0.5, 0.7, 0.8, 0.9, 0.95)
"""Least scores of which the page tells what they let through."""


@dataclass(frozen=True, slots=True)
class Row:
    """One sentence of a statement."""

    statement: int
    set_name: str
    group: str
    true: bool
    """Of the whole statement; a sentence of a false one may be true."""
    alone: bool
    """The statement has no other sentence."""
    text: str
    features: dict[str, float]
    rules: str
    """``verified``, ``wording`` where only the wording fails, or ``failed``."""


class Measurer:
    """Runs the product's own stages up to the features."""

    def __init__(self) -> None:
        self._embedder, self._reranker, self._similarity = OnnxEmbedder(), OnnxReranker(), OnnxTokenSimilarity()
        self._segmenter = SentencexSegmenter()
        self._split: dict[str, SplitArticle] = {}

    def rows(self, number: int, statement: Statement) -> Iterator[Row]:
        """Yield a row for each sentence of a statement."""
        articles = [self._article(text) for text in statement.texts if text.strip()]
        said = split_sentences(Article("said", "", statement.text, "", ""), self._segmenter)
        texts = [item.text for item in said if re.search(r"\w", item.text)]
        for text in texts if articles else ():
            found = support_candidates(text, articles)
            if found:
                yield Row(
                    number,
                    statement.set_name,
                    statement.group,
                    statement.true,
                    len(texts) == 1,
                    text,
                    support_features(compare(text, found, self._similarity)) | self._also(text, found),
                    self._ruled(text, found),
                )

    def _also(self, text: str, found: Sequence[Cited]) -> dict[str, float]:
        """Return what the score could use and does not."""
        sources = [item.sentence.text for item in found[:MOST_SOURCES]]
        vectors = self._embedder.embed([text, *sources], kind="document")
        logits = self._reranker.score(text, [*sources, " ".join(sources)])
        return {"cosine": float((vectors[1:] @ vectors[0]).max()), "logit": float(logits.max())}

    def sources(self, text: str, statement: Statement) -> Sequence[Cited]:
        """Return the sentences that a sentence of a statement is compared with."""
        return support_candidates(text, [self._article(one) for one in statement.texts if one.strip()])[:MOST_SOURCES]

    def _ruled(self, text: str, found: Sequence[Cited]) -> str:
        asked: list[bool] = []

        def wording(*_: object) -> bool:
            asked.append(True)
            return False

        judged = settle_claim(text, found[:1], pool=found, reader=shared_fact_reader(), supports=wording)
        return "verified" if judged.verified else "wording" if asked else "failed"

    def _article(self, text: str) -> SplitArticle:
        if text not in self._split:
            article = read_article(text.encode(), source=f"{len(self._split)}.txt")
            self._split[text] = SplitArticle(article, split_sentences(article, self._segmenter))
        return self._split[text]


def chosen_statements(folder: Path, most: int) -> list[Statement]:
    """Return at most ``most`` statements of each set, always the same."""
    chosen: list[Statement] = []
    for statements in labelled_statements(folder).values():
        chosen += random.Random(1).sample(statements, min(most, len(statements)))
    return chosen


def measured_rows(folder: Path, most: int, cache: Path | None) -> list[Row]:
    """Return the rows of at most ``most`` statements of each set, from the cache where one is given and exists."""
    if cache is not None and cache.exists():
        return [Row(**json.loads(line)) for line in cache.read_text().splitlines()]
    chosen = chosen_statements(folder, most)
    measurer, rows = Measurer(), []
    for number, statement in enumerate(chosen):
        rows += measurer.rows(number, statement)
        if number % 50 == 0:
            print(f"{number}/{len(chosen)}", file=sys.stderr, flush=True)
    if cache is not None:
        cache.write_text("\n".join(json.dumps(asdict(row)) for row in rows))
    return rows


def fittable(rows: Sequence[Row]) -> list[Row]:
    """Return the rows whose own truth is known: of true statements all, of false ones those of one sentence."""
    return [row for row in rows if row.true or row.alone]


def fit(rows: Sequence[Row]) -> SupportModel:
    """Fit the scales on all rows, and the curve on those of known truth."""
    scales = {
        name: Scale(
            float(np.mean([row.features[name] for row in rows])),
            max(float(np.std([row.features[name] for row in rows])), 1e-6),
            sign,
        )
        for name, sign in SIGNS.items()
    }
    known, plain = fittable(rows), SupportModel(scales, 1.0, 0.0)
    sums = np.array([[log_odds(plain.probability(row.features))] for row in known])
    curve = LogisticRegression(C=1.0).fit(sums, [row.true for row in known], sample_weight=_balance(known))
    return SupportModel(scales, float(curve.coef_[0][0]), float(curve.intercept_[0]))


def log_odds(probability: float) -> float:
    """Return log(p / (1 - p))."""
    kept = min(max(probability, 1e-12), 1 - 1e-12)
    return math.log(kept / (1 - kept))


def _balance(rows: Sequence[Row]) -> np.ndarray:
    """Return weights that give truth and falsehood the same say, and in each its sets."""
    keys = Counter((row.set_name, row.true) for row in rows)
    sets = Counter(true for _, true in keys)
    return np.array([len(rows) / 2 / sets[row.true] / keys[row.set_name, row.true] for row in rows])


def out_of_fold(rows: Sequence[Row], folds: int = 10) -> np.ndarray:
    """Return the score of each row from a model that saw nothing of its article."""
    found = np.zeros(len(rows))
    for train, test in GroupKFold(folds).split(rows, groups=[row.group for row in rows]):
        model = fit([rows[i] for i in train])
        found[test] = [model.probability(rows[i].features) for i in test]
    return found


@dataclass(frozen=True, slots=True)
class Scored:
    """A whole statement with the score of its worst sentence."""

    set_name: str
    group: str
    true: bool
    score: float
    floor: float


def by_statement(rows: Sequence[Row], scores: np.ndarray) -> list[Scored]:
    """Return the statements; the floor is likewise the worst sentence's n-gram precision."""
    parts: dict[int, list[tuple[Row, float]]] = {}
    for row, score in zip(rows, scores, strict=True):
        parts.setdefault(row.statement, []).append((row, float(score)))
    return [
        Scored(
            of[0][0].set_name,
            of[0][0].group,
            of[0][0].true,
            min(score for _, score in of),
            min(row.features[FLOOR] for row, _ in of),
        )
        for of in parts.values()
    ]


def auroc(items: Sequence[Scored], name: str) -> float:
    """Return the AUROC of one of the two scores; NaN where only one sort is there."""
    labels = [item.true for item in items]
    if len(set(labels)) < 2:
        return float("nan")
    return float(roc_auc_score(labels, [getattr(item, name) for item in items]))


def mean_gain(items: Sequence[Scored]) -> float:
    """Return the mean over the labelled sets of AUROC(score) - AUROC(floor)."""
    sets = sorted({item.set_name for item in items})
    gains = []
    for name in sets:
        own = [item for item in items if item.set_name == name]
        gains.append(auroc(own, "score") - auroc(own, "floor"))
    return float(np.nanmean(gains)) if gains else float("nan")


def report(rows: Sequence[Row], scores: np.ndarray) -> None:
    """Print the figures of each set, of each feature by itself, and of what each level lets through."""
    items = by_statement(rows, scores)
    for name in sorted({item.set_name for item in items}):
        own = [item for item in items if item.set_name == name]
        accepted = _shown([(True, item.score) for item in own if item.true])
        print(f"{name:16} n={len(own):4} AUROC {auroc(own, 'score'):.3f}  floor {auroc(own, 'floor'):.3f}  {accepted}")
    for feature in rows[0].features:
        sign = SIGNS.get(feature, 1)
        alone = by_statement(rows, np.array([sign * row.features[feature] for row in rows]))
        print(f"  {feature:16} alone, mean gain {mean_gain(alone):+.3f}")
    interval = statistic_interval(mean_gain, items, [item.group for item in items])
    print(f"mean gain in AUROC over the floor {mean_gain(items):+.4f}  95% by article {interval}")
    pairs = [(row, score) for row, score in zip(rows, scores, strict=True) if row.true or row.alone]
    for ruled in ("verified", "wording", "failed"):
        print(f"rules {ruled:9} {_shown([(row.true, score) for row, score in pairs if row.rules == ruled])}")


def _shown(pairs: Sequence[tuple[bool, float]]) -> str:
    """Return how many true and false ones reach each level."""
    true, false = ([score for label, score in pairs if label is wanted] for wanted in (True, False))
    levels = (f"{at}: {sum(s >= at for s in true)} and {sum(s >= at for s in false)}" for at in LEVELS)
    return f"of {len(true)} true and {len(false)} false reach " + ", ".join(levels)


def judge(rows: Sequence[Row], name: str, folder: Path, most: int) -> None:
    """Print what a chat model lets through of the claims that fail for their wording alone."""
    chat, measurer = open_chat(name), Measurer()
    passed: Counter[tuple[bool, bool]] = Counter()
    statements = chosen_statements(folder, most)
    for row in rows:
        if row.rules == "wording" and (row.true or row.alone):
            cited = measurer.sources(row.text, statements[row.statement])
            passed[row.true, JudgedSupport(chat)(row.text, cited)] += 1
    true, false = (f"{passed[sort, True]} of {passed[sort, True] + passed[sort, False]}" for sort in (True, False))
    print(f"judge {chat.name}: lets through {true} true, {false} false")


def frozen(model: SupportModel, rows: Sequence[Row]) -> dict[str, Any]:
    """Return what ``score.json`` holds."""
    sets = sorted({row.set_name for row in rows})
    return {
        "about": "P(the sentences bear the claim out). Written by benchmarks/fit_support_score.py.",
        "fitted": datetime.now(UTC).date().isoformat(),
        "data": {name: sum(row.set_name == name for row in fittable(rows)) for name in sets},
        "slope": round(model.slope, 5),
        "intercept": round(model.intercept, 5),
        "features": {
            name: {"mean": round(one.mean, 5), "scale": round(one.scale, 5), "sign": one.sign}
            for name, one in model.scales.items()
        },
    }


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--most", type=int, default=250, help="statements of each set")
    parser.add_argument("--cache", type=Path, help="file that keeps the measured rows")
    parser.add_argument("--judge", help="a chat model, named as for --model")
    parser.add_argument("--write", action="store_true", help="freeze the model into the package")
    options = parser.parse_args()
    rows = measured_rows(options.data, options.most, options.cache)
    report(rows, out_of_fold(rows))
    if options.judge:
        judge(rows, options.judge, options.data, options.most)
    if options.write:
        TARGET.write_text(json.dumps(frozen(fit(rows), rows), indent=1) + "\n", encoding="utf-8")
        print(f"wrote {TARGET.name}")


if __name__ == "__main__":
    main()
