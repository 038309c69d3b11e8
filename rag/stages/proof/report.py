"""What was found of a saved answer, in lines for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.stages.proof.saved import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rag.stages.proof.checking import ProofCheck, QuoteCheck


def report_lines(check: ProofCheck) -> Iterator[str]:
    """Describe ``check`` for a person, a line at a time, with nothing that could steer a terminal."""
    for number, claim in enumerate(check.claims, 1):
        yield f"claim {number} ({claim.wording}): {printable(claim.text)}"
        yield from (f"  fault: {fault}" for fault in claim.faults)
        yield from _quote_lines(claim.quotes)
    if check.closest:
        yield "closest passages"
        yield from _quote_lines(check.closest)
    yield from (f"fault: {fault}" for fault in check.faults)
    standing = [quote.standing for quote in check.quotes]
    counts = ", ".join(f"{standing.count(kind)} {kind}" for kind in ("held", "moved", "lost"))
    yield f"{'The proof holds' if check.holds else 'The proof does not hold'}: {counts}."


def _quote_lines(quotes: Iterable[QuoteCheck]) -> Iterator[str]:
    for check in quotes:
        place = "" if check.start is None else f" at {check.start}-{check.start + len(check.quote.quote)}"
        yield f"  {check.standing}{place} in {printable(check.quote.title)!r}: {check.detail}."
