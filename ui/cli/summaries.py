"""How a summary and an article's facts are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from rag.stages.proof.saved import printable
from ui.cli.output import write_line, write_styled

if TYPE_CHECKING:
    from rag.summary import Coverage, Fact, FactSort, KeyFacts, Summary
    from ui.cli.answers import AnswerWriter

_HEADINGS: dict[FactSort, str] = {
    "what": "What happened",
    "who": "Who",
    "where": "Where",
    "when": "When",
    "figure": "Figures",
    "quotation": "Quotations",
}


def write_rest(summary: Summary, writer: AnswerWriter) -> None:
    """Write what stands under a summary's sentences: the reason, what is covered, citations, what was withheld."""
    if summary.reason:
        write_styled(Text(printable(summary.reason), style="yellow"))
    write_styled(Text(_covered(summary.record), style="dim"))
    writer.write_citations()
    writer.write_withheld(summary.withheld)


def _covered(record: Coverage) -> str:
    held = f"Holds {record.names_held} of {record.names} names and {record.figures_held} of {record.figures} figures"
    return f"{held} in {record.words} of {record.article_words} words."


def write_facts(facts: KeyFacts) -> None:
    """Write facts under headings, each with the sentences that hold it as ``citewire show`` would find them."""
    write_styled(Text(printable(facts.title), style="bold"))
    for sort, heading in _HEADINGS.items():
        found = facts.of(sort)
        if found:
            write_line()
            write_styled(Text(heading, style="cyan"))
            for fact in found:
                _write_fact(fact)


def _write_fact(fact: Fact) -> None:
    line = Text(f"- {printable(fact.text)}")
    if fact.sort == "quotation":
        line.append(f" ({printable(fact.speaker)})" if fact.speaker else " (speaker not named)", style="bold")
    spans = ", ".join(f"{citation.start}-{citation.end}" for citation in fact.citations)
    line.append(f" [{spans}]", style="dim")
    write_styled(line)
