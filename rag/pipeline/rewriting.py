"""A question that leans on earlier ones is rewritten before anything is searched: by a model, or by rules."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from rag.errors import ModelError
from rag.protocols import Parser
from rag.schema import Turn
from rag.stages.conversation import leans, standalone_question
from rag.stages.conversation.asking_model import keeps_to, rewrite_request, rewriting_in
from rag.stages.writing.records import ChatModel

_READ = 600
"""Characters that are read of what a model writes."""
_TURNS = 4

_log = logging.getLogger("citewire")


class Rewriter:
    """Says what a follow-up asks. Safe to share between threads.

    A model is asked only where the question leans on earlier ones by its form; where its words do not keep to the
    conversation, or its server fails, the rules decide.
    """

    def __init__(self, parser: Parser, open_model: Callable[[], ChatModel] | None = None) -> None:
        self._parser = parser
        self._open_model = open_model

    def rewrite(self, question: str, turns: Sequence[Turn]) -> str | None:
        """Return the question so that it stands by itself; None where it does, or where nothing explains it."""
        if not turns:
            return None
        written = self._written(question, turns[-_TURNS:]) if leans(question, self._parser) else None
        whole = written or standalone_question(question, turns, self._parser)
        return None if whole == question else whole

    def _written(self, question: str, turns: Sequence[Turn]) -> str | None:
        if self._open_model is None:
            return None
        text = ""
        try:
            for piece in self._open_model().stream(rewrite_request(question, turns)):
                text += piece
                if len(text) > _READ:
                    break
        except ModelError as exc:
            _log.warning("the model did not rewrite a question: %s", exc)
            return None
        rewriting = rewriting_in(text)
        kept = keeps_to(rewriting, question, turns) and not leans(rewriting, self._parser)
        return rewriting if kept else None
