"""A system behind an OpenAI-compatible server, asked over HTTP with the standard library alone."""

from __future__ import annotations

import json
import os
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Any

from rag.errors import BadInput, ModelBroken, ModelRefused, ModelUnreachable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rag.schema import Article

TIMEOUT = 120.0
"""Seconds to wait for one response."""


def served_system(spec: str) -> Callable[..., Mapping[str, Any]]:
    """Return the system at ``http://HOST:PORT/v1#NAME``.

    It gets the question as a chat message, after the case's own sources where there are any. Its words are
    the answer; a JSON object of the answer schema is read as that. ``OPENAI_API_KEY`` is sent when it is set.
    """
    url, _, name = spec.partition("#")
    if not name:
        raise BadInput(f"{spec!r} names no model; add #NAME.")

    def ask(question: str, *, texts: Sequence[Article] = ()) -> Mapping[str, Any]:
        message = {"role": "user", "content": prompt_of(question, texts)}
        reply = _post(f"{url.rstrip('/')}/chat/completions", {"model": name, "messages": [message], "temperature": 0})
        return _read(reply, spec)

    return ask


def prompt_of(question: str, texts: Sequence[Article]) -> str:
    """Return the chat message: the sources, if any, then the question."""
    if not texts:
        return question
    sources = "\n\n".join(f"{text.title}\n{text.text}" for text in texts)
    return (
        "Answer the question from these sources alone. If they do not answer it, say that they do not.\n\n"
        f"{sources}\n\nQuestion: {question}"
    )


def _post(url: str, body: Mapping[str, Any]) -> Any:
    headers = {"Content-Type": "application/json"}
    if key := os.environ.get("OPENAI_API_KEY"):
        headers["Authorization"] = f"Bearer {key}"
    request = urllib.request.Request(url, json.dumps(body).encode(), headers)  # noqa: S310 - http(s) was checked
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as response:  # noqa: S310 - the user named the server
            return json.load(response)
    except urllib.error.HTTPError as exc:
        raise ModelRefused(f"The server at {url} refused the request with status {exc.code}; check it.") from exc
    except (urllib.error.URLError, TimeoutError, ConnectionError) as exc:
        raise ModelUnreachable(
            f"The server at {url} does not answer ({exc}); start it or correct the address."
        ) from exc
    except ValueError as exc:
        raise ModelBroken(f"The server at {url} did not send JSON; is it OpenAI-compatible?") from exc


def _read(reply: Any, spec: str) -> Mapping[str, Any]:
    try:
        content = reply["choices"][0]["message"]["content"] or ""
    except (KeyError, IndexError, TypeError) as exc:
        raise ModelBroken(f"The reply of {spec} holds no message; is it OpenAI-compatible?") from exc
    usage = {"usage": reply.get("usage")}
    try:
        parsed = json.loads(content)
    except ValueError:
        return {"text": content, **usage}
    return {**parsed, **usage} if isinstance(parsed, dict) and "text" in parsed else {"text": content, **usage}
