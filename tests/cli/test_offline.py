"""With every connection to another machine refused, everything works and nothing even tries."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

CONFTEST = Path(__file__).parents[1] / "conftest.py"
OFFLINE = f"""
import runpy, sys
hook = runpy.run_path({str(CONFTEST)!r})
from ui.cli.running import run_command
code = run_command(sys.argv[1:])
sys.exit(code if not hook["outside"] else f"tried to reach {{hook['outside']}}")
"""


def without_network() -> list[str]:
    """Return a prefix that takes the network away from native code too, where the system allows it."""
    prefix = ["unshare", "--user", "--map-root-user", "--net"]
    try:
        allowed = subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode == 0
    except OSError:
        allowed = False
    return prefix if allowed else []


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(("ask", "Which prison in El Salvador is notorious?"), id="ask"),
        pytest.param(("eval", "facts", "--sample", "2"), id="eval"),
        pytest.param(("ingest", str(CONFTEST.parents[1] / "corpus")), id="ingest"),
    ],
)
def test_nothing_is_fetched(arguments) -> None:
    command = [*without_network(), sys.executable, "-c", OFFLINE, *arguments, "--json"]
    run = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=180)
    assert (run.returncode, run.stderr) == (0, "")
    assert json.loads(run.stdout)


def test_no_package_notes_what_it_did(tmp_path: Path) -> None:
    """What would be sent later is first written somewhere: outside the library nothing is left in the user's home."""
    folders = {f"XDG_{name}_HOME": str(tmp_path / name.lower()) for name in ("CACHE", "CONFIG", "DATA", "STATE")}
    home = {"HOME": str(tmp_path), "CITEWIRE_LIBRARY": str(tmp_path / "library"), **folders}
    unset = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    command = [*without_network(), sys.executable, "-m", "ui.cli", "ask", "Which prison in El Salvador is notorious?"]
    run = subprocess.run(command, capture_output=True, env={**unset, **home}, check=False, timeout=180)
    assert run.returncode == 0
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path for path in files if path.relative_to(tmp_path).parts[0] != "library"] == []
