"""Who receives what a model is given to read."""

from __future__ import annotations

import os
from dataclasses import dataclass
from urllib.parse import urlsplit

from rag.adapters.chat.naming import read_model_name
from rag.adapters.chat.opening import is_on_this_machine, server_of

QUOTING = "quote"


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
