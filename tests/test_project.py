"""What the project promises about itself: how it installs, what it exports, and what its documents say."""

from __future__ import annotations

import importlib
import re
import runpy
import subprocess
import sys
import sysconfig
from importlib.metadata import requires, version
from pathlib import Path

import pytest

import rag
from rag import errors
from rag.schema import Answer, Citation, Claim
from ui.cli.exits import Exit
from ui.cli.group import COMMANDS

ROOT = Path(__file__).parents[1]
VENDORS = {
    "chromadb",
    "gradio",
    "langchain",
    "langchain_core",
    "numpy",
    "onnxruntime",
    "openai",
    "rich",
    "spacy",
}


def text_of(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["rag", "ui", "evals"])
def test_the_installed_package_is_tested_and_not_the_tree(name) -> None:
    package = importlib.import_module(name)
    (folder,) = {Path(place).resolve() for place in package.__path__}
    assert folder.parent == Path(sysconfig.get_path("purelib")).resolve()


def test_importing_rag_loads_no_vendor() -> None:
    script = f"import sys, rag; from rag import ask, Pipeline; sys.exit(sorted({VENDORS} & set(sys.modules)) or 0)"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=60)
    assert (run.returncode, run.stderr) == (0, "")


def test_what_rag_exports_is_sorted_and_there() -> None:
    assert list(rag.__all__) == sorted(rag.__all__)
    assert all(getattr(rag, name) is not None for name in rag.__all__)
    with pytest.raises(AttributeError, match="nothing_of_that_name"):
        rag.nothing_of_that_name  # noqa: B018


def test_the_corpus_and_the_types_are_in_the_package() -> None:
    package = Path(rag.__file__).parent
    assert (package / "py.typed").is_file()
    articles = sorted((ROOT / "corpus").glob("*.md"))
    assert articles
    for article in articles:
        assert (package / "_corpus" / article.name).read_bytes() == article.read_bytes()


def test_constraints_name_a_version_of_everything_that_is_installed() -> None:
    lines = [line for line in text_of("constraints.txt").splitlines() if not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+", line) for line in lines)
    pinned = {normal(line.partition("==")[0]): line.partition("==")[2] for line in lines}
    direct = {normal(re.split(r"[<>=~!; \[]", need)[0]) for need in requires("citewire") or []}
    assert direct <= set(pinned)
    assert {name: version(name) for name in direct} == {name: pinned[name] for name in direct}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def commands_of_readme() -> list[str]:
    return re.findall(r"^python3 -m venv .*$", text_of("README.md"), re.MULTILINE)


def test_the_readme_has_two_command_lines_and_ci_runs_the_second() -> None:
    ask, tests = commands_of_readme()
    assert 'citewire ask "' in ask
    assert tests.endswith("pytest -n 2 --dist loadfile")
    assert tests == text_of(".ci/run").splitlines()[-1]
    assert all(" -e " not in line and "--editable" not in line for line in (ask, tests))


def test_the_readme_shows_what_its_examples_print() -> None:
    refreshed = runpy.run_path(str(ROOT / "tools/refresh_readme.py"))["refreshed"]
    assert text_of("README.md") == refreshed(text_of("README.md"))


def test_every_exit_code_is_documented() -> None:
    documented = {int(code) for code in re.findall(r"^\| (\d+) \|", text_of("docs/cli.md"), re.MULTILINE)}
    assert documented == {int(code) for code in Exit}
    raised = {error.exit_code for error in vars(errors).values() if isinstance(error, type)}
    assert raised <= documented


def test_every_command_is_documented() -> None:
    documented = re.findall(r"^### `citewire (\w+)", text_of("docs/cli.md"), re.MULTILINE)
    assert tuple(documented) == COMMANDS


def test_every_key_of_an_answer_is_documented() -> None:
    citation = Citation("a", "t", "0", 0, 1, "q", "", "")
    claim = Claim("q", (citation,), "verified", "")
    answer = Answer("q", (claim,), (), None, None, None, "quote")
    for record in (citation, claim, answer):
        for key in record.to_dict():
            assert f"| `{key}` |" in text_of("docs/answer-schema.md"), key


LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")
DOCUMENTS = [path for pattern in ("*.md", "docs/**/*.md", "corpus/README.md") for path in ROOT.glob(pattern)]


@pytest.mark.parametrize("document", sorted(path.relative_to(ROOT).as_posix() for path in DOCUMENTS))
def test_links_between_documents_lead_somewhere(document) -> None:
    folder = (ROOT / document).parent
    assert [link for link in LINK.findall(text_of(document)) if not (folder / link).exists()] == []


def test_documents_name_files_that_exist() -> None:
    for document in ("README.md", "CONTRIBUTING.md", "docs/cli.md", "docs/models.md"):
        for name in re.findall(r"`((?:rag|ui|evals|tools|tests|benchmarks|docs|corpus)/[\w./-]*)`", text_of(document)):
            assert (ROOT / name).exists(), f"{document} names {name}"
