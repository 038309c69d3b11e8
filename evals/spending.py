"""What chat models spent on one question: every call of theirs, and the tokens that their servers told."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.tracers.context import register_configure_hook

if TYPE_CHECKING:
    from collections.abc import Iterator

    from langchain_core.outputs import LLMResult


class Spent(BaseCallbackHandler):
    """Counts calls and tokens: opinions, drafts and repairs alike."""

    def __init__(self) -> None:
        self.read = 0
        self.written = 0
        self._untold = 0
        self._lock = threading.Lock()

    def to_dict(self) -> dict[str, int] | None:
        """Return the tokens of all calls, 0 where there was none; None where a server did not tell those of one."""
        return None if self._untold else {"input_tokens": self.read, "output_tokens": self.written}

    def on_chat_model_start(self, *_: Any, **__: Any) -> None:
        """Note a call, whose tokens are not told yet."""
        with self._lock:
            self._untold += 1

    def on_llm_end(self, response: LLMResult, **_: Any) -> None:
        """Add what a call spent. One that was left before its end ends without this, and stays untold."""
        message = getattr(response.generations[0][0], "message", None)
        usage = getattr(message, "usage_metadata", None)
        if usage:
            with self._lock:
                self._untold -= 1
                self.read += usage["input_tokens"]
                self.written += usage["output_tokens"]

    def on_llm_error(self, error: BaseException, **_: Any) -> None:
        """Forget a call that a server refused, since it cost nothing."""
        if getattr(error, "status_code", None) is not None:
            with self._lock:
                self._untold -= 1


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
