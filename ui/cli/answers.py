"""How an answer is shown: sentences with numbers, and under them what each number cites."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from rich.text import Text

from rag.stages.proof.saved import printable
from ui.cli.output import write_line, write_styled

if TYPE_CHECKING:
    from rag.schema import Answer, Citation, Claim


class AnswerWriter:
    """Writes claims as they are verified, then the citations; numbers run in order of first use."""

    def __init__(self, *, bulleted: bool = False) -> None:
        self._mark = "- " if bulleted else ""
        self._numbers: dict[Citation, int] = {}

    def write_claim(self, claim: Claim) -> None:
        """Write one verified sentence and the numbers of its citations."""
        line = Text(f"{self._mark}{printable(claim.text)}")
        for citation in claim.citations:
            number = self._numbers.setdefault(citation, len(self._numbers) + 1)
            line.append(f" [{number}]", style="cyan")
        write_styled(line)

    def write_rest(self, answer: Answer) -> None:
        """Write what stands under the sentences: the reason, the citations, and what was withheld."""
        if answer.reason:
            write_styled(Text(printable(answer.reason), style="yellow"))
        if answer.confidence is not None and not answer.abstained:
            write_styled(Text(f"Confidence: {answer.confidence:.2f}", style="dim"))
        _write_sources(answer)
        self.write_citations()
        if answer.closest:
            _write_heading("The closest passages, which do not answer it:")
            _write_closest(answer.closest)
        self.write_withheld(answer.withheld)

    def write_citations(self) -> None:
        """Write what each number cites."""
        for citation, number in self._numbers.items():
            _write_citation(f"[{number}]", citation)

    def write_withheld(self, claims: tuple[Claim, ...]) -> None:
        """Write what was withheld, each with its reason."""
        if claims:
            _write_heading("Withheld, because it did not pass verification:")
        for claim in claims:
            write_styled(Text(f"- {printable(claim.text)} ({printable(claim.reason)})", style="dim"))


def _write_sources(answer: Answer) -> None:
    """Write how many sources there are where several articles tell it: reprints of one text count once."""
    printed = sum(len(story.cited) + len(story.also_in) for story in answer.sources)
    if printed > 1:
        count = len(answer.sources)
        write_styled(Text(f"Independent sources: {count} (printed in {printed} articles)", style="dim"))


def _write_heading(words: str) -> None:
    """Write a line that opens a new part, after an empty one."""
    write_line()
    write_styled(Text(words, style="dim"))


def _write_closest(closest: tuple[Citation, ...]) -> None:
    """Write passages under the titles of their articles."""
    for title, citations in groupby(closest, key=lambda citation: citation.title):
        write_line()
        write_styled(Text(printable(title), style="bold"))
        for citation in citations:
            write_styled(Text(f"- {printable(citation.quote)}", style="italic"), indent=2)


def _write_citation(mark: str, citation: Citation) -> None:
    write_line()
    head = Text(mark, style="cyan")
    head.append(f" {printable(citation.title)}", style="bold")
    write_styled(head)
    write_styled(Text(printable(citation.quote), style="italic"), indent=4)
