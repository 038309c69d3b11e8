"""Connections that are made to checked addresses only.

A name is resolved once for each connection, every address that it has is checked, and the connection is made to
one of those very addresses: a name that resolves otherwise a moment later (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import math
import socket
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import httpcore
import httpx

from rag.adapters.web.addresses import is_public
from rag.errors import UnreadableFile

if TYPE_CHECKING:
    import ssl

Resolver = Callable[[str, int], Sequence[str]]
"""Gives the IP addresses of a host."""
Allowed = Callable[[str], bool]


class AddressRefused(UnreadableFile):
    """A host is, or is reached by, an address that must not be fetched from."""


def resolve(host: str, port: int) -> Sequence[str]:
    """Return the IP addresses of a host as the system knows them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


class GuardedBackend(httpcore.NetworkBackend):
    """Opens connections for httpcore, each to an address that was checked.

    Whatever is asked of them ends at ``deadline``, on the monotonic clock: a time to wait for the next byte alone
    would let a server send its headers a byte at a time for days.
    """

    def __init__(self, *, resolver: Resolver = resolve, allowed: Allowed = is_public) -> None:
        self._resolver = resolver
        self._allowed = allowed
        self._plain = httpcore.SyncBackend()
        self.deadline = math.inf

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first of the host's addresses, all of which must be allowed; raises AddressRefused."""
        try:
            found = self._resolver(host, port)
        except (OSError, UnicodeError) as exc:
            raise httpcore.ConnectError(f"the name {host!r} is not known: {exc}") from exc
        refused = [address for address in found if not self._allowed(address)]
        if refused or not found:
            raise AddressRefused(
                f"{host!r} is at {refused[0] if refused else 'no address'}, which is not on the public Internet; "
                "a page of your own network is fetched with --allow-private."
            )
        stream = self._plain.connect_tcp(found[0], port, self.patience(timeout), local_address, socket_options)
        return _TimedStream(stream, self.patience)

    def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ARG002 - httpcore's signature
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        """Refuse; raises AddressRefused."""
        raise AddressRefused(f"{path!r} is a socket of this machine; only web addresses are fetched.")

    def sleep(self, seconds: float) -> None:
        """Wait."""
        self._plain.sleep(seconds)

    def patience(self, timeout: float | None) -> float | None:
        """Return how long may be waited now; raises httpcore.ReadTimeout where the time is up."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("it took too long")
        return timeout if math.isinf(left) else left if timeout is None else min(left, timeout)


class _TimedStream(httpcore.NetworkStream):
    def __init__(self, plain: httpcore.NetworkStream, patience: Callable[[float | None], float | None]) -> None:
        self._plain = plain
        self._patience = patience

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._plain.read(max_bytes, self._patience(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._plain.write(buffer, self._patience(timeout))

    def close(self) -> None:
        self._plain.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._plain.start_tls(ssl_context, server_hostname, self._patience(timeout))
        return _TimedStream(secured, self._patience)

    def get_extra_info(self, info: str) -> Any:
        return self._plain.get_extra_info(info)


class GuardedTransport(httpx.BaseTransport):
    """Sends httpx's requests over guarded connections. No proxy is used: it would connect in our place."""

    def __init__(self, backend: GuardedBackend) -> None:
        self._pool = httpcore.ConnectionPool(ssl_context=httpx.create_ssl_context(), network_backend=backend)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; raises httpx.TransportError and AddressRefused."""
        url = request.url
        asked = httpcore.Request(
            request.method,
            httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            extensions=request.extensions,
        )
        with _as_httpx():
            given = self._pool.handle_request(asked)
        stream = _Stream(given)
        return httpx.Response(given.status, headers=given.headers, stream=stream, extensions=given.extensions)

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()


class _Stream(httpx.SyncByteStream):
    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        with _as_httpx():
            yield from self._response.iter_stream()

    def close(self) -> None:
        self._response.close()


@contextmanager
def _as_httpx() -> Iterator[None]:
    try:
        yield
    except httpcore.TimeoutException as exc:
        raise httpx.TimeoutException(str(exc)) from exc
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol) as exc:
        raise httpx.TransportError(str(exc)) from exc
