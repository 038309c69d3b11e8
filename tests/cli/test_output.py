"""What a person sees: styled on a terminal, plain in a pipe, and never steered by an article."""

from __future__ import annotations

import io
import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest

from ui.cli.exits import Exit
from ui.cli.group import COMMANDS
from ui.cli.group import citewire as group
from ui.cli.running import run_command

QUESTION = "How many passengers were taken off the ferry?"
COMMAND = str(Path(sys.executable).with_name("citewire"))


def on_a_terminal(*arguments: str, **environment: str) -> str:
    """Run the command on a pseudo-terminal and return what it wrote there."""
    master, slave = pty.openpty()
    env = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "60", **environment}
    process = subprocess.Popen([COMMAND, *arguments], stdout=slave, stderr=slave, stdin=slave, env=env)
    os.close(slave)
    written = io.BytesIO()
    while True:
        try:
            written.write(os.read(master, 65536))
        except OSError:  # the terminal closes with its last process
            break
    os.close(master)
    process.wait(timeout=60)
    return written.getvalue().decode()


def test_a_pipe_gets_no_escape_codes_and_a_terminal_does(citewire, shelf) -> None:
    show = ("ask", QUESTION, "--library", str(shelf.library))
    assert "\x1b" not in citewire(*show).stdout
    assert "\x1b[36m[1]" in on_a_terminal(*show)
    colourless = on_a_terminal(*show, NO_COLOR="1")
    assert "\x1b[36m" not in colourless
    assert "[1]" in colourless


def test_a_terminal_sees_a_progress_bar_and_a_pipe_does_not(citewire, story) -> None:
    assert "Reading" in on_a_terminal("ingest", str(story))
    assert citewire("ingest", story).stderr == ""


def test_an_article_cannot_steer_the_terminal(citewire, tmp_path) -> None:
    evil, saved = tmp_path / "evil.md", tmp_path / "answer.json"
    evil.write_text(
        '---\ntitle: "\\e]0;owned\\a\\u202Egnp.exe"\n---\n'
        "The mayor\x1b[2J resigned\x07 on \u202eMonday\u2069. Nobody was hurt.\n",
        encoding="utf-8",
    )
    article_id = json.loads(citewire("ingest", evil, "--json").stdout)["article_id"]
    saved.write_text(citewire("ask", "Who resigned?", "--json").stdout, encoding="utf-8")
    commands = [
        ("list",),
        ("list", "--json"),
        ("show", article_id),
        ("show", article_id, "--json"),
        ("ask", "Who resigned?"),
        ("ingest", evil),
        ("verify", saved),
    ]
    for shown in [saved.read_text(encoding="utf-8"), *(citewire(*command).stdout for command in commands)]:
        assert shown
        assert all(line.isprintable() for line in shown.splitlines())


def test_a_locale_without_utf8_still_shows_any_script(citewire, tmp_path) -> None:
    path = tmp_path / "zeitung.txt"
    path.write_text("Die Bürgermeisterin von Köln ist zurückgetreten. 市長は辞任した。\n", encoding="utf-8")
    ascii_only = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    article_id = json.loads(citewire("ingest", path, "--json", **ascii_only).stdout)["article_id"]
    shown = citewire("show", article_id, **ascii_only).stdout
    assert "Köln" in shown
    assert "市長" in shown


@pytest.mark.parametrize("command", [("list",), ("list", "--json"), ("ask", QUESTION), ("show", "--text")])
def test_a_reader_that_leaves_is_no_error(shelf, command) -> None:
    name, *rest = command
    article = [shelf.article_id] if name == "show" else []
    read, write = os.pipe()
    os.close(read)
    run = subprocess.run(
        [COMMAND, name, *article, *rest, "--library", shelf.library],
        stdout=write,
        stderr=subprocess.PIPE,
        check=False,
        timeout=60,
    )
    os.close(write)
    assert (run.returncode, run.stderr) == (Exit.BROKEN_PIPE, b"")


def opened_by_its_reader(fifo: Path, process: subprocess.Popen[str]) -> int:
    """Open the pipe for writing once ``process`` reads it."""
    while process.poll() is None:
        try:
            return os.open(fifo, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:  # nobody reads yet
            time.sleep(0.02)
    raise AssertionError(process.communicate()[1])


HEARING = "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execv(sys.argv[1], sys.argv[1:])"
"""Runs a command that hears interrupts, which a job in the background may not."""


def test_an_interrupt_is_no_traceback(tmp_path) -> None:
    fifo = tmp_path / "never.json"
    os.mkfifo(fifo)
    command = [sys.executable, "-c", HEARING, COMMAND, "verify", str(fifo)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    with os.fdopen(opened_by_its_reader(fifo, process), "w"):
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=60)[1]
    assert said.strip() == "Stopped."
    assert process.returncode == Exit.INTERRUPTED


def test_a_defect_is_one_sentence(capfd) -> None:
    @click.command("break")
    def breaks() -> None:
        raise KeyError("\x1b[2Jsurprise")

    code = run_command(["break"], group=click.Group("citewire", [breaks]))
    assert code == Exit.UNFORESEEN
    said = capfd.readouterr().err
    assert said.startswith("Citewire failed unexpectedly")
    assert said.count("\n") == 1
    assert "\x1b" not in said


def test_help_loads_nothing_that_is_heavy() -> None:
    script = (
        "import sys; from ui.cli.running import run_command; run_command(['--help']);"
        "heavy = {'numpy', 'rich', 'rag.api', 'chromadb', 'langchain_core', 'gradio', 'spacy'};"
        "sys.exit(sorted(heavy & set(sys.modules)) or 0)"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=60)
    assert (run.returncode, run.stderr) == (0, "")
    assert all(f"\n  {name} " in run.stdout for name in COMMANDS)


def test_every_command_takes_json_and_debug() -> None:
    context = click.Context(group)
    for name in COMMANDS:
        command = group.get_command(context, name)
        leaves = command.commands.values() if isinstance(command, click.Group) else [command]
        for leaf in leaves:
            options = {option for parameter in leaf.params for option in parameter.opts}
            assert {"--json", "--debug"} <= options, name
