"""Fit and measure how a chat model's opinion changes the confidence of the embedded answerer.

usage: python -m benchmarks.fit_opinion MODEL DATA [--sample N] [--rows FILE] [--cache FILE] [--write]

MODEL is what ``--model`` takes: a model file (gguf:PATH) or a server on this machine. Half of the sampled questions of
SQuAD 2.0 have an answer. The embedded confidence of each comes from a model that saw nothing of its article, and so
does the revised one. ``--rows`` is the cache of ``benchmarks.fit_confidence``; ``--cache`` keeps what the model said,
so a run that was stopped goes on. ``--write`` freezes the scale fitted on all of it into the package.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from benchmarks.confidence_cases import AskedCase, collect_cases
from benchmarks.fit_confidence import USED, Measurer, expected_calibration_error, measured_rows, out_of_fold
from evals.statistics import statistic_interval
from rag.adapters.chat import open_chat
from rag.pipeline.consulting import examination
from rag.stages.weighing.confidence import fitted_model
from rag.stages.writing.opinion import opinion_request, passage_of
from rag.stages.writing.records import ChatModel

TARGET = Path(__file__).resolve().parent.parent / "rag" / "stages" / "writing" / "opinion.json"
FITTED_ON = 1500
"""Questions of SQuAD 2.0 that the confidence is fitted on; the sample is drawn from these."""


def stratified(cases: Sequence[AskedCase], size: int, seed: int) -> list[int]:
    """Return the places of as many answerable as unanswerable questions of SQuAD 2.0, in turn."""
    order = list(range(len(cases)))
    random.Random(seed).shuffle(order)
    squad = [place for place in order if cases[place].origin == "squad2"]
    answerable = [place for place in squad if cases[place].answers][: size // 2]
    others = [place for place in squad if not cases[place].answers][: size // 2]
    return [place for pair in zip(answerable, others, strict=True) for place in pair]


def heard(model: ChatModel, cases: Sequence[AskedCase], places: Sequence[int], cache: Path | None) -> list[float]:
    """Return the model's log odds for each place, asking only what the cache does not hold."""
    known: dict[int, float] = {}
    if cache is not None and cache.exists():
        known = {row["place"]: row["log_odds"] for row in map(json.loads, cache.read_text().splitlines())}
    measurer = Measurer()
    for done, place in enumerate(places, start=1):
        if place in known:
            continue
        part = measurer.part(cases[place])
        log_odds = model.log_odds(opinion_request(part.question, passage_of(part.evidence)))
        if log_odds is None:
            sys.exit("This server tells no probabilities of words.")
        known[place] = log_odds
        if cache is not None:
            with cache.open("a") as file:
                file.write(json.dumps({"place": place, "log_odds": round(log_odds, 4)}) + "\n")
        if done % 20 == 0:
            print(f"{done}/{len(places)}", file=sys.stderr, flush=True)
    return [known[place] for place in places]


def features(own: np.ndarray, log_odds: np.ndarray) -> np.ndarray:
    """Return the two features, each in nats: log odds of the confidence, and the model's."""
    kept = np.clip(own, 1e-6, 1 - 1e-6)
    return np.column_stack([np.log(kept / (1 - kept)), log_odds])


def fit(table: np.ndarray, labels: np.ndarray) -> LogisticRegression:
    """Fit the scale: two weights and an intercept."""
    return LogisticRegression(C=1.0).fit(table, labels)


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model")
    parser.add_argument("data", type=Path)
    parser.add_argument("--sample", type=int, default=400)
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--rows", type=Path)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    model = open_chat(options.model)
    cases = collect_cases(options.data, sample=FITTED_ON, seed=7)
    places = stratified(cases, options.sample, options.seed)
    log_odds = np.array(heard(model, cases, places, options.cache))
    rows = measured_rows(cases, options.rows)
    own = out_of_fold(rows, USED)[places]
    chosen = [rows[place] for place in places]
    table, right = features(own, log_odds), np.array([row.right for row in chosen])
    groups = [row.group for row in chosen]
    revised = np.zeros(len(chosen))
    for train, test in GroupKFold(min(10, len(set(groups)))).split(table, groups=groups):
        revised[test] = fit(table[train], right[train]).predict_proba(table[test])[:, 1]
    answerable = np.array([row.answerable for row in chosen])
    print(f"examination: {examination(model)}")
    for name, values in (("embedded", own), ("model alone", 1 / (1 + np.exp(-log_odds))), ("both", revised)):
        _print(name, values, answerable, right, groups)
    fitted = fit(table, right)
    own_weight, heard_weight = (round(float(weight), 5) for weight in fitted.coef_[0])
    frozen = {
        "about": "Log odds of the revised confidence. Written by benchmarks/fit_opinion.py.",
        "fitted": datetime.now(UTC).date().isoformat(),
        "data": {"rows": len(chosen), "source": "SQuAD 2.0 development split (CC BY-SA 4.0)", "model": model.name},
        "own": own_weight,
        "heard": heard_weight,
        "intercept": round(float(fitted.intercept_[0]), 5),
    }
    print(json.dumps(frozen))
    if options.write:
        TARGET.write_text(json.dumps(frozen, indent=1) + "\n", encoding="utf-8")


def auroc(pairs: Sequence[tuple[bool, float]]) -> float:
    """Return the AUROC of (answerable, confidence); NaN where only one sort is there."""
    labels, values = zip(*pairs, strict=True)
    return float(roc_auc_score(labels, values)) if len(set(labels)) == 2 else float("nan")


def _print(name: str, values: np.ndarray, answerable: np.ndarray, right: np.ndarray, groups: Sequence[str]) -> None:
    pairs = list(zip(answerable.tolist(), values.tolist(), strict=True))
    interval = statistic_interval(auroc, pairs, groups)
    answered = values >= fitted_model().threshold
    print(
        f"{name:12} n={len(values)} AUROC {auroc(pairs):.3f} ({interval.low:.3f} to {interval.high:.3f})  "
        f"ECE {expected_calibration_error(values, right):.3f}  answered though unanswerable "
        f"{(answered & ~answerable).sum()}/{(~answerable).sum()}  refused though answerable "
        f"{(~answered & answerable).sum()}/{answerable.sum()}"
    )


if __name__ == "__main__":
    main()
