"""Who may talk to the server: neither another site's page, nor a request under another host's name, nor a stranger.

Layers of plain ASGI, so that they guard the page, its streams and its files as well as what programs call.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import ipaddress
import socket
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import JSONResponse

from rag.errors import BadInput
from ui.serving.faults import error_body

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.types import ASGIApp, Receive, Scope, Send

    from ui.serving.options import Access

OPEN = frozenset({"/healthz", "/readyz"})
"""Whoever looks after the server asks these without a key; they say nothing but whether it works."""
SHORTEST_SECRET = 12
_ASK = 'Basic realm="Citewire", charset="UTF-8", Bearer realm="Citewire"'


class SameSite:
    """Refuses requests for another host's name (DNS rebinding) or from another site's page."""

    def __init__(self, app: ASGIApp, *, access: Access) -> None:
        self._app = app
        self._hosts = answered_hosts(access)
        self._origins = frozenset(origin.lower() for origin in access.origins)
        self._any_address = not is_loopback(access.host)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve or refuse one request."""
        if scope["type"] in {"http", "websocket"} and not self.allows(Headers(scope=scope)):
            body = error_body("This server answers only to itself and to the sites it was told of.", 403, "foreign")
            await JSONResponse(body, 403)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def allows(self, headers: Headers) -> bool:
        """Tell whether a request's headers name this server, and no other site as its origin."""
        host, origin = headers.get("host", "").lower(), headers.get("origin")
        if not self._known(host):
            return False
        if origin is not None:
            return origin.lower() in self._origins or _netloc(origin) == host
        return headers.get("sec-fetch-site") != "cross-site" or headers.get("sec-fetch-mode") == "navigate"

    def _known(self, host: str) -> bool:
        name = _hostname(host)
        # no name in the world's directory can lead a browser to a bare address, so one is never a rebinding
        return name in self._hosts or (self._any_address and _is_address(name))


class Keys:
    """Asks for the password or the token, where there is one; a browser asks its user for it."""

    def __init__(self, app: ASGIApp, *, access: Access) -> None:
        self._app = app
        self._secrets = [secret.encode() for secret in access.secrets]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve or refuse one request."""
        guarded = self._secrets and scope["type"] in {"http", "websocket"} and scope["path"] not in OPEN
        if guarded and not self._opens(Headers(scope=scope).get("authorization", "")):
            body = error_body("Give the server's password or token.", 401, "no_key")
            await JSONResponse(body, 401, headers={"WWW-Authenticate": _ASK})(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _opens(self, authorization: str) -> bool:
        given = given_secret(authorization)
        # every secret is compared, and in full, so that the time taken tells nothing
        fits = [hmac.compare_digest(given, secret) for secret in self._secrets]
        return any(fits)


def given_secret(authorization: str) -> bytes:
    """Return the token of a Bearer header, or the password of a Basic one whatever the user's name."""
    scheme, _, value = authorization.partition(" ")
    if scheme.lower() == "bearer":
        return value.strip().encode("latin-1")  # as headers are decoded: the bytes that were sent
    if scheme.lower() == "basic":
        try:
            return base64.b64decode(value, validate=True).partition(b":")[2]
        except (binascii.Error, ValueError):
            return b""
    return b""


def checked_access(access: Access) -> Access:
    """Return the access as it is; raises BadInput where it would let strangers in, or cannot be meant."""
    if not is_loopback(access.host) and not access.secrets:
        raise BadInput(
            f"On {access.host} others can reach this server: set CITEWIRE_PASSWORD or CITEWIRE_TOKEN (or name a file "
            "with --password-file or --token-file) first."
        )
    for secret in access.secrets:
        if len(secret) < SHORTEST_SECRET or not secret.isprintable():
            raise BadInput(
                f"A password or token needs at least {SHORTEST_SECRET} printable characters; make it longer."
            )
    for origin in access.origins:
        parts = urlsplit(origin)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query:
            raise BadInput(f"{origin!r} is no origin; write it as https://news.example, with its port if it has one.")
    return access


def answered_hosts(access: Access) -> frozenset[str]:
    """Return the host names that the server answers to; on another address than loopback, also to bare addresses."""
    allowed = {_hostname(urlsplit(origin).netloc) for origin in access.origins}
    return frozenset({"localhost", "127.0.0.1", "::1", access.host.lower(), *allowed, *_own_names(access)})


def is_loopback(host: str) -> bool:
    """Tell whether a host's name or address is this machine and nothing else."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_own(access: Access) -> bool:
    """Tell whether only this machine's user reaches the server; nobody else may name a model on the page."""
    return is_loopback(access.host) and not (access.origins or access.proxies or access.secrets)


def _own_names(access: Access) -> Iterable[str]:
    return () if is_loopback(access.host) else (socket.gethostname().lower(),)


def _hostname(netloc: str) -> str:
    try:
        return (urlsplit(f"//{netloc}").hostname or "").lower()
    except ValueError:
        return ""


def _netloc(origin: str) -> str:
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
