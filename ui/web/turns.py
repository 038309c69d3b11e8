"""What one open page remembers: its questions, and what became of each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, assert_never

from rag.schema import (
    Answer,
    Citation,
    Claim,
    ClaimShown,
    ClaimWithheld,
    Event,
    Finished,
    QuestionRewritten,
    SourcesFound,
    unique_citations,
)
from rag.schema import Turn as Earlier

if TYPE_CHECKING:
    from collections.abc import Sequence

Phase = Literal["searching", "reading", "done", "stopped", "failed"]
"""``searching`` until the sources are found, ``reading`` until the answer is complete."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One question with as much of its answer as there is."""

    number: int
    """Position in the conversation, from 1."""
    question: str
    request_id: str = ""
    """What the log and the saved answer call it."""
    rewritten: str = ""
    """What is answered in its place, where it leaned on earlier questions."""
    phase: Phase = "searching"
    claims: tuple[Claim, ...] = ()
    withheld: tuple[Claim, ...] = ()
    ahead: int = 0
    """How many questions of others are answered first, while it waits."""
    read: int = 0
    """How many sentences were read closely."""
    answer: Answer | None = None
    """The whole answer, once it is finished."""
    rated: str = ""
    """What came of the reader's feedback, in one sentence."""
    kept: bool = False
    """True where that feedback is kept."""
    trouble: str = ""
    """Why there is no answer, in one sentence, where something failed."""

    @property
    def running(self) -> bool:
        """True while more may come."""
        return self.phase in {"searching", "reading"}

    @property
    def citations(self) -> tuple[Citation, ...]:
        """What the claims cite, each span once; citation ``n`` of the page is the n-th."""
        return unique_citations(self.claims)

    @property
    def closest(self) -> tuple[Citation, ...]:
        """On a refusal, the passages that came nearest."""
        return self.answer.closest if self.answer and self.answer.abstained else ()

    def numbers(self, claim: Claim) -> tuple[int, ...]:
        """Return the page's numbers of a claim's citations."""
        places = {citation: number for number, citation in enumerate(self.citations, 1)}
        return tuple(dict.fromkeys(places[citation] for citation in claim.citations))


def advanced(turn: Turn, event: Event) -> Turn:
    """Return the turn after an event of the pipeline's stream."""
    match event:
        case QuestionRewritten(question):
            return replace(turn, rewritten=question)
        case SourcesFound(evidence):
            return replace(turn, phase="reading", read=len(evidence))
        case ClaimShown(claim):
            return replace(turn, claims=(*turn.claims, claim))
        case ClaimWithheld(claim):
            return replace(turn, withheld=(*turn.withheld, claim))
        case Finished(answer):
            return replace(turn, phase="done", answer=answer, claims=answer.claims, withheld=answer.withheld)
        case _:
            assert_never(event)


def stopped(turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """Return the turns with the running one marked as stopped by the reader."""
    return tuple(replace(turn, phase="stopped") if turn.running else turn for turn in turns)


@dataclass(frozen=True, slots=True)
class Session:
    """What one open page remembers. Frozen: each event makes a new one."""

    turns: tuple[Turn, ...] = ()
    """The conversation, oldest first."""
    current: int = 0
    """Number of the turn that is shown; 0 where none is."""
    notice: str = ""
    """Why the last question was not even asked, in one sentence."""

    @property
    def turn(self) -> Turn | None:
        """The turn that is shown."""
        return next((turn for turn in self.turns if turn.number == self.current), None)

    @property
    def history(self) -> tuple[Earlier, ...]:
        """What was asked and answered before the next question, the turn that is shown last: it is followed up."""
        in_order = sorted(self.turns, key=lambda turn: (turn.number == self.current, turn.number))
        return tuple(Earlier(turn.question, turn.answer) for turn in in_order if turn.answer is not None)

    @property
    def others(self) -> tuple[Turn, ...]:
        """The turns that are not shown, oldest first."""
        return tuple(turn for turn in self.turns if turn.number != self.current)

    @property
    def running(self) -> bool:
        """True while an answer is being made."""
        return any(turn.running for turn in self.turns)

    def with_turn(self, turn: Turn) -> Session:
        """Return the session with this turn, the newest, added or replaced, and shown."""
        earlier = tuple(other for other in self.turns if other.number != turn.number)
        return replace(self, turns=(*earlier, turn), current=turn.number, notice="")

    def updated(self, turn: Turn) -> Session:
        """Return the session with this turn in the place of the one of its number."""
        return replace(self, turns=tuple(turn if turn.number == old.number else old for old in self.turns))

    def reopened(self, number: int) -> Session:
        """Return the session with another of its turns shown; unknown numbers change nothing."""
        known = any(turn.number == number for turn in self.turns)
        return replace(self, current=number, notice="") if known else self

    def stopped(self) -> Session:
        """Return the session with whatever was running stopped by the reader."""
        return replace(self, turns=stopped(self.turns))
