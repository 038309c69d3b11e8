"""What follows from the figures of two sides, said with the sides' names and with spans of what is quoted alone."""

from __future__ import annotations

from dataclasses import dataclass

from rag.stages.asking.comparing import Comparison
from rag.stages.asking.figures import Figure, precede, same
from rag.stages.asking.measures import Sought

_DEGREES: dict[Sought, str] = {
    "greater": "has the higher figure",
    "smaller": "has the lower figure",
    "earlier": "has the earlier date",
    "later": "has the later date",
}


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What follows."""

    winner: int | None
    """Place of the side that is asked for; None where the figures are the same."""
    reason: str
    """One sentence that gives both figures."""


def conclude(comparison: Comparison, figures: tuple[Figure, Figure]) -> Conclusion | None:
    """Return what follows from the figures of the sides; None where they leave the order open."""
    if same(*figures):
        return Conclusion(None, _of_the_same(comparison, figures[0]))
    if not (precede(*figures) or precede(*figures[::-1])):
        return None
    least = 0 if precede(*figures) else 1
    winner = least if comparison.sought in {"smaller", "earlier"} else 1 - least
    return Conclusion(winner, _of_the_winner(comparison, figures, winner))


def _of_the_same(comparison: Comparison, figure: Figure) -> str:
    kind = "date" if comparison.dated else "figure"
    if comparison.confirms:
        return f"No: both have the same {kind}, {figure.text}."
    return f"Both have the same {kind}: {figure.text}."


def _of_the_winner(comparison: Comparison, figures: tuple[Figure, Figure], winner: int) -> str:
    name, loser = comparison.names[winner], comparison.names[1 - winner]
    told = f"{figures[winner].text} against {figures[1 - winner].text} for {loser}."
    degree = _DEGREES[comparison.sought]
    if comparison.confirms:
        return f"{'No' if winner else 'Yes'}: {name} {degree}, {told}"
    return f"{name[:1].upper()}{name[1:]} {degree}: {told}"
