"""The application around the page: its own files, Gradio under it, and the layers that guard both."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING, Any

import gradio as gr
from starlette.responses import Response

from ui.serving.api import build_api, guard_app
from ui.serving.guard import is_own
from ui.web.page import THEME, build_page
from ui.web.security import PageHeaders

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from fastapi import FastAPI

    from ui.web.desk import Desk

_FILES = {
    "page.css": "text/css",
    "page.js": "text/javascript",
    "theme.js": "text/javascript",
    "icon.svg": "image/svg+xml",
}
_NO_DOCS: dict[str, Any] = {"docs_url": None, "redoc_url": None, "openapi_url": None}
_HEAD = (
    '<link rel="icon" href="/citewire/icon.svg" type="image/svg+xml">'
    '<script src="/citewire/theme.js"></script>'
    '<link rel="stylesheet" href="/citewire/page.css">'
    '<script type="module" src="/citewire/page.js"></script>'
)


def build_site(desk: Desk) -> FastAPI:
    """Return the application that serves the page and what programs call."""
    app = build_api(desk.service)
    for name, kind in _FILES.items():
        app.add_api_route(f"/citewire/{name}", _file(name, kind), include_in_schema=False)
    app.add_middleware(PageHeaders, head=_HEAD)
    guard_app(app, desk.service)
    return gr.mount_gradio_app(  # type: ignore[no-any-return]
        app,
        build_page(desk, own=is_own(desk.service.access)),
        path="/",
        app_kwargs=dict(_NO_DOCS),
        theme=THEME,
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        enable_monitoring=False,
        pwa=False,
        mcp_server=False,
        max_file_size=desk.service.limits.body_bytes,
    )


def _file(name: str, kind: str) -> Callable[[], Awaitable[Response]]:
    data = (resources.files("ui.web") / "static" / name).read_bytes()

    async def send() -> Response:
        return Response(data, media_type=kind, headers={"Cache-Control": "no-cache"})

    return send
