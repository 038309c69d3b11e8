"""Which model writes, and who receives what it is given to read."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from rag.adapters.chat.keys import keep_key
from rag.adapters.chat.naming import read_model_name
from rag.adapters.chat.opening import is_on_this_machine, server_of
from rag.errors import BadInput

QUOTING = "quote"


@dataclass(frozen=True, slots=True)
class ModelWish:
    """What a reader wrote into the settings."""

    name: str
    """A model string, or the name of a model at ``address``."""
    address: str = ""
    key: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Recipient:
    """What writes the answers, and the server that is sent the evidence for it."""

    name: str
    """``quote``, or the model's name as answers carry it."""
    server: str | None = None
    """Host and port; None where nothing leaves this process and its children."""
    remote: bool = False
    """True where the server is not on this machine."""


def recipient_of(model: str | None) -> Recipient:
    """Return who receives the evidence for a model string, None being the default; raises ModelError."""
    chosen = model or os.environ.get("CITEWIRE_MODEL") or QUOTING
    if chosen == QUOTING:
        return Recipient(QUOTING)
    named = read_model_name(chosen)
    if named.path is not None:
        return Recipient(named.name)
    server = server_of(named)
    return Recipient(named.name, urlsplit(server).netloc, remote=not is_on_this_machine(server))


def accepted(wish: ModelWish) -> str:
    """Return the model string of a wish, and keep its key for that server; raises ModelError and BadInput."""
    name, address = wish.name.strip(), wish.address.strip().rstrip("/")
    if address and not name:
        raise BadInput("The model's name is missing; write it as its server calls it.")
    chosen = f"{address}#{name}" if address else name or QUOTING
    if chosen == QUOTING:
        return chosen
    named = read_model_name(chosen)
    if wish.key and named.path is not None:
        raise BadInput("A model file needs no key; leave it out.")
    if wish.key and address.startswith("http:") and not is_on_this_machine(address):
        raise BadInput("Over http a key can be read on its way; write the server's address with https.")
    if wish.key:
        keep_key(server_of(named), wish.key.strip())
    return chosen
