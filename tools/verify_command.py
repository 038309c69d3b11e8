"""The command line of ``tools/verify.py``; what it calls stands in ``rag/stages/proof``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TextIO

from rag.stages.proof.checking import check_proof
from rag.stages.proof.report import report_lines
from rag.stages.proof.saved import UnreadableProof, printable, read_proof, readings_of

HOLDS, BAD_INPUT, DOES_NOT_HOLD = 0, 2, 5


def verify(arguments: list[str]) -> int:
    """Check the answer that ``arguments`` name, print what was found, and return the exit code."""
    parser = argparse.ArgumentParser(
        prog="verify.py",
        description="Check that an answer of Citewire stands, word for word, in the articles that it cites. "
        f"Exit codes: {HOLDS} it holds, {BAD_INPUT} a file cannot be used, {DOES_NOT_HOLD} it does not hold.",
    )
    parser.add_argument("answer", metavar="ANSWER.json", help="what `citewire ask --json` wrote")
    parser.add_argument(
        "--article",
        metavar="FILE",
        action="append",
        required=True,
        help="the article: text, Markdown, or what `citewire show --text` exports; once for each article",
    )
    parser.add_argument("--strict", action="store_true", help="fail also where a quote has only moved")
    options = parser.parse_args(arguments)
    try:
        texts = [text for file in options.article for text in readings_of(Path(file).read_bytes())]
        check = check_proof(read_proof(Path(options.answer).read_bytes()), lambda _: texts)
    except UnreadableProof as exc:
        return _say(str(exc), BAD_INPUT)
    except OSError as exc:
        return _say(f"{exc.filename!r} cannot be read: {exc.strerror}.", BAD_INPUT)
    for line in report_lines(check):
        _write(sys.stdout, line)
    return HOLDS if check.holds and not (options.strict and check.drifted) else DOES_NOT_HOLD


def _say(message: str, code: int) -> int:
    _write(sys.stderr, printable(message))
    return code


def _write(stream: TextIO, line: str) -> None:
    """Write a line as UTF-8, whatever the terminal's own encoding is."""
    stream.buffer.write(f"{line}\n".encode())


if __name__ == "__main__":
    sys.exit(verify(sys.argv[1:]))
