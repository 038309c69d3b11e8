"""The parts of one question, each said so that it can be answered by itself."""

from __future__ import annotations

from rag.protocols import Parser
from rag.schema import Turn
from rag.stages.asking.parts import split_parts
from rag.stages.conversation.following import leans, standalone_question


def standalone_parts(question: str, parser: Parser) -> tuple[str, ...]:
    """Return the questions that a question (without its frame) asks; what a part leaves to those before is filled in.

    Where that cannot be done ("What happened and why?") the question stays whole.
    """
    turns: list[Turn] = []
    for part in split_parts(parser.parse([question])[0]):
        whole = standalone_question(part, turns, parser)
        if turns and whole == part and leans(part, parser):
            return (question,)
        turns.append(Turn(whole))
    return tuple(turn.question for turn in turns)
