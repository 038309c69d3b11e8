"""What the documentation shows, runs."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import yaml

from evals.facts_file import load_facts

DOCS = Path(__file__).parents[2] / "docs"
GUIDE = (DOCS / "evals.md").read_text(encoding="utf-8")


def test_the_facts_file_of_the_guide_loads(tmp_path: Path) -> None:
    block = re.search(r"```yaml\n(schema: .*?)```", GUIDE, re.DOTALL)
    assert block
    (tmp_path / "rain.yaml").write_text(block.group(1), encoding="utf-8")
    text = "It rained.\n\nThe mayor, Ann Lee, said 12 roads closed.\n\nNow Ann Lee is mayor of York.\n"
    (tmp_path / "rain.md").write_text(text, encoding="utf-8")
    assert [case.answerable for case in load_facts(tmp_path / "rain.yaml").cases] == [True, True, False]


def test_every_figure_of_the_facts_suite_is_explained() -> None:
    from evals import facts_suite, run

    report = run(lambda question: {"text": "131", "confidence": 0.5}, suite=facts_suite())
    told = GUIDE.replace("`refusal_precision`, `_recall`, `_f1`", "`refusal_precision` `refusal_recall` `refusal_f1`")
    assert [name for name in report.metrics if f"`{name}`" not in told] == []


def test_every_public_set_is_explained() -> None:
    from evals import PUBLIC

    assert [name for name in PUBLIC if f"`{name}`" not in GUIDE] == []


def test_the_workflow_is_yaml_and_names_real_options() -> None:
    workflow = yaml.safe_load((DOCS / "examples" / "evals.yml").read_text(encoding="utf-8"))
    steps = workflow["jobs"]["facts"]["steps"]
    command = next(step["run"] for step in steps if "citewire eval" in step.get("run", ""))
    asked = [sys.executable, "-m", "ui.cli", "eval", "facts", "--help"]
    shown = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    assert all(option in shown for option in set(re.findall(r"--[a-z-]+", command)))


def test_the_test_of_the_guide_passes(tmp_path: Path) -> None:
    block = re.search(r"```python\n(from evals import breaches.*?)```", GUIDE, re.DOTALL)
    assert block
    test = tmp_path / "test_facts.py"
    test.write_text(block.group(1).replace("run() ", "run(sample=12) "), encoding="utf-8")
    asked = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "--rootdir",
        str(tmp_path),
        str(test),
    ]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "1 passed" in done.stdout
