"""Whom the server serves, and how much."""

from __future__ import annotations

from dataclasses import dataclass, field

from ui.serving.line import MOST_WAITING
from ui.serving.work import TIME_LIMIT

MAX_BODY = 25_000_000
"""Bytes of the body of one request: several small files, or a large one, with what stands around it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is done at a time, for whom, and for how long."""

    most_waiting: int = MOST_WAITING
    """Questions that may wait; whoever comes then is told to come again."""
    per_minute: int = 0
    """Requests that take processors, from one client in a minute; 0 for no limit."""
    answer_s: float = TIME_LIMIT
    header_s: float = 10.0
    """Seconds that a connection may be open without asking for anything; it is closed after at most twice that."""
    body_s: float = 30.0
    """Seconds in which a request's body must have arrived, and one more for every 20 kB of it."""
    body_bytes: int = MAX_BODY
    connections: int = 2000
    """Connections that are open at the same time."""


@dataclass(frozen=True, slots=True)
class Access:
    """Who may do what."""

    host: str = "127.0.0.1"
    """The address that is listened on."""
    secrets: tuple[str, ...] = field(default=(), repr=False)
    """The password and the token; any of them opens everything. None means that nobody is asked."""
    origins: tuple[str, ...] = ()
    """Other sites, as ``https://news.example``, whose pages may ask, and whose names the server answers to."""
    read_only: bool = False
    """True where nobody may add or remove articles."""
    page: bool = True
    """False where programs are served and readers are not."""
    proxies: tuple[str, ...] = ()
    """Addresses whose word on who the client is (X-Forwarded-For) is taken."""
