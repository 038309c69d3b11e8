"""How much a client may send, how slowly, and how often. Layers of plain ASGI."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from math import ceil
from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.responses import JSONResponse

from ui.serving.faults import Busy, Refused, TooLarge, TooLate, TooOften, error_of

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from ui.serving.options import Limits

_UPLOADS = frozenset({"/ingest", "/gradio_api/upload"})
_SMALL = 6_000_000
"""Bytes of a body that carries no file: a pasted article of a million characters, in JSON."""
_HELD = 200_000_000
"""Bytes of all bodies that are being received or read at the same time."""
_PACE = 20_000
"""Bytes a second that a body must come with, after its first seconds."""
_CLIENTS = 10_000
"""Clients that are remembered, those that asked last."""
_COSTS = {
    "/ask": 1.0,
    "/summarise": 1.0,
    "/ingest": 1.0,
    "/articles": 1.0,
    "/v1/chat/completions": 1.0,
    "/mcp": 1.0,
    "/gradio_api/upload": 1.0,
    "/gradio_api/queue/join": 0.1,  # every event of the page, most of which ask nothing
}
"""What takes processors when it is posted to, and how many of a client's turns that takes."""


class Bodies:
    """Takes in the body of a request before anything reads it: not too much of it, not too slowly, not too many."""

    def __init__(self, app: ASGIApp, *, limits: Limits) -> None:
        self._app = app
        self._limits = limits
        self._held = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve or refuse one request."""
        if scope["type"] != "http" or scope["method"] in {"GET", "HEAD", "OPTIONS"}:
            await self._app(scope, receive, send)
            return
        body = bytearray()
        try:
            whole = await self._take(scope, receive, body)
            if whole:
                await self._app(scope, _replay(bytes(body), receive), send)
        except Refused as exc:
            response = JSONResponse(error_of(exc), exc.status, headers={**exc.headers, "Connection": "close"})
            await response(scope, receive, send)
        finally:
            self._held -= len(body)

    async def _take(self, scope: Scope, receive: Receive, body: bytearray) -> bool:
        """Read the body; False where the client went away."""
        most = self._limits.body_bytes if scope["path"] in _UPLOADS else min(_SMALL, self._limits.body_bytes)
        declared = Headers(scope=scope).get("content-length", "0")
        if not declared.isdecimal() or int(declared) > most:
            raise _too_large(most)
        begun = time.monotonic()
        while True:
            left = begun + self._limits.body_s + len(body) / _PACE - time.monotonic()
            message = await _soon(receive, left)
            if message["type"] == "http.disconnect":
                return False
            part = message.get("body", b"")
            body += part
            self._held += len(part)
            if len(body) > most:
                raise _too_large(most)
            if self._held > _HELD:
                raise Busy(self._held // 1_000_000, 5)
            if not message.get("more_body", False):
                return True


class Rates:
    """Lets each client do what takes processors only so often; who comes too often is told when to come again."""

    def __init__(self, app: ASGIApp, *, limits: Limits) -> None:
        self._app = app
        self._per_minute = limits.per_minute
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve or refuse one request."""
        counted = self._per_minute and scope["type"] == "http" and scope["method"] == "POST"
        cost = _COSTS.get(scope["path"].rstrip("/"), 0.0) if counted else 0.0
        if cost:
            wait = self.wait_of((scope.get("client") or ("",))[0], time.monotonic(), cost)
            if wait > 0:
                refusal = TooOften(self._per_minute, ceil(wait))
                response = JSONResponse(error_of(refusal), refusal.status, headers=dict(refusal.headers))
                await response(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def wait_of(self, client: str, now: float, cost: float = 1.0) -> float:
        """Take so much of a client's turns and return 0, or return for how many seconds it has too little left."""
        left, then = self._left.pop(client, (float(self._per_minute), now))
        left = min(self._per_minute, left + (now - then) * self._per_minute / 60)
        allowed = left >= cost
        self._left[client] = (left - cost if allowed else left, now)
        if len(self._left) > _CLIENTS:
            self._left.popitem(last=False)
        return 0.0 if allowed else (cost - left) * 60 / self._per_minute


async def _soon(receive: Receive, left: float) -> Message:
    try:
        return await asyncio.wait_for(receive(), max(0.0, left))
    except TimeoutError as exc:
        raise TooLate("The request's body came too slowly; send it again.") from exc


def _replay(body: bytes, receive: Receive) -> Receive:
    """Return a receive that gives the whole body first, and then what the client does."""
    sent = False

    async def replayed() -> Message:
        nonlocal sent
        if sent:
            return await receive()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replayed


def _too_large(most: int) -> TooLarge:
    return TooLarge(f"A request may have {most / 1e6:g} MB here at most; send less at a time.")
