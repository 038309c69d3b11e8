"""The string that names a chat model: ``openai:NAME``, ``http://HOST:PORT/v1#NAME``, ``gguf:PATH`` or ``local``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from rag.adapters.weights.catalogue import installed_model, kept_at
from rag.errors import ModelBroken, ModelNotFound

FORMS = "'openai:NAME', 'http://HOST:PORT/v1#NAME', 'gguf:PATH' or 'local'"


@dataclass(frozen=True, slots=True)
class ModelName:
    """What a model string says."""

    kind: Literal["openai", "server", "gguf"]
    name: str
    """What stands in ``Answer.model``: neither an address nor a path of this machine."""
    base_url: str | None = None
    """Of a server, where the string gives it."""
    path: Path | None = None
    """Of a model file."""


def read_model_name(text: str) -> ModelName:
    """Return what a model string names; raises ModelNotFound, and ModelBroken for a file of another format."""
    scheme, _, rest = text.strip().partition(":")
    match scheme.lower():
        case "openai" if rest:
            return ModelName("openai", rest)
        case "http" | "https":
            return _served(text.strip())
        case "gguf" if rest:
            return _on_disk(Path(rest).expanduser())
        case "local":
            return _on_disk(kept_at(installed_model(rest)))
        case _:
            raise ModelNotFound(f"{text[:80]!r} names no model; write {FORMS}.")


def _served(text: str) -> ModelName:
    address, _, name = text.partition("#")
    try:
        parts = urlsplit(address)
        usable = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        usable = False
    if not usable or not name:
        raise ModelNotFound(f"The address of a model's server lacks its name or its host; write {FORMS}.")
    if parts.username is not None or parts.query:
        raise ModelNotFound("A key has no place in a server's address; set OPENAI_API_KEY instead.")
    return ModelName("server", name, base_url=address.rstrip("/"))


def _on_disk(path: Path) -> ModelName:
    try:
        if not path.is_file():
            raise ModelNotFound(f"There is no model file {str(path)!r}; check the path.")
        with path.open("rb") as file:
            start = file.read(4)
    except OSError as exc:
        raise ModelNotFound(f"The model file {str(path)!r} cannot be read ({exc.strerror}); check it.") from exc
    if start != b"GGUF":
        raise ModelBroken(f"{path.name!r} is no GGUF file; give a model that llama.cpp can load.")
    return ModelName("gguf", path.stem, path=path.resolve())
