"""The question that a turn of a conversation asks, said so that it can be understood without the turns before it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rag.protocols import Parser
from rag.schema import Turn
from rag.stages.asking.frames import strip_frame
from rag.stages.conversation.antecedents import answered_names, candidates_of, said_in
from rag.stages.conversation.completing import complete
from rag.stages.conversation.continuing import closed
from rag.stages.conversation.filling import fill
from rag.stages.conversation.fragments import Fragment, fragment_of, is_fragment
from rag.stages.conversation.mentions import Said
from rag.stages.conversation.nominal import lacks_noun, with_noun
from rag.stages.conversation.pronouns import leans_of
from rag.stages.conversation.propositions import is_denied, points_to_statement, with_deed, with_proposition
from rag.stages.conversation.shapes import read_shape
from rag.stages.conversation.times import points_to_time, with_time
from rag.stages.conversation.wording import plain, recased, without_topic

_DATELINE = re.compile(r"^[A-Z][A-Z .'-]+(?:,\s+[A-Z][\w.]+)*\s+(?:—|–|--)\s+")
LOOKED_AT = 4
"""Turns before the question that may explain it."""
_SENTENCES = 6
"""Of one answer."""


def leans(question: str, parser: Parser) -> bool:
    """Tell whether a question leaves out, or points to, what only an earlier turn says."""
    asked = plain(question)
    fragment = fragment_of(question)
    parse, bare = parser.parse([asked, fragment.text])
    return is_fragment(fragment, bare) or bool(leans_of(parse)) or points_to_time(asked) or points_to_statement(parse)


def standalone_question(question: str, turns: Sequence[Turn], parser: Parser) -> str:
    """Return the question so that it stands by itself; unchanged where it does, or where nothing explains it.

    ``turns`` are the earlier ones, oldest first. What their answers say is read for names alone: it chooses what is
    asked about, and answers nothing.
    """
    if not turns or not (leans(question, parser) or lacks_noun(parser.parse([plain(question)])[0])):
        return question
    said = _parsed(turns[-LOOKED_AT:], parser)
    asked = recased(without_topic(plain(question)), _texts(turns[-LOOKED_AT:]))
    whole = _completed(fragment_of(recased(question, _texts(turns[-LOOKED_AT:]))), asked, said[-1], parser)
    parse = parser.parse([_with_what_was_said(whole, said[-1], parser)])[0]
    filled = fill(parse, leans_of(parse), candidates_of(said))
    return question if filled.text.casefold() == plain(question).casefold() else closed(filled.text)


def _texts(turns: Sequence[Turn]) -> Iterator[str]:
    for turn in turns:
        yield from (turn.standalone, *turn.sentences)


def _completed(fragment: Fragment, asked: str, before: Said, parser: Parser) -> str:
    """Return the question with what it leaves out: the noun, or all that a fragment does not say."""
    parse, bare = parser.parse([asked, fragment.text])
    built = read_shape(before.question)
    if not is_fragment(fragment, bare):
        return with_noun(parse, built)
    named = with_time(with_noun(bare, built), before)
    if named != fragment.text:
        fragment, bare = replace(fragment, text=named), parser.parse([named])[0]
    whole = complete(fragment, bare, built, answered_names(before), denied=is_denied(built, before))
    return whole or with_noun(parse, built)


def _with_what_was_said(text: str, before: Said, parser: Parser) -> str:
    built = read_shape(before.question)
    text = with_time(with_deed(text, built), before)
    return with_proposition(parser.parse([text])[0], before, built)


def _parsed(turns: Sequence[Turn], parser: Parser) -> tuple[Said, ...]:
    said = []
    for turn in turns:
        sentences = turn.sentences[:_SENTENCES]
        asked = recased(plain(strip_frame(turn.standalone)), _texts(turns))
        said.append(said_in(turn, parser.parse([asked, *map(_without_dateline, sentences)])))
    return tuple(said)


def _without_dateline(sentence: str) -> str:
    """ "NAIROBI, Kenya — The pact was signed": the parser takes the place for the subject."""
    return _DATELINE.sub("", sentence, count=1)
