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
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from benchmarks.support_rows import Measurer, Row, chosen_statements, measured_rows
from evals.statistics import statistic_interval
from rag.adapters.chat import open_chat
from rag.pipeline.supporting import JudgedSupport
from rag.stages.support.score import Scale, SupportModel

TARGET = Path(__file__).resolve().parent.parent / "rag" / "stages" / "support" / "score.json"
SIGNS = {
    "ngrams_article": 1, "token_mean": 1, "token_low": 1, "token_one": 1, "together": 1,
    "names_new": -1, "numbers_new": -1,
}  # fmt: skip
"""The features of the score. Similarity of embeddings and the cross-encoder's logit are measured beside them."""
FLOOR = "ngrams_article"
LEVELS = (0.5, 0.7, 0.8, 0.9, 0.95)
"""Least scores of which the page tells what they let through."""
FAITHFUL, ACCEPTED = "quotesum", 0.85
"""Of this set, in which people wrote only what their sources say, the level that accepts so many is told."""


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
    report_level(items)
    times = sorted(row.ms for row in rows if row.ms is not None)
    if times:
        p95 = times[int(0.95 * len(times))]
        print(f"one comparison: median {times[len(times) // 2]:.0f} ms, 95% {p95:.0f} ms (n={len(times)})")


def report_level(items: Sequence[Scored]) -> None:
    """Print the score that ``ACCEPTED`` of the people's faithful answers reach, and what else reaches it."""
    faithful = sorted(item.score for item in items if item.set_name == FAITHFUL)
    if not faithful:
        return
    level = faithful[int((1 - ACCEPTED) * len(faithful))]
    print(f"{ACCEPTED:.0%} of {FAITHFUL} (n={len(faithful)}) reach {level:.3f}; so do, of other statements:")
    for name in sorted({item.set_name for item in items} - {FAITHFUL}):
        shares = []
        for wanted in (True, False):
            scores = [item.score for item in items if item.set_name == name and item.true is wanted]
            shares.append(f"{sum(score >= level for score in scores)} of {len(scores)}")
        print(f"  {name:16} true {shares[0]}, false {shares[1]}")


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
