"""What the documentation shows, runs."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from evals import run, save_reports
from evals.facts_file import load_facts
from rag.adapters.weights import Figures

if TYPE_CHECKING:
    from types import ModuleType

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


@pytest.mark.parametrize("suite", ["citations", "retrieval", "verifier", "refusal"])
def test_every_figure_of_the_other_suites_is_explained(suite: str) -> None:
    import evals

    made = getattr(evals, f"{suite}_suite")()
    told = GUIDE.replace("`recall_at_1`, `_3`, `_5`, `_10`", "`recall_at_1` `recall_at_3` `recall_at_5` `recall_at_10`")
    assert [name for name in made.case_scores if f"`{name}`" not in told] == []


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


def measuring() -> ModuleType:
    spec = importlib.util.spec_from_file_location("quality", DOCS.parent / "benchmarks" / "quality.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["quality"] = module  # where its dataclasses look themselves up
    spec.loader.exec_module(module)
    return module


def test_every_measurement_of_the_page_is_a_command() -> None:
    import click

    from ui.cli.commands.eval_command import command as group

    for one in measuring().MEASUREMENTS:
        name, *arguments = one.command.split()
        command = group.get_command(click.Context(group), name)
        assert command is not None, one.command
        assert command.make_context(name, arguments).params


def test_models_stand_side_by_side_on_the_page_and_their_figures_are_frozen(tmp_path: Path) -> None:
    def fake(question: str) -> dict[str, object]:
        usage = {"input_tokens": 500, "output_tokens": 20}
        return {"text": "131 people.", "abstained": False, "citations": [], "model": "fake", "usage": usage}

    quality = measuring()
    models = next(one for one in quality.MEASUREMENTS if one.name == "models")
    assert models.models[0] == "quote"
    assert quality.reports_of(models, tmp_path) == []
    report = run(fake, sample=6)
    for system in models.models:
        save_reports(
            [replace(report, system=system)], tmp_path / f"models-{system.replace(':', '-')}.json", timing=True
        )
    title, _, command, _, head, _, *rows = next(quality.section_of(models, tmp_path)).splitlines()
    assert title.startswith("### Models beside each other")
    assert command == f"`citewire eval {models.command} --sample 6`: 6 cases, 0 failed."
    assert head == f"| figure | {' | '.join(models.models)} |"
    names = [row.split(" | ")[0].strip("| ") for row in rows]
    assert names[:4] == ["right", "wrong", "made up", "over refused"]
    assert names[5:8] == ["withheld a question", "tokens a question", "tokens written a question"]
    assert names[8:] == ["seconds a question, p50", "seconds a question, p95"]
    frozen = quality.frozen_figures(models, tmp_path)
    assert frozen["command"] == command.split("`")[1]
    assert list(frozen["models"]) == [system.removeprefix("local:") for system in models.models]
    figures = Figures(**frozen["models"]["quote"])
    assert (figures.right + figures.wrong + figures.over_refused, figures.tokens) == (figures.answerable, 520)
    assert str(figures).startswith(f"{figures.right} of {figures.answerable} right, ")


def test_the_made_part_of_the_page_is_replaced_and_the_rest_kept() -> None:
    quality = measuring()
    first = quality.between_marks("# Quality\n\nOurs.\n", "### One")
    assert first.startswith("# Quality\n\nOurs.\n\n")
    written = f"{first}\n## After\n"
    second = quality.between_marks(written, "### Two")
    assert second == written.replace("### One", "### Two")


def test_what_is_not_measured_anew_stays_on_the_page(tmp_path: Path) -> None:
    quality = measuring()
    page = (DOCS / "quality.md").read_text(encoding="utf-8")
    kept = quality.sections_in(page)
    assert set(kept) <= {one.title for one in quality.MEASUREMENTS}
    assert quality.between_marks(page, quality.made_part(tmp_path, kept=kept)) == page


@pytest.mark.slow
def test_a_measurement_makes_its_part_of_the_page(tmp_path: Path) -> None:
    asked = ["benchmarks.quality", str(tmp_path), str(tmp_path), "--only", "verifier", "--sample", "4"]
    shown = [
        subprocess.run([sys.executable, "-m", *asked], capture_output=True, text=True, check=True, cwd=DOCS.parent)
        for _ in range(2)
    ]
    assert "`citewire eval verifier --sample 4`: 4 cases, 0 failed" in shown[0].stdout
    assert re.search(r"^\| caught \| [01]\.\d{3} \(.* to .*, n = \d\) \|$", shown[0].stdout, re.MULTILINE)
    assert shown[1].stdout == shown[0].stdout
    assert "citewire eval" not in shown[1].stderr  # what was measured is not measured again
