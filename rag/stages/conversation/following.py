"""The question that a turn of a conversation asks, said so that it can be understood without the turns before it."""

from __future__ import annotations

from collections.abc import Sequence

from rag.protocols import Parser
from rag.schema import Turn
from rag.stages.asking.frames import strip_frame
from rag.stages.conversation.antecedents import Said, answered_names, candidates_of, said_in
from rag.stages.conversation.completing import complete
from rag.stages.conversation.fragments import fragment_of, is_fragment
from rag.stages.conversation.pronouns import fill, leans_of
from rag.stages.conversation.shapes import read_shape

LOOKED_AT = 4
"""Turns before the question that may explain it."""
_SENTENCES = 6
"""Of one answer."""


def leans(question: str, parser: Parser) -> bool:
    """Tell whether a question leaves out, or points to, what only an earlier turn says."""
    fragment = fragment_of(question)
    parse, bare = parser.parse([question, fragment.text])
    return is_fragment(fragment, bare) or bool(leans_of(parse))


def standalone_question(question: str, turns: Sequence[Turn], parser: Parser) -> str:
    """Return the question so that it stands by itself; unchanged where it does, or where nothing explains it.

    ``turns`` are the earlier ones, oldest first. What their answers say is read for names alone: it chooses what is
    asked about, and answers nothing.
    """
    if not turns or not leans(question, parser):
        return question
    said = _parsed(turns[-LOOKED_AT:], parser)
    whole = _completed(question, said[-1], parser)
    parse = parser.parse([whole])[0]
    filled = fill(parse, leans_of(parse), candidates_of(said))
    return filled.text if filled.found or whole != question else question


def _completed(question: str, before: Said, parser: Parser) -> str:
    fragment = fragment_of(question)
    parse = parser.parse([fragment.text])[0]
    if not is_fragment(fragment, parse):
        return question
    return complete(fragment, parse, read_shape(before.question), answered_names(before)) or question


def _parsed(turns: Sequence[Turn], parser: Parser) -> tuple[Said, ...]:
    said = []
    for turn in turns:
        sentences = turn.sentences[:_SENTENCES]
        said.append(said_in(turn, parser.parse([strip_frame(turn.standalone), *sentences])))
    return tuple(said)
