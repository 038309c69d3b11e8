"""The server of the page and of what programs call."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from typing import TYPE_CHECKING

from rag.api import Pipeline
from ui.serving.guard import checked_access
from ui.serving.listening import address, bind, listen
from ui.serving.options import Access, Limits
from ui.serving.service import open_service
from ui.web.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fastapi import FastAPI

    from ui.serving.service import Service


def serve(
    *,
    port: int = 7860,
    access: Access | None = None,
    limits: Limits | None = None,
    library: Path | None = None,
    corpus: Path | None = None,
    model: str | None = None,
    min_confidence: float | None = None,
    announce: Callable[[str], object],
) -> None:
    """Serve readers and programs until interrupted; ``announce`` gets the address once it listens.

    ``port`` 0 takes a free one. The other options are those of :class:`rag.Pipeline`. Raises BadInput where the
    address cannot be used or would be open to strangers, and what opening a pipeline raises.
    """
    access, limits = checked_access(access or Access()), limits or Limits()

    def opened() -> Service:
        pipeline = Pipeline(library=library, corpus=corpus, model=model, min_confidence=min_confidence)
        return open_service(pipeline, model=model, access=access, limits=limits)

    with bind(access.host, port) as listener, ThreadPoolExecutor(1) as pool:
        opening = pool.submit(opened)
        if access.page:
            import_gradio()  # takes seconds, and so do the models: both are loaded at once
        service = opening.result()
        try:
            app = _page_over(service) if access.page else _programs_only(service)
            listen(app, listener, service, lambda: announce(address(access.host, listener)))
        finally:
            service.close()


def build_app(pipeline: Pipeline, *, access: Access | None = None, limits: Limits | None = None) -> FastAPI:
    """Return the application that serves the page over a pipeline."""
    import_gradio()
    return _page_over(open_service(pipeline, access=access, limits=limits))


def import_gradio() -> None:
    """Import Gradio with whatever it would send elsewhere turned off."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    import_module("ui.web.site")


def _page_over(service: Service) -> FastAPI:
    desk = Desk(service.pipeline, model=service.model, service=service)
    return import_module("ui.web.site").build_site(desk)  # type: ignore[no-any-return]


def _programs_only(service: Service) -> FastAPI:
    api = import_module("ui.serving.api")
    app: FastAPI = api.build_api(service)
    api.guard_app(app, service)
    service.begin_warming()
    return app
