"""The server: bound before anything is loaded, announced once it listens, and gone soon after it is told to go."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
from threading import Timer
from typing import TYPE_CHECKING

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from rag.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

    from starlette.types import ASGIApp

    from ui.serving.service import Service

_LAST_PORT = 65_535
_GRACE = 1
"""Seconds that open requests get to end when the server is stopped."""
_END = 2.5
"""Seconds after which the process ends, whatever a thread still computes: nothing that was acknowledged is lost."""
_BACKLOG = 2048
_FILES = 512
"""Files that are open besides connections."""


def bind(host: str, port: int) -> socket.socket:
    """Return a socket bound to the address; raises BadInput with what to do where it cannot be had."""
    try:
        if not 0 <= port <= _LAST_PORT:  # the resolver would take what is left of it modulo 65,536
            raise OverflowError(f"ports end at {_LAST_PORT}")
        family, kind, protocol, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(place)
    except (OSError, OverflowError, UnicodeError) as exc:
        reason = getattr(exc, "strerror", None) or str(exc)
        raise BadInput(f"The page cannot use {host}:{port} ({reason}); choose another --host or --port.") from exc
    return listener


def address(host: str, listener: socket.socket) -> str:
    """Return the URL at which a browser on this machine reaches the page."""
    port = listener.getsockname()[1]
    shown = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host)  # noqa: S104 - shown, not bound
    return f"http://[{shown}]:{port}/" if ":" in shown else f"http://{shown}:{port}/"


def listen(app: ASGIApp, listener: socket.socket, service: Service, listening: Callable[[], object]) -> None:
    """Serve until the process is told to end; ``listening`` is called once connections are accepted."""
    access, limits = service.access, service.limits
    allow_files(limits.connections + _FILES)
    config = uvicorn.Config(
        app,
        http=prompt_protocol(limits.header_s),
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=bool(access.proxies),
        forwarded_allow_ips=list(access.proxies),
        limit_concurrency=limits.connections,
        backlog=_BACKLOG,
        timeout_graceful_shutdown=_GRACE,
    )
    logging.getLogger("uvicorn.error").addFilter(_worth_telling)
    _Announcing(config, listening).run(sockets=[listener])


def prompt_protocol(seconds: float) -> type[H11Protocol]:
    """Return the protocol that hangs up on whoever connects and then does not ask within ``seconds`` or twice that."""

    class Prompt(H11Protocol):
        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self._idle = False
            self._looking = self.loop.call_later(seconds, self._look)

        def connection_lost(self, exc: Exception | None) -> None:
            self._looking.cancel()
            super().connection_lost(exc)

        def _look(self) -> None:
            served = self.cycle is not None and not self.cycle.response_complete
            idle = not served and self.timeout_keep_alive_task is None
            if idle and self._idle:
                self.transport.abort()
                return
            self._idle = idle
            self._looking = self.loop.call_later(seconds, self._look)

    return Prompt


def allow_files(wanted: int) -> None:
    """Let this process open so many files and connections, as far as the system allows."""
    try:
        import resource  # noqa: PLC0415 - there may be none
    except ImportError:  # Windows has no such limit
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


class _Announcing(uvicorn.Server):
    """Says when it listens, and ends the process in time."""

    def __init__(self, config: uvicorn.Config, listening: Callable[[], object]) -> None:
        super().__init__(config)
        self._listening = listening

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._listening()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if not self.should_exit:
            last = Timer(_END, os._exit, (0,))
            last.daemon = True
            last.start()
        if sig == signal.SIGTERM:  # the way to end a service: its code is 0, and what is open is closed
            self.should_exit = True
        else:
            super().handle_exit(sig, frame)


def _worth_telling(record: logging.LogRecord) -> bool:
    """Pass over what is said of every page that is still open when the server is stopped."""
    fault = record.exc_info[1] if record.exc_info else None
    return not isinstance(fault, asyncio.CancelledError) and "graceful shutdown" not in record.getMessage()
