"""The id of the request that is being served, which its answer and its lines in the log carry."""

from __future__ import annotations

import re
from contextvars import ContextVar
from uuid import uuid4

HEADER = "X-Request-ID"
_USABLE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")

_current: ContextVar[str] = ContextVar("citewire_request_id", default="")


def begin_request(wished: str | None = None) -> str:
    """Set and return the id: the one that a proxy or a client gave, where it is usable, else a new one."""
    chosen = wished if wished and _USABLE.fullmatch(wished) else uuid4().hex
    _current.set(chosen)
    return chosen


def request_id() -> str:
    """Return the id of the request that is being served, or nothing outside one."""
    return _current.get()
