"""Put into the README what its examples print: ``python tools/refresh_readme.py``, with Citewire installed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

README = Path(__file__).parent.parent / "README.md"
_SHELL = re.compile(r"^python3 -m venv .*\.venv/bin/citewire (ask) \"([^\"]+)\"$", re.MULTILINE)
_PYTHON = re.compile(r"```python\n(.*?)```", re.DOTALL)
_SHOWN = re.compile(r"```text\n.*?```", re.DOTALL)


def refreshed(readme: str) -> str:
    """Return the README with the output of its shell example and its Python example, in this order."""
    shell, python = _SHELL.search(readme), _PYTHON.search(readme)
    if shell is None or python is None:
        raise ValueError("the README lacks an example")
    commands = (
        [str(Path(sys.executable).with_name("citewire")), *shell.groups()],
        [sys.executable, "-c", python.group(1)],
    )
    with tempfile.TemporaryDirectory() as library:
        outputs = [_output(command, Path(library) / str(index)) for index, command in enumerate(commands)]
    printed = iter(outputs)
    return _SHOWN.sub(lambda _: f"```text\n{next(printed)}```", readme)


def _output(command: list[str], library: Path) -> str:
    """Run an example away from the tree with a library of its own; raises CalledProcessError."""
    return subprocess.run(
        command,
        check=True,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        cwd=library.parent,
        env={**os.environ, "CITEWIRE_LIBRARY": str(library)},
    ).stdout


if __name__ == "__main__":
    README.write_text(refreshed(README.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
