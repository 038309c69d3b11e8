"""Fetching from the web, where every address was chosen by a stranger.

``addresses`` says which may be reached, ``guarding`` checks that at each connection, ``fetching`` follows redirects
within limits, and ``robots`` asks first whether a robot is welcome.
"""

from __future__ import annotations

from rag.adapters.web.fetching import Fetched, Fetcher

__all__ = ["Fetched", "Fetcher"]
