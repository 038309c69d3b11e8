"""The only place where the command line writes. Text from articles, files and errors is never trusted."""

from __future__ import annotations

import json
import re
import sys
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any

from rag.stages.proof.saved import printable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO

    from rich.console import Console
    from rich.text import Text

_STEERING = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class ReaderGone(Exception):
    """Whoever read the output stopped reading."""


def write_json(record: Mapping[str, Any]) -> None:
    """Write a record as one line and flush it, so that a reader has it before anything else happens."""
    line = json.dumps(record, ensure_ascii=False)
    _write(sys.stdout, _STEERING.sub(lambda match: f"\\u{ord(match[0]):04x}", line))


def write_line(line: str = "") -> None:
    """Write one line of plain text."""
    _write(sys.stdout, printable(line))


def write_error(sentence: str) -> None:
    """Write one sentence to standard error."""
    try:
        _write(sys.stderr, printable(sentence))
    except (OSError, ReaderGone):  # nobody is left to tell
        return


def write_help(text: str) -> None:
    """Write the help of a command that was called without saying what to do."""
    for line in text.splitlines():
        _write(sys.stderr, line)


def write_exactly(text: str) -> None:
    """Write text as it is, for files and pipes; on a terminal, line by line without what could steer it."""
    if sys.stdout.isatty():
        for line in text.split("\n"):
            write_line(line)
        return
    try:
        sys.stdout.buffer.write(text.encode("utf-8", "surrogatepass"))
        sys.stdout.flush()
    except BrokenPipeError as exc:
        raise ReaderGone from exc


def write_styled(text: Text, *, indent: int = 0) -> None:
    """Write a line with rich: styled and wrapped on a terminal, plain and unbroken elsewhere."""
    console = console_for(sys.stdout)
    if console.is_terminal:
        from rich.padding import Padding

        console.print(Padding(text, (0, 0, 0, indent)))
    else:
        console.print(" " * indent + text.plain, soft_wrap=True)


def console_for(stream: TextIO) -> Console:
    """Return rich's console for a stream. It reads no markup; NO_COLOR and pipes are honoured by rich."""
    from rich.console import Console

    class PipeAwareConsole(Console):
        def on_broken_pipe(self) -> None:
            raise ReaderGone

    return PipeAwareConsole(file=stream, markup=False, highlight=False, emoji=False)


def speak_utf8() -> None:
    """Write UTF-8 whatever the locale says: articles are in any script."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _write(stream: TextIO, line: str) -> None:
    try:
        stream.write(f"{line}\n")
        stream.flush()
    except BrokenPipeError as exc:  # click would end the process with the code of a refusal
        raise ReaderGone from exc
