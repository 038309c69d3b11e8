"""The server of the page: it is bound before anything is loaded, and announced once it listens."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from typing import TYPE_CHECKING

import uvicorn

from rag.api import Pipeline
from rag.errors import BadInput
from ui.web.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fastapi import FastAPI

_LAST_PORT = 65_535
_GRACE = 2
"""Seconds that open requests get to end when the server is stopped."""


def serve(
    *,
    host: str = "127.0.0.1",
    port: int = 7860,
    library: Path | None = None,
    corpus: Path | None = None,
    model: str | None = None,
    min_confidence: float | None = None,
    announce: Callable[[str], object],
) -> None:
    """Serve the page until it is interrupted; ``announce`` gets its address once it listens.

    ``port`` 0 takes a free one. The other options are those of :class:`rag.Pipeline`. Raises BadInput where
    the address cannot be used, and what opening a pipeline raises.
    """

    def opened() -> Desk:
        pipeline = Pipeline(library=library, corpus=corpus, model=model, min_confidence=min_confidence)
        return Desk(pipeline, model=model)

    with bind(host, port) as listener, ThreadPoolExecutor(1) as pool:
        opening = pool.submit(opened)
        import_gradio()  # takes seconds, and so do the models: both are loaded at once
        desk = opening.result()
        try:
            _run(_app(desk, host), listener, lambda: announce(address(host, listener)))
        finally:
            desk.close()


def build_app(pipeline: Pipeline, *, host: str = "127.0.0.1") -> FastAPI:
    """Return the application that serves the page over a pipeline, to be bound to ``host``."""
    import_gradio()
    return _app(Desk(pipeline), host)


def import_gradio() -> None:
    """Import Gradio with whatever it would send elsewhere turned off."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    import_module("ui.web.site")


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


class _Announcing(uvicorn.Server):
    """Says when it listens."""

    def __init__(self, config: uvicorn.Config, listening: Callable[[], object]) -> None:
        super().__init__(config)
        self._listening = listening

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._listening()


def _run(app: FastAPI, listener: socket.socket, listening: Callable[[], object]) -> None:
    config = uvicorn.Config(
        app,
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=_GRACE,
    )
    logging.getLogger("uvicorn.error").addFilter(_worth_telling)
    _Announcing(config, listening).run(sockets=[listener])


def _worth_telling(record: logging.LogRecord) -> bool:
    """Pass over what is said of every page that is still open when the server is stopped."""
    fault = record.exc_info[1] if record.exc_info else None
    return not isinstance(fault, asyncio.CancelledError) and "graceful shutdown" not in record.getMessage()


def _app(desk: Desk, host: str) -> FastAPI:
    return import_module("ui.web.site").build_site(desk, host=host)  # type: ignore[no-any-return]
