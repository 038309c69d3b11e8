"""What the documents for operators and programs say is complete, and the files that ship are sound."""

from __future__ import annotations

import configparser
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from rag.errors import BadInput
from ui.cli.commands.chat_command import command
from ui.cli.serving import access_of, limits_of
from ui.serving.faults import Refused

if TYPE_CHECKING:
    import httpx

ROOT = Path(__file__).parents[2]
OPERATIONS = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
API = (ROOT / "docs/api.md").read_text(encoding="utf-8")
VARIABLE = re.compile(r"\b(?:CITEWIRE|OPENAI)_[A-Z]+(?:_[A-Z]+)*\b")
DOCUMENTED = set(re.findall(r"^\| `([A-Z_]+)` \|", OPERATIONS, re.MULTILINE))


def text_of(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def test_every_environment_variable_is_documented() -> None:
    sources = [
        path.read_text(encoding="utf-8") for part in ("rag", "ui", "evals") for path in (ROOT / part).rglob("*.py")
    ]
    named = {name for source in sources for name in VARIABLE.findall(source)}
    by_option = {str(option.envvar) for option in command.params if option.envvar}
    assert len(by_option) >= 13
    assert named | by_option == DOCUMENTED


@pytest.mark.parametrize("path", ["Dockerfile", "compose.yaml", "docs/examples/citewire.service"])
def test_what_ships_sets_only_variables_that_there_are(path: str) -> None:
    assert set(VARIABLE.findall(text_of(path))) <= DOCUMENTED


def test_every_option_of_the_server_is_in_the_table_of_its_variable() -> None:
    for option in command.params:
        if option.envvar:
            assert f"| `{option.envvar}` | `{option.opts[0]}` |" in OPERATIONS


def test_every_row_of_the_table_of_access_is_a_test() -> None:
    rows = re.findall(r"\| `(test_\w+)` \|$", OPERATIONS, re.MULTILINE)
    assert len(rows) > 20
    tests = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    assert [row for row in rows if f"def {row}(" not in tests] == []


def test_every_route_is_documented(api: httpx.Client) -> None:
    described = api.get("/openapi.json").json()["paths"]
    for path, operations in described.items():
        for method in operations:
            assert f"`{method.upper()} {path}`" in API


def test_every_refusal_is_documented() -> None:
    for refusal in (Refused, *Refused.__subclasses__()):
        if refusal is not Refused:
            assert re.search(rf"^\| {refusal.status} \| .*`{refusal.code}`", API, re.MULTILINE), refusal


def test_every_metric_is_documented(api: httpx.Client) -> None:
    kinds = re.findall(r"^# TYPE (citewire_\w+) (?!gauge\b.*_created)", api.get("/metrics").text, re.MULTILINE)
    for name in kinds:
        assert name.endswith("_created") or f"| `{name}` |" in OPERATIONS


def test_the_image_runs_without_rights_and_cannot_start_open_to_all() -> None:
    lines = re.sub(r"\\\n", " ", text_of("Dockerfile")).splitlines()
    steps = [line.split(maxsplit=1) for line in lines if line and not line.startswith("#")]
    last_stage = steps[max(place for place, step in enumerate(steps) if step[0] == "FROM") :]
    assert dict(last_stage)["USER"] == "10001"
    assert dict(last_stage)["ENTRYPOINT"] == '["citewire"]'
    assert "HEALTHCHECK" in dict(last_stage)
    copied = [part for step, rest in steps if step == "COPY" and "--from" not in rest for part in rest.split()[:-1]]
    assert all((ROOT / part).exists() for part in copied)
    ignored = text_of(".dockerignore").splitlines()
    assert {f"!{part}" for part in copied} <= set(ignored)


def test_the_composition_is_closed() -> None:
    service = yaml.safe_load(text_of("compose.yaml"))["services"]["citewire"]
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert set(service["secrets"]) == set(yaml.safe_load(text_of("compose.yaml"))["secrets"])


def test_the_unit_is_closed() -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read_string(text_of("docs/examples/citewire.service"))
    service = unit["Service"]
    assert service["ExecStart"].endswith("/citewire chat")
    assert (service["DynamicUser"], service["NoNewPrivileges"], service["ProtectSystem"]) == ("yes", "yes", "strict")
    assert int(service["TimeoutStopSec"]) > 5


@pytest.mark.parametrize("document", ["README.md", "docs/api.md"])
def test_the_examples_for_programs_run(api: httpx.Client, document: str, capsys: pytest.CaptureFixture[str]) -> None:
    examples = [code for code in re.findall(r"```python\n(.*?)```", text_of(document), re.DOTALL) if ":7860" in code]
    assert len(examples) == {"README.md": 1, "docs/api.md": 3}[document]
    for example in examples:
        exec(example.replace("http://127.0.0.1:7860", str(api.base_url)), {"__name__": "example"})
        assert "Mirziyoyev" in capsys.readouterr().out


def test_the_options_become_access_and_limits(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("a token of length\n", encoding="utf-8")
    given = command.make_context(
        "chat",
        ["--host", "0.0.0.0", "--token-file", str(tmp_path / "token"), "--allow-origin", "https://a.example/"],
        default_map=None,
    ).params
    access, limits = access_of(given), limits_of(given)
    assert (access.host, access.secrets, access.origins) == ("0.0.0.0", ("a token of length",), ("https://a.example",))
    assert (limits.per_minute, limits.answer_s, limits.body_bytes) == (60, 60, 25_000_000)
    with pytest.raises(BadInput, match="cannot be read"):
        access_of({**given, "token_file": tmp_path / "none"})


def test_the_environment_sets_what_options_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "PASSWORD": "a long password",
        "ALLOW_ORIGIN": "https://a.example https://b.example",
        "READ_ONLY": "true",
        "RATE_LIMIT": "7",
    }.items():
        monkeypatch.setenv(f"CITEWIRE_{name}", value)
    given = command.make_context("chat", []).params
    access = access_of(given)
    assert access.secrets == ("a long password",)
    assert access.origins == ("https://a.example", "https://b.example")
    assert access.read_only
    assert limits_of(given).per_minute == 7
    assert limits_of({**given, "rate_limit": None}).per_minute == 0
