"""The perturbation suite on a small scale: the articles of the tests, broken and paraphrased by its rules."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from rag.schema import SplitArticle
from rag.stages.verify import FactReader, verify_claim

ROOT = Path(__file__).parents[2]
NAMES = sorted(path.stem for path in (Path(__file__).parent / "articles").glob("*.md"))
CERTAIN = {"number", "unit", "hedge", "date", "name", "quote", "citation", "detail"}
"""Kinds of which nothing may pass; of the others 5% may."""


@pytest.fixture(scope="module")
def suite() -> ModuleType:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT / "benchmarks"))
        return importlib.import_module("perturbations")


def test_broken_sentences_are_caught_and_true_ones_shown(
    suite: ModuleType, articles: Callable[[str], SplitArticle], reader: FactReader
) -> None:
    results: dict[tuple[bool, str], list[bool]] = {}
    for trial in suite.make_trials([articles(name) for name in NAMES], most=80, seed=5):
        judgement = verify_claim(trial.claim, [trial.cited], reader=reader)
        results.setdefault((trial.true, trial.kind), []).append(judgement.verified == trial.true)
    assert len(results) > 15
    broken = {kind: right for (true, kind), right in results.items() if not true}
    shares = {kind: sum(right) / len(right) for kind, right in broken.items()}
    assert all(share == 1 if kind in CERTAIN else share >= 0.95 for kind, share in shares.items()), shares
    assert all(results[True, "verbatim"])
    light = [right for (true, kind), rights in results.items() if true and kind != "verbatim" for right in rights]
    assert light.count(False) <= 0.08 * len(light)
