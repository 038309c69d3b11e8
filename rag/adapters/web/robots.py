"""Whether a site lets robots read a page (RFC 9309), by protego."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable

    from rag.adapters.web.fetching import Reply

NAME = "citewire"
"""What a line ``User-agent:`` calls us."""
MAX_BYTES = 512_000
LONGEST_DELAY = 30.0
"""Seconds between two pages at most, whatever a site wishes."""


class Robots:
    """Remembers each site's rules, and when it was last asked for a page."""

    def __init__(self, ask: Callable[[str], Reply | None]) -> None:
        self._ask = ask
        self._rules: dict[str, Any] = {}
        self._last: dict[str, float] = {}

    def allows(self, url: str) -> bool:
        """Return whether a page may be fetched. A site whose rules cannot be had just now allows nothing."""
        rules = self._of(url)
        return rules is not None and bool(rules.can_fetch(url, NAME))

    def wait(self, url: str) -> None:
        """Wait as long as the site asks for between two pages."""
        rules, site = self._of(url), _site(url)
        delay = min(float((rules.crawl_delay(NAME) if rules else None) or 0.0), LONGEST_DELAY)
        since = time.monotonic() - self._last.get(site, -LONGEST_DELAY)
        if delay > since:
            time.sleep(delay - since)
        self._last[site] = time.monotonic()

    def _of(self, url: str) -> Any:
        site = _site(url)
        if site not in self._rules:
            self._rules[site] = self._read(site)
        return self._rules[site]

    def _read(self, site: str) -> Any:
        """Return the rules: those of the file, none where there is no file, None where it cannot be had."""
        from protego import Protego

        reply = self._ask(f"{site}/robots.txt")
        if reply is None or reply.status >= 500 or reply.status == 429:
            return None
        return Protego.parse(reply.data[:MAX_BYTES].decode("utf-8", "replace") if reply.status == 200 else "")


def _site(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
