"""Which model a reader wants to write."""

from __future__ import annotations

from dataclasses import dataclass, field

from rag.adapters.chat.keys import keep_key
from rag.adapters.chat.naming import read_model_name
from rag.adapters.chat.opening import is_on_this_machine, server_of
from rag.errors import BadInput
from ui.serving.recipients import QUOTING


@dataclass(frozen=True, slots=True)
class ModelWish:
    """What a reader wrote into the settings."""

    name: str
    """A model string, or the name of a model at ``address``."""
    address: str = ""
    key: str = field(default="", repr=False)


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
