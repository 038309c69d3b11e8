"""``citewire verify``: a saved answer against its articles."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ui.cli.exits import Exit
from ui.cli.group import PATH, shared_options

if TYPE_CHECKING:
    from rag.stages.proof.checking import ProofCheck
    from rag.stages.proof.saved import Proof
    from ui.cli.drift import CitedVersion


@click.command("verify")
@click.argument("answer", type=PATH, metavar="ANSWER.json")
@click.option(
    "--article",
    "files",
    multiple=True,
    type=PATH,
    help="File of an article: text, Markdown, or what `show --text` wrote; may be repeated.  "
    "[default: the library's articles]",
)
@click.option("--strict", is_flag=True, help="Fail also where a quote has moved, or its article has a newer version.")
@shared_options
def command(answer: Path, files: tuple[Path, ...], strict: bool, library: Path | None, as_json: bool) -> int:
    """Check that a saved answer still stands, word for word, in the articles that it cites.

    A quote that stands elsewhere in an edited text is found again and reported as moved; one that is gone
    makes the command exit with 5. tools/verify.py does the same without Citewire.
    """
    from dataclasses import asdict

    from rag.stages.proof.report import report_lines
    from rag.stages.proof.saved import read_proof
    from ui.cli.files import read_bytes, readable
    from ui.cli.output import write_json, write_line

    with readable():
        proof = read_proof(read_bytes(answer))
    check, versions = (_against_files(proof, files), ()) if files else _against_library(proof, library)
    if as_json:
        write_json({**check.to_dict(), "versions": [asdict(version) for version in versions]})
    else:
        for line in (*report_lines(check), *(version.line for version in versions if version.drifted)):
            write_line(line)
    drifted = check.drifted or any(version.drifted for version in versions)
    return Exit.DONE if check.holds and not (strict and drifted) else Exit.PROOF


def _against_files(proof: Proof, files: tuple[Path, ...]) -> ProofCheck:
    from rag.stages.proof.checking import check_proof
    from rag.stages.proof.saved import readings_of
    from ui.cli.files import read_bytes, readable

    with readable():
        texts = [text for file in files for text in readings_of(read_bytes(file))]
    return check_proof(proof, lambda _: texts)


def _against_library(proof: Proof, library: Path | None) -> tuple[ProofCheck, tuple[CitedVersion, ...]]:
    """Check an answer against what its articles say now, and tell which versions it cites."""
    from rag.api import Pipeline
    from rag.stages.proof.checking import check_proof
    from ui.cli.drift import cited_versions, current_texts

    with Pipeline(library=library) as pipeline:
        stored = cache(partial(current_texts, library=pipeline.library))
        return check_proof(proof, stored), cited_versions(proof, pipeline.library)
