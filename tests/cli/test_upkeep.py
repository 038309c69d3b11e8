"""The commands that look after a library, and the page's."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import urllib.request
from pathlib import Path

import pytest

from ui.cli.exits import Exit

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture
def library(citewire, tmp_path) -> Path:
    """A library of the test's own that holds the shipped article."""
    folder = tmp_path / "library"
    assert citewire("ingest", CORPUS, "--library", folder).returncode == Exit.DONE
    return folder


def test_status_counts(citewire, library) -> None:
    status = json.loads(citewire("status", "--library", library, "--json").stdout)
    assert status["articles"] == 1
    assert status["sentences"] > 10
    assert f"{status['articles']} articles" in citewire("status", "--library", library).stdout


def test_check_finds_damage_and_repairs_what_is_derived(citewire, library) -> None:
    assert citewire("check", "--library", library).stdout == "The library is sound.\n"
    for file in (library / "index").rglob("*.bin"):
        file.write_bytes(os.urandom(file.stat().st_size))
    damaged = citewire("check", "--library", library, "--json")
    assert damaged.returncode == Exit.LIBRARY
    assert json.loads(damaged.stdout)["problems"]
    assert citewire("check", "--repair", "--library", library).returncode == Exit.DONE
    assert citewire("check", "--library", library).returncode == Exit.DONE


def test_check_says_what_is_left_to_do(citewire, library) -> None:
    file = library / "library.sqlite3"
    file.write_bytes(file.read_bytes()[:20_000])
    assert "check --repair" in citewire("check", "--library", library).stdout.splitlines()[-1]
    run = citewire("check", "--repair", "--library", library)
    assert run.returncode == Exit.LIBRARY
    assert "citewire restore" in run.stdout.splitlines()[-1]


def test_rebuild_embeds_nothing_twice(citewire, library) -> None:
    run = citewire("rebuild", "--library", library, "--json")
    assert (run.returncode, json.loads(run.stdout)) == (Exit.DONE, {"embedded": 0})


def test_a_backup_brings_back_what_was_removed(citewire, library, tmp_path) -> None:
    backup = tmp_path / "backup"
    (listed,) = citewire("list", "--library", library, "--json").stdout.splitlines()
    assert citewire("backup", backup, "--library", library).returncode == Exit.DONE
    assert citewire("backup", backup, "--library", library).returncode == Exit.BAD_INPUT
    citewire("remove", json.loads(listed)["article_id"], "--library", library)
    assert citewire("list", "--library", library, "--json").stdout == ""
    assert citewire("restore", backup, "--library", library).returncode == Exit.DONE
    assert citewire("list", "--library", library, "--json").stdout.splitlines() == [listed]


def test_there_is_nothing_to_restore_from_an_empty_folder(citewire, tmp_path) -> None:
    run = citewire("restore", tmp_path / "nowhere")
    assert (run.returncode, len(run.stderr.splitlines())) == (Exit.BAD_INPUT, 1)


def test_chat_says_where_it_is_and_ends_when_it_is_told(command) -> None:
    process = subprocess.Popen([command, "chat", "--port", "0", "--json"], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    url = json.loads(process.stdout.readline())["url"]
    with urllib.request.urlopen(url, timeout=60) as page:
        assert b"Citewire" in page.read()
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=60) == Exit.DONE


def test_chat_tells_of_a_port_that_is_taken(citewire) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        run = citewire("chat", "--port", str(taken.getsockname()[1]))
    assert (run.returncode, len(run.stderr.splitlines())) == (Exit.BAD_INPUT, 1)
