"""The keys of models' servers: what a person gave to this process, else what stands in the environment.

A key that was given belongs to the server that it was given for and is sent to no other. It is held in memory
alone; nothing but the client that talks to the server asks for it.
"""

from __future__ import annotations

import os

from rag.errors import BadInput

LONGEST = 500
"""Characters of a key at most."""

_given: dict[str, str] = {}


def keep_key(server: str, key: str) -> None:
    """Keep a key for a server, by its address, until the process ends; raises BadInput for what is no key."""
    if not key or len(key) > LONGEST or not key.isascii() or not key.isprintable() or " " in key:
        raise BadInput(f"This is no key: a key is of letters, digits and signs, without spaces, {LONGEST} at most.")
    _given[server] = key


def has_key(server: str) -> bool:
    """Return whether there is a key for this server."""
    return key_for(server) is not None


def key_for(server: str) -> str | None:
    """Return the key to send to this server, if there is one."""
    return _given.get(server) or os.environ.get("OPENAI_API_KEY") or None
