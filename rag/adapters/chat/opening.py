"""One string opens any chat model."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from rag.adapters.chat.keys import key_for
from rag.adapters.chat.naming import FORMS, ModelName, read_model_name
from rag.adapters.chat.served import TIMEOUT_S, ServedChat
from rag.errors import ModelRefused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from langchain_openai import ChatOpenAI

    from rag.stages.writing.records import Request

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_OPENAI = "https://api.openai.com/v1"


class FileChat:
    """A model file with its server, which is started again where it died. Safe to use from several threads."""

    def __init__(self, name: str, path: Path) -> None:
        self.name = name
        self._path = path
        self._connected()

    def stream(self, request: Request) -> Iterator[str]:
        """Yield pieces of text as they come; raises ModelError."""
        yield from self._connected().stream(request)

    def log_odds(self, request: Request) -> float | None:
        """Return the log odds of "yes" against "no" as the first word; raises ModelError."""
        return self._connected().log_odds(request)

    def _connected(self) -> ServedChat:
        from rag.adapters.chat.local import serve_file

        local = serve_file(self._path)
        return _connection(self.name, local.base_url, local.key)


@lru_cache(maxsize=8)
def _connection(name: str, base_url: str, key: str) -> ServedChat:
    return ServedChat(name, _client(name, base_url, lambda: key), local=True)


def open_chat(text: str) -> ServedChat | FileChat:
    """Return the model that a string names; a model file starts its server here.

    Raises ModelNotFound, ModelBroken, and ModelRefused without a key. A server is not asked before the first question.
    """
    named = read_model_name(text)
    if named.path is not None:
        return FileChat(named.name, named.path)
    server = server_of(named)
    known = key_for(server)
    if known is None and server == _OPENAI:
        raise ModelRefused(f"{text!r} needs a key; set OPENAI_API_KEY, or name a server as {FORMS}.")
    # a key that is given later goes before the one that was known, which goes before none
    client = _client(named.name, server, lambda: key_for(server) or known)
    return ServedChat(named.name, client, steady=_is_steady(named), local=is_on_this_machine(server))


def server_of(named: ModelName) -> str:
    """Return the address of the server that a model which is no file is asked at."""
    return named.base_url or os.environ.get("OPENAI_BASE_URL") or _OPENAI


def is_on_this_machine(server: str) -> bool:
    """Return whether a server's address is one of this machine's own."""
    return urlsplit(server).hostname in _LOOPBACK


def _is_steady(named: ModelName) -> bool:
    """Only servers that somebody runs himself are known to take a temperature of nought from every model."""
    return named.kind == "server"


def _client(name: str, base_url: str, key: Callable[[], str | None]) -> ChatOpenAI:
    from langchain_openai import ChatOpenAI

    options = _direct() if is_on_this_machine(base_url) else {}
    return ChatOpenAI(
        model=name,
        base_url=base_url,
        api_key=lambda: key() or "none",  # a function, so that no representation of the client holds the key
        use_responses_api=False,
        timeout=TIMEOUT_S,
        max_retries=2,
        stream_usage=True,
        **options,
    )


def _direct() -> dict[str, Any]:
    """Keep what goes to this very machine off a proxy that the environment names."""
    import openai

    return {
        "http_client": openai.DefaultHttpxClient(trust_env=False, timeout=TIMEOUT_S),
        "http_async_client": openai.DefaultAsyncHttpxClient(trust_env=False, timeout=TIMEOUT_S),
    }
