"""One page is fetched: within limits of size, time and redirects, and only where a robot is welcome."""

from __future__ import annotations

import time
import zlib
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import httpx

from rag.adapters.web.addresses import PORTS, checked_address, is_public
from rag.adapters.web.guarding import AddressRefused, GuardedBackend, GuardedTransport, resolve
from rag.adapters.web.robots import NAME, Robots
from rag.errors import UnreadableFile
from rag.stages.reading import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Self

    from rag.adapters.web.guarding import Allowed, Resolver

SECONDS = 30.0
"""Time for one page with all its redirects."""
WAIT = 10.0
"""Time to wait for a server that says nothing."""
REDIRECTS = 5
_MOVED = frozenset({301, 302, 303, 307, 308})
_TROUBLE = {
    401: "asks for a password", 402: "asks for payment", 403: "refuses us", 404: "has no such page",
    410: "has taken the page down", 429: "asks to come back later", 451: "may not show the page",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server said to one request."""

    status: int
    headers: Mapping[str, str]
    data: bytes


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page, or the word that it is as it was."""

    url: str
    """Where it was found in the end."""
    data: bytes
    media_type: str
    etag: str = ""
    modified: str = ""
    unchanged: bool = False
    """Whether the server says that it is the page whose ``etag`` or ``modified`` was sent."""


class Fetcher:
    """Fetches pages for one run. Not for several threads at once.

    ``private`` lets it reach any address, for a person's own machine and network; ``robots`` is whether sites are
    asked if a robot is welcome. ``allowed`` and ``resolver`` say what a public address is, and what a name means.
    """

    def __init__(
        self,
        *,
        private: bool = False,
        robots: bool = True,
        seconds: float = SECONDS,
        most: int = MAX_BYTES,
        ports: frozenset[int] | None = PORTS,
        allowed: Allowed = is_public,
        resolver: Resolver = resolve,
    ) -> None:
        self._ports = None if private else ports
        self._seconds = seconds
        self._most = most
        self._backend = GuardedBackend(resolver=resolver, allowed=(lambda _: True) if private else allowed)
        self._client = httpx.Client(
            transport=GuardedTransport(self._backend),
            trust_env=False,
            headers={
                "User-Agent": f"{NAME.capitalize()}/{_version()} (reads news into its user's archive)",
                "Accept": "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,*/*;q=0.5",
                "Accept-Encoding": "gzip",
            },
        )
        self._robots = Robots(self._robots_file) if robots else None

    def fetch(self, url: str, *, etag: str = "", modified: str = "") -> Fetched:
        """Return the page at ``url``, unless it is still the one of ``etag`` or ``modified``; raises UnreadableFile."""
        deadline = time.monotonic() + self._seconds
        place = checked_address(url, ports=self._ports)
        known = {"If-None-Match": etag, "If-Modified-Since": modified}
        headers = {name: value for name, value in known.items() if value}
        for _ in range(REDIRECTS + 1):
            self._ask_robots(place)
            reply = self._request(place, headers, deadline)
            if reply.status in _MOVED and reply.headers.get("location"):
                place = checked_address(urljoin(place, reply.headers["location"]), ports=self._ports)
                continue
            return _fetched(place, reply)
        raise UnreadableFile(f"{url!r} redirects more than {REDIRECTS} times; open it in a browser to see where to.")

    def close(self) -> None:
        """Close all connections."""
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _ask_robots(self, place: str) -> None:
        if self._robots is None:
            return
        if not self._robots.allows(place):
            raise UnreadableFile(
                f"The site's robots.txt does not let {place!r} be fetched, or cannot be had; "
                "save the page from a browser and ingest that file."
            )
        self._robots.wait(place)

    def _robots_file(self, url: str) -> Reply | None:
        deadline = time.monotonic() + self._seconds
        try:
            for _ in range(REDIRECTS + 1):
                reply = self._request(url, {}, deadline)
                if reply.status not in _MOVED or not reply.headers.get("location"):
                    return reply
                url = checked_address(urljoin(url, reply.headers["location"]), ports=self._ports)
        except AddressRefused:
            raise
        except UnreadableFile:
            return None
        return replace(reply, status=404)  # RFC 9309: too many redirects are no rules

    def _request(self, place: str, headers: Mapping[str, str], deadline: float) -> Reply:
        self._backend.deadline = deadline
        try:
            with self._client.stream("GET", place, headers=headers, timeout=self._patience(place, deadline)) as given:
                data = b"".join(self._body(given, place, deadline)) if given.status_code == 200 else b""
        except (httpx.HTTPError, httpx.InvalidURL) as exc:
            why = "says nothing" if isinstance(exc, httpx.TimeoutException) else f"cannot be reached ({exc})"
            raise UnreadableFile(f"{place!r} {why}; check the address, or try again later.") from exc
        return Reply(given.status_code, given.headers, data)

    def _patience(self, place: str, deadline: float) -> float:
        left = deadline - time.monotonic()
        if left <= 0:
            raise UnreadableFile(f"{place!r} took more than {self._seconds:.0f} seconds; try again later.")
        return min(left, WAIT)

    def _body(self, given: httpx.Response, place: str, deadline: float) -> Iterator[bytes]:
        """Yield the body in pieces, unpacked, as long as neither size nor time are over their limits."""
        size = 0
        for piece in _unpacked(given, most=self._most + 1):
            size += len(piece)
            if size > self._most:
                raise UnreadableFile(f"{place!r} has more than {self._most / 1e6:.0f} MB; that is no article.")
            self._patience(place, deadline)
            yield piece


def _version() -> str:
    try:
        return version(NAME)
    except PackageNotFoundError:  # a source tree that was never installed
        return "0"


def _unpacked(given: httpx.Response, *, most: int) -> Iterator[bytes]:
    """Yield the body; of gzip never more than ``most`` bytes at once, however much a few bytes unpack to."""
    coding = given.headers.get("content-encoding", "identity").strip().lower()
    if coding in ("", "identity"):
        yield from given.iter_raw()
        return
    if coding not in ("gzip", "x-gzip"):
        raise UnreadableFile(f"{str(given.url)!r} is packed as {coding!r}, which was not asked for; it is not read.")
    unpacker = zlib.decompressobj(wbits=31)
    try:
        for piece in given.iter_raw():
            yield unpacker.decompress(piece, most)
            while unpacker.unconsumed_tail:
                yield unpacker.decompress(unpacker.unconsumed_tail, most)
    except zlib.error as exc:
        raise UnreadableFile(f"{str(given.url)!r} is damaged on its way; try again.") from exc


def _fetched(place: str, reply: Reply) -> Fetched:
    etag, modified = reply.headers.get("etag", ""), reply.headers.get("last-modified", "")
    if reply.status == 304:
        return Fetched(place, b"", "", etag, modified, unchanged=True)
    if reply.status != 200:
        why = _TROUBLE.get(reply.status, f"answers with {reply.status}")
        raise UnreadableFile(f"The server of {place!r} {why}; check the address, or try again later.")
    return Fetched(place, reply.data, reply.headers.get("content-type", ""), etag, modified)
