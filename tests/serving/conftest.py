"""The real server over real HTTP, in a thread of the tests' own process, so that the models load once."""

from __future__ import annotations

import asyncio
import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import uvicorn

from rag import Pipeline
from ui.serving.api import build_api, guard_app
from ui.serving.listening import prompt_protocol
from ui.serving.service import open_service

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator
    from contextlib import AbstractContextManager

    from starlette.types import ASGIApp

    from ui.serving.service import Service

    Serve = Callable[..., AbstractContextManager[httpx.Client]]


@contextmanager
def running(app: ASGIApp, **options: Any) -> Iterator[str]:
    """Serve an application on a free port and give its address."""
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, timeout_graceful_shutdown=1, **options))
    with socket.create_server(("127.0.0.1", 0), backlog=2048) as listener:
        thread = threading.Thread(target=lambda: asyncio.run(server.serve([listener])), daemon=True)
        thread.start()
        while not server.started:
            thread.join(0.01)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(20)


@pytest.fixture(scope="session")
def shared_pipeline(tmp_path_factory: pytest.TempPathFactory) -> Generator[Pipeline]:
    """A pipeline over the article that ships; tests that use it add nothing to it."""
    with Pipeline(library=tmp_path_factory.mktemp("serving") / "library") as pipeline:
        pipeline.ask("What happened?")
        yield pipeline


@pytest.fixture(scope="session")
def serve() -> Serve:
    """Serve a pipeline with options of the test's own, and give a client."""

    @contextmanager
    def served(pipeline: Pipeline, *, service: Service | None = None, **options: Any) -> Iterator[httpx.Client]:
        service = service or open_service(pipeline, **options)
        service.begin_warming()
        service.wait_until_warm()
        app = build_api(service)
        guard_app(app, service)
        http = prompt_protocol(service.limits.header_s)
        with running(app, http=http) as address, httpx.Client(base_url=address, timeout=60) as client:
            yield client
        service.work.close()

    return served


@pytest.fixture(scope="session")
def api(serve: Serve, shared_pipeline: Pipeline) -> Generator[httpx.Client]:
    """A client of a server that is like any other."""
    with serve(shared_pipeline) as client:
        yield client


@pytest.fixture
def shelf_api(serve: Serve, tmp_path: Any) -> Generator[httpx.Client]:
    """A client of a server over a library that the test may change."""
    with Pipeline(library=tmp_path / "shelf") as pipeline, serve(pipeline) as client:
        yield client
