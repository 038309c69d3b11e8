"""The application around the page: its own files, Gradio under it, and the layers that guard both."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING, Any

import gradio as gr
from fastapi import FastAPI
from starlette.responses import Response

from ui.web.page import THEME, build_page
from ui.web.security import PageHeaders, SameSite, answered_hosts, is_loopback

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from ui.web.desk import Desk

MAX_UPLOAD = "20mb"
"""The largest file that the reading stage accepts, too."""

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


def build_site(desk: Desk, *, host: str) -> FastAPI:
    """Return the application that serves the page."""
    app = FastAPI(title="Citewire", **_NO_DOCS)
    for name, kind in _FILES.items():
        app.add_api_route(f"/citewire/{name}", _file(name, kind), include_in_schema=False)
    app.add_middleware(PageHeaders, head=_HEAD)
    app.add_middleware(SameSite, hosts=answered_hosts(host))
    return gr.mount_gradio_app(  # type: ignore[no-any-return]
        app,
        build_page(desk, own=is_loopback(host)),
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
        max_file_size=MAX_UPLOAD,
    )


def _file(name: str, kind: str) -> Callable[[], Awaitable[Response]]:
    data = (resources.files("ui.web") / "static" / name).read_bytes()

    async def send() -> Response:
        return Response(data, media_type=kind, headers={"Cache-Control": "no-cache"})

    return send
