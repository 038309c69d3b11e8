"""Every request gets an id, a line in the log and a place in the metrics. A layer of plain ASGI."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse

from ui.serving.faults import UNFORESEEN, error_body
from ui.serving.identity import HEADER, begin_request

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from ui.serving.metrics import Metrics

_log = logging.getLogger("citewire")
_REFUSED = frozenset({401, 403, 408, 413, 429})


class Watching:
    """Numbers, times and counts requests, and answers those that fail in a way that nobody foresaw."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        identity = begin_request(Headers(scope=scope).get(HEADER))
        status = 0
        begun = time.perf_counter()

        async def numbered(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(raw=message["headers"])
                headers[HEADER] = identity
                headers.setdefault("X-Content-Type-Options", "nosniff")  # an article's text is never a page
            await send(message)

        try:
            await self._app(scope, receive, numbered)
        except Exception as exc:  # noqa: BLE001 - the last place that can turn a defect into a response
            if status == 0:
                _log.exception("a request failed")
                await JSONResponse(error_body(UNFORESEEN, 500, "failed"), 500)(scope, receive, numbered)
            elif not isinstance(exc, OSError):  # a client that goes away in the middle is no failure
                _log.exception("a response failed after it had begun")
        finally:
            self._note(scope, status, time.perf_counter() - begun)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route = route_of(scope)
        self._metrics.request(scope["method"], route, status, seconds)
        about = {"method": scope["method"], "route": route, "status": status, "ms": round(seconds * 1000, 1)}
        if status in _REFUSED:
            _log.warning("request refused", extra={**about, "client": (scope.get("client") or ("",))[0]})
        else:
            _log.info("request", extra=about)


def route_of(scope: Scope) -> str:
    """Return the route that was served, as it is declared: without ids, names and questions."""
    found = getattr(scope.get("route"), "path", None)
    if found:
        return str(found)
    return scope["path"] if scope["path"] in {"/", "/mcp", "/healthz", "/readyz", "/metrics"} else "page"
