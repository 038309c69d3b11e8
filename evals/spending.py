"""What chat models spent on one question: every call of theirs, and the tokens that their servers told."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.tracers.context import register_configure_hook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from langchain_core.messages import BaseMessage
    from langchain_core.outputs import LLMResult

CHARACTERS = 4
"""Of a token of English, about. Tokens of a call that was left in the middle are counted so: nobody tells them."""


@dataclass(slots=True)
class _Call:
    """A call that is under way, in characters."""

    read: int
    written: int = 0


class Spent(BaseCallbackHandler):
    """Counts tokens of all calls: opinions, drafts and repairs alike."""

    def __init__(self) -> None:
        self.read = 0
        self.written = 0
        self._untold: dict[UUID, _Call] = {}
        self._lock = threading.Lock()

    def to_dict(self) -> dict[str, int] | None:
        """Return the tokens of all calls, 0 where there was none; None where a server did not tell those of one."""
        return None if self._untold else {"input_tokens": self.read, "output_tokens": self.written}

    def on_chat_model_start(
        self,
        serialized: dict[str, Any],  # noqa: ARG002 - given by name
        messages: list[list[BaseMessage]],
        *,
        run_id: UUID,
        **_: Any,
    ) -> None:
        """Note a call, whose tokens are not told yet."""
        asked = sum(len(message.text) for batch in messages for message in batch)
        with self._lock:
            self._untold[run_id] = _Call(asked)

    def on_llm_new_token(self, token: str | list[str | dict[str, Any]], *, run_id: UUID, **_: Any) -> None:
        """Note what a call has written so far."""
        with self._lock:
            if run_id in self._untold:
                self._untold[run_id].written += len(token) if isinstance(token, str) else 0

    def on_llm_end(self, response: LLMResult, *, run_id: UUID, **_: Any) -> None:
        """Add what a call spent."""
        message = getattr(response.generations[0][0], "message", None)
        if usage := getattr(message, "usage_metadata", None):
            self._add(run_id, usage["input_tokens"], usage["output_tokens"])

    def on_llm_error(self, error: BaseException, *, run_id: UUID, **_: Any) -> None:
        """Forget a call that a server refused, since it cost nothing; estimate one that was left in the middle."""
        call = self._untold.get(run_id)
        if getattr(error, "status_code", None) is not None:
            self._add(run_id, 0, 0)
        elif isinstance(error, GeneratorExit) and call is not None:
            self._add(run_id, call.read // CHARACTERS, call.written // CHARACTERS)

    def _add(self, run_id: UUID, read: int, written: int) -> None:
        with self._lock:
            self._untold.pop(run_id, None)
            self.read += read
            self.written += written


_spent: ContextVar[Spent | None] = ContextVar("citewire_spent", default=None)
register_configure_hook(_spent, inheritable=True)


@contextmanager
def spending() -> Iterator[Spent]:
    """Yield the count of what is spent in this block, on every thread that it starts through LangChain."""
    counted = Spent()
    token = _spent.set(counted)
    try:
        yield counted
    finally:
        _spent.reset(token)
