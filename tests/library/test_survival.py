"""Kills and damage by the dozen; ``CITEWIRE_KILLS=200`` and the scripts themselves run the full numbers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import rag

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
KILLS = int(os.environ.get("CITEWIRE_KILLS", "20"))


def run(script: str, *arguments: object) -> dict[str, object]:
    """Run a benchmark and return its report; its exit code says whether anything was lost or wrong."""
    process = subprocess.run(
        [sys.executable, str(BENCHMARKS / script), *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(Path(rag.__file__).parents[1])},
    )
    assert process.returncode == 0, process.stdout + process.stderr
    return dict(json.loads(process.stdout))


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_by_kills() -> None:
    report = run("library_kills.py", "--kills", KILLS, "--longest", "2")
    assert report["lost"] == []
    assert int(str(report["acknowledged"])) > KILLS


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["index", "sqlite"])
def test_damage_never_answers_wrongly(kind: str) -> None:
    counts = {"index": 0, "sqlite": 0} | {kind: 12}
    report = run("library_damage.py", "--index", counts["index"], "--sqlite", counts["sqlite"])
    outcomes = report[kind]
    assert isinstance(outcomes, dict)
    assert sum(outcomes.values()) == 12
