"""Which network addresses may be reached, and which web addresses make sense."""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit, urlunsplit

from rag.errors import UnreadableFile

LONGEST = 2_000
PORTS = frozenset({80, 443})
"""Where news is served; on other ports of a public host stand services that expect no reader."""
_UNICAST = ip_network("2000::/3")
"""All of IPv6 that was given out for the Internet; the rest is reserved, local or a wrapping."""
_TRANSLATED = ip_network("64:ff9b::/96")
"""Where a network without IPv4 shows the addresses of IPv4 (NAT64, RFC 6052)."""
_RESERVED = tuple(
    ip_network(network)
    for network in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "168.63.129.16/32",  # public, and clouds answer their own machines there
        "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20",
    )
)  # fmt: skip
"""Networks with a purpose of their own (RFC 6890 and IANA's registries), tunnels to IPv4 among them. They are named
here because what Python knows of them differs between its versions."""
_TUNNEL = 0x5EFE
"""Marks the lower half of an address of IPv6 that ends in one of IPv4 (ISATAP, RFC 5214)."""
_HOST = re.compile(r"[A-Za-z0-9._-]+")
_BRACKETED = re.compile(r"\[([0-9A-Fa-f:.]+)\](?::\d*)?")
_TRACKING = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid")


def is_public(address: str) -> bool:
    """Return whether an IP address belongs to the public Internet, whatever it is written or wrapped as."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, IPv6Address):
        if parsed in _TRANSLATED:
            return _is_open(IPv4Address(int(parsed) & 0xFFFFFFFF))
        if parsed not in _UNICAST or int(parsed) >> 32 & 0xFFFF == _TUNNEL:
            return False
    return _is_open(parsed)


def _is_open(address: IPv4Address | IPv6Address) -> bool:
    return address.is_global and not any(address in network for network in _RESERVED)


def checked_address(url: str, *, ports: frozenset[int] | None = PORTS) -> str:
    """Return a web address without its fragment and its marks of tracking; raises UnreadableFile.

    Of ``ports`` any may stand in it, where None is all.
    """
    text = url.strip()
    if len(text) > LONGEST or any(character.isspace() or not character.isprintable() for character in text):
        raise UnreadableFile(f"{text[:60]!r} is no web address; copy it from the browser once more.")
    try:
        parts = urlsplit(text)
        port = parts.port
        host = _host(parts)
    except (ValueError, UnicodeError) as exc:
        raise UnreadableFile(f"{text!r} is no web address; copy it from the browser once more.") from exc
    if parts.scheme.lower() not in ("http", "https"):
        raise UnreadableFile(f"{text!r} is no web page: only http and https addresses are fetched.")
    if not host or parts.username is not None or parts.password is not None:
        raise UnreadableFile(f"{text!r} names no host, or a user and a password with it; give a plain address.")
    if port is not None and ports is not None and port not in ports:
        raise UnreadableFile(f"{text!r} names port {port}; only 80 and 443 are fetched from (--allow-private: any).")
    kept = [(key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if not _tracks(key)]
    query = parts.query if len(kept) == len(parse_qsl(parts.query, keep_blank_values=True)) else urlencode(kept)
    place = f"[{host}]" if ":" in host else host
    return urlunsplit((parts.scheme.lower(), f"{place}:{port}" if port else place, parts.path or "/", query, ""))


def _host(parts: SplitResult) -> str:
    """Return the host, IPv6 without its brackets, empty where it is none; raises ValueError."""
    if "[" in parts.netloc or "]" in parts.netloc:  # urlsplit passes over what stands around them
        found = _BRACKETED.fullmatch(parts.netloc)
        return str(IPv6Address(found[1])) if found else ""
    host = (parts.hostname or "").encode("idna").decode("ascii")
    return host if _HOST.fullmatch(host) else ""


def _tracks(key: str) -> bool:
    return key.lower().startswith(_TRACKING)
