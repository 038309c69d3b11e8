"""What a browser may do with the page; who may talk to it is guarded by :mod:`ui.serving.guard`.

A layer of plain ASGI says in headers what the browser may load and run. Gradio's own page holds inline scripts,
which their hashes allow, and its HTML component compiles its template with ``Function``, which needs
``unsafe-eval``; inline event handlers, scripts that were injected and every other host stay forbidden.
"""

from __future__ import annotations

import base64
import hashlib
import re
from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_INLINE_SCRIPT = re.compile(rb"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL)
_POLICY = {
    "default-src": "'none'",
    "script-src": "'self' 'unsafe-eval'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "media-src": "'none'",
    "object-src": "'none'",
    "frame-src": "'none'",
    "worker-src": "'none'",
    "frame-ancestors": "'none'",
    "base-uri": "'self'",
    "form-action": "'none'",
}
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
}


class PageHeaders:
    """Adds the security headers, and to the page itself its style sheet, its script and its policy."""

    def __init__(self, app: ASGIApp, *, head: str) -> None:
        self._app = app
        self._head = head.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if scope["path"] == "/":  # its body is read below, so it must not come compressed
            kept = [(key, value) for key, value in scope["headers"] if key != b"accept-encoding"]
            scope = {**scope, "headers": kept}
        response = _Response(send, self._head)
        await self._app(scope, receive, response.take)


class _Response:
    """Holds an HTML response back until it is whole; everything else, streams above all, passes at once."""

    def __init__(self, send: Send, head: bytes) -> None:
        self._send = send
        self._head = head
        self._start: Message | None = None
        self._body = bytearray()

    async def take(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=message["headers"])
            headers.update(_HEADERS)
            if headers.get("content-type", "").startswith("text/html"):
                self._start = message
                return
            headers["Content-Security-Policy"] = policy(b"")
        elif self._start is not None and message["type"] == "http.response.body":
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._finish(self._start)
            return
        await self._send(message)

    async def _finish(self, start: Message) -> None:
        page = bytes(self._body).replace(b"</head>", self._head + b"</head>", 1)
        headers = MutableHeaders(raw=start["headers"])
        headers["Content-Security-Policy"] = policy(page)
        headers["Content-Length"] = str(len(page))
        headers["Cache-Control"] = "no-store"
        await self._send(start)
        await self._send({"type": "http.response.body", "body": page})


def policy(page: bytes) -> str:
    """Return the content security policy of a page: its own inline scripts may run, and no others."""
    allowed = dict(_POLICY)
    for script in _INLINE_SCRIPT.findall(page):
        digest = base64.b64encode(hashlib.sha256(script).digest()).decode()
        allowed["script-src"] += f" 'sha256-{digest}'"
    return "; ".join(f"{name} {value}" for name, value in allowed.items())
