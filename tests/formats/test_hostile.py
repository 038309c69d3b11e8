"""Hostile files cost their reader a bounded time and memory, and nothing else."""

from __future__ import annotations

import importlib.util
import os
import time
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from rag.adapters.formats import read_articles
from rag.adapters.formats.worker import Worker
from rag.errors import UnreadableFile
from rag.schema import Article

SECONDS, MEMORY = 2.5, 600_000_000


def _loaded(name: str) -> Any:
    spec = importlib.util.spec_from_file_location(f"format_{name}", Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


hostile, made = _loaded("hostile"), _loaded("made")


@pytest.fixture(scope="module")
def worker() -> Generator[Worker]:
    bounded = Worker(seconds=SECONDS, memory=MEMORY)
    yield bounded
    bounded.close()


def read(data: bytes, name: str, worker: Worker) -> list[Article | UnreadableFile]:
    try:
        return list(read_articles(data, source=f"/a/{name}", worker=worker))
    except UnreadableFile as exc:
        return [exc]


@pytest.mark.parametrize("name", hostile.HOSTILE)
def test_a_hostile_file_is_survived(name: str, worker: Worker) -> None:
    data = hostile.HOSTILE[name]()
    started = time.monotonic()
    found = read(data, name, worker)
    assert time.monotonic() - started < SECONDS + 4
    assert found
    said = " ".join(item.text if isinstance(item, Article) else str(item) for item in found)
    assert "root:" not in said
    assert len(said) < 80_000_000


def test_the_next_file_is_read_as_ever(worker: Worker) -> None:
    """Whatever the files before did, the worker reads on, or its successor does."""
    for data, name in ((hostile.HOSTILE["bomb.pdf"](), "bomb.pdf"), (made.html(), "report.html")):
        found = read(data, name, worker)
    assert isinstance(found[0], Article)


def test_a_child_that_does_not_come_back_is_killed() -> None:
    hasty = Worker(seconds=0.01)
    try:
        with pytest.raises(UnreadableFile, match=r"could not be read within 0 seconds and 1\.5 GB of memory"):
            hasty.extract("html", made.html(), name="report.html")
    finally:
        hasty.close()


@pytest.mark.parametrize(
    "code", ["socket.create_connection(('127.0.0.1', 9))", "open('evil', 'w')", "os.system('true')"]
)
def test_the_child_may_neither_connect_nor_write_nor_start(code: str, tmp_path: Path) -> None:
    import subprocess
    import sys

    script = f"""
import os, socket
from rag.adapters.formats import child_main
child_main._limit(2_000_000_000)
try:
    {code}
except PermissionError as exc:
    print(exc)
"""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-P", "-c", script]
    ran = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=environment, check=True)
    assert "is not for readers of files" in ran.stdout
    assert not list(tmp_path.iterdir())


def test_the_child_is_told_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    worker = Worker()
    try:
        worker.extract("html", made.html(), name="report.html")
        assert worker._child is not None
        environment = Path(f"/proc/{worker._child.pid}/environ")
        assert not environment.exists() or b"secret" not in environment.read_bytes()
    finally:
        worker.close()
