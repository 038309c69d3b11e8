"""A real web server on this machine, and fetchers that take one of its addresses for public and another for private."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from rag.adapters.web import Fetcher

PUBLIC, PRIVATE = "127.0.0.1", "127.0.0.2"
"""What the tests' policy takes for public and for private: both are this machine, so that nothing goes outside."""


@dataclass
class Site:
    """What the server says, by path: status, headers and pieces of the body."""

    pages: dict[str, tuple[int, dict[str, str], list[bytes]]] = field(default_factory=dict)
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    """Address that was reached, path, and headers of each request."""
    port: int = 0

    def put(self, path: str, body: bytes = b"", *, status: int = 200, **headers: str) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = (status, named, [body])

    def url(self, path: str = "/", *, host: str = "news.example") -> str:
        return f"http://{host}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        return [path for _, path, _ in self.asked]


@pytest.fixture
def site() -> Generator[Site]:
    known = Site()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            known.asked.append((self.connection.getsockname()[0], self.path, dict(self.headers)))
            status, headers, pieces = known.pages.get(self.path, (404, {}, [b""]))
            if status == 200 and headers.get("ETag") and self.headers.get("If-None-Match") == headers["ETag"]:
                status, pieces = 304, [b""]
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if "Content-Length" not in headers:
                self.send_header("Content-Length", str(sum(map(len, pieces))))
            self.end_headers()
            for piece in pieces:
                try:
                    self.wfile.write(piece)
                except OSError:
                    self.close_connection = True
                    return

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("", 0), Handler)
    server.daemon_threads = True
    known.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield known
    server.shutdown()
    server.server_close()


@pytest.fixture
def fetcher() -> Generator[Callable[..., Fetcher]]:
    """Make a fetcher for which ``PUBLIC`` is public, names are what ``names`` says, and any port is served."""
    made: list[Fetcher] = []

    def make(names: dict[str, list[str]] | None = None, **options: object) -> Fetcher:
        table = {"news.example": [PUBLIC], **(names or {})}

        def resolver(host: str, _: int) -> list[str]:
            known = table.get(host)
            if known is None:
                return [as_system_reads(host)]
            return known if len(known) == 1 else [known.pop(0)]

        settings = {"allowed": lambda address: address == PUBLIC, "resolver": resolver, "ports": None, **options}
        made.append(Fetcher(**settings))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for one in made:
        one.close()


def as_system_reads(host: str) -> str:
    """Return an address as the system's resolver reads its odd spellings: octal, hexadecimal, one number, short."""
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except OSError:
        return host.strip("[]")
