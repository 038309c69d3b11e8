"""The application that programs call: its routes, its OpenAPI description, and one shape for every error."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from http import HTTPStatus
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from anyio import to_thread
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import JSONResponse

from rag.errors import CitewireError
from ui.serving.bounds import Bodies, Rates
from ui.serving.faults import UNFORESEEN, Refused, error_body, error_of, status_of
from ui.serving.guard import Keys, SameSite
from ui.serving.identity import HEADER
from ui.serving.routes.articles import article_routes, storing_routes
from ui.serving.routes.asking import asking_routes
from ui.serving.routes.chat import chat_routes
from ui.serving.routes.health import health_routes
from ui.serving.tools import build_tools, tools_app
from ui.serving.watching import Watching

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

    from ui.serving.service import Service

_log = logging.getLogger("citewire")
_SCHEMES = {
    "token": {"type": "http", "scheme": "bearer", "description": "The token, or the password."},
    "password": {"type": "http", "scheme": "basic", "description": "The password, or the token, under any name."},
}
_DESCRIPTION = (
    "News answers you can check: every sentence is bound to an exact span of a source article and was verified "
    "against it. Offsets count Unicode code points of the article's text."
)


def build_api(service: Service) -> FastAPI:
    """Return the application, with ``/openapi.json`` and no page that would load scripts from elsewhere."""
    tools = build_tools(service)
    tools_routes = tools_app(tools, most_bytes=service.limits.body_bytes).routes
    app = _Described(
        asks_for_key=bool(service.access.secrets),
        title="Citewire",
        version=_version(),
        description=_DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        license_info={"name": "Apache-2.0"},
        lifespan=partial(_alive, service, tools),
    )
    app.include_router(asking_routes(service))
    app.include_router(article_routes(service))
    app.include_router(storing_routes(service))
    app.include_router(chat_routes(service))
    app.include_router(health_routes(service))
    app.router.routes.extend(tools_routes)
    add_error_handlers(app)
    return app


@asynccontextmanager
async def _alive(service: Service, tools: MCPServer[object], _: FastAPI) -> AsyncIterator[None]:
    """Let everybody who may wait do so: each holds a thread, of which there are 40 by default."""
    to_thread.current_default_thread_limiter().total_tokens += service.work.line.length
    async with tools.session_manager.run():
        yield
    service.work.stop()


class _Described(FastAPI):
    """Says in its description how a key is sent; the layers around the application ask for it."""

    def __init__(self, *, asks_for_key: bool, **options: Any) -> None:
        super().__init__(**options)
        self._asks_for_key = asks_for_key

    def openapi(self) -> dict[str, Any]:
        described = super().openapi()
        if self._asks_for_key:
            described["components"]["securitySchemes"] = _SCHEMES
            described["security"] = [{name: []} for name in _SCHEMES]
        return described


def guard_app(app: FastAPI, service: Service) -> None:
    """Put the layers around an application that guard it, the outermost last."""
    access, limits = service.access, service.limits
    app.add_middleware(Rates, limits=limits)
    app.add_middleware(Bodies, limits=limits)
    app.add_middleware(Keys, access=access)
    if access.origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=list(access.origins),
            allow_methods=["GET", "POST", "DELETE"],
            allow_headers=["Authorization", "Content-Type", HEADER, "Mcp-Protocol-Version", "Mcp-Session-Id"],
            expose_headers=[HEADER, "Retry-After"],
            allow_credentials=False,
        )
    app.add_middleware(SameSite, access=access)
    app.add_middleware(Watching, metrics=service.metrics)


def add_error_handlers(app: FastAPI) -> None:
    """Give every error one shape, and say nothing in it of what was sent or of how it failed inside."""
    app.add_exception_handler(CitewireError, _known)
    app.add_exception_handler(RequestValidationError, _misshapen)
    app.add_exception_handler(HTTPException, _plain)
    app.add_exception_handler(Exception, _unforeseen)


def error_response(error: CitewireError) -> JSONResponse:
    """Return the response to a request that failed in a way that was foreseen."""
    headers = dict(error.headers) if isinstance(error, Refused) else None
    return JSONResponse(error_of(error), status_of(error), headers=headers)


async def _known(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, CitewireError)  # noqa: S101 - the handler is registered for it
    return error_response(error)


async def _misshapen(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - the handler is registered for it
    first: dict[str, Any] = dict(error.errors()[0]) if error.errors() else {}
    place = ".".join(str(part) for part in first.get("loc", ()) if part != "body")[:100]
    message = f"{place or 'The body'}: {first.get('msg', 'cannot be used')}."
    return JSONResponse(error_body(message, 422, "invalid", param=place or None), 422)


async def _plain(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 - the handler is registered for it
    phrase = HTTPStatus(error.status_code).phrase
    code = phrase.lower().replace(" ", "_")
    return JSONResponse(error_body(f"{phrase}.", error.status_code, code), error.status_code, headers=error.headers)


async def _unforeseen(_: Request, error: Exception) -> JSONResponse:  # noqa: ARG001 - the log has it
    return JSONResponse(error_body(UNFORESEEN, 500, "failed"), 500)


def _version() -> str:
    try:
        return version("citewire")
    except PackageNotFoundError:  # run from the tree, without an install
        return "0"
