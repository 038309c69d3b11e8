"""Which network addresses may be reached, and which web addresses make sense."""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from rag.errors import UnreadableFile

LONGEST = 2_000
PORTS = frozenset({80, 443})
"""Where news is served; on other ports of a public host stand services that expect no reader."""
_EMBEDDING = {
    ip_network("64:ff9b::/96"): 0,  # NAT64
    ip_network("2002::/16"): 80,  # 6to4: bits 16 to 48
    ip_network("::/96"): 0,  # IPv4-compatible, long out of use
}
"""Networks of IPv6 that carry an address of IPv4, and how many bits stand after it."""
_SERVICES = frozenset({ip_address("168.63.129.16")})
"""Public addresses at which clouds answer their own machines only."""
_HOST = re.compile(r"[A-Za-z0-9._:%-]+")
_TRACKING = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid")


def is_public(address: str) -> bool:
    """Return whether an IP address belongs to the public Internet, whatever it is written or wrapped as."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if parsed in _SERVICES or parsed.is_multicast or not parsed.is_global:
        return False
    inner = _embedded(parsed) if isinstance(parsed, IPv6Address) else None
    return inner is None or (inner.is_global and not inner.is_multicast and inner not in _SERVICES)


def _embedded(address: IPv6Address) -> IPv4Address | None:
    """Return the address of IPv4 that is reached by one of IPv6, if one is."""
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.teredo is not None:
        return address.teredo[1]
    for network, after in _EMBEDDING.items():
        if address in network:
            return IPv4Address(int(address) >> after & 0xFFFFFFFF)
    return None


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
        host = (parts.hostname or "").encode("idna").decode("ascii") if parts.hostname else ""
    except (ValueError, UnicodeError) as exc:
        raise UnreadableFile(f"{text!r} is no web address; copy it from the browser once more.") from exc
    if parts.scheme.lower() not in ("http", "https"):
        raise UnreadableFile(f"{text!r} is no web page: only http and https addresses are fetched.")
    if not _HOST.fullmatch(host) or parts.username is not None or parts.password is not None:
        raise UnreadableFile(f"{text!r} names no host, or a user and a password with it; give a plain address.")
    if port is not None and ports is not None and port not in ports:
        raise UnreadableFile(f"{text!r} names port {port}; only 80 and 443 are fetched from (--allow-private: any).")
    kept = [(key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if not _tracks(key)]
    query = parts.query if len(kept) == len(parse_qsl(parts.query, keep_blank_values=True)) else urlencode(kept)
    place = f"[{host}]" if ":" in host else host
    return urlunsplit((parts.scheme.lower(), f"{place}:{port}" if port else place, parts.path or "/", query, ""))


def _tracks(key: str) -> bool:
    return key.lower().startswith(_TRACKING)
