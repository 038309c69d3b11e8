"""Any server that speaks OpenAI's chat protocol, through LangChain's ``ChatOpenAI``."""

from __future__ import annotations

import time
from contextlib import closing
from typing import TYPE_CHECKING, Any

from rag.adapters.chat.faults import translate_fault
from rag.errors import CitewireError
from rag.stages.writing.records import SchemaRefused

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from langchain_openai import ChatOpenAI

    from rag.stages.writing.records import Request

TIMEOUT_S = 60.0
"""Seconds without a word from the server."""
LIMIT_S = 180.0
"""Seconds for one whole draft: a server that trickles without end is left."""
MOST_TOKENS = 512
"""Tokens of one draft, some 380 words: a small model that repeats itself would else fill its context."""
_UNUSABLE = frozenset({400, 415, 422, 501})
"""Statuses of servers that do not take a schema, or a temperature."""


class ServedChat:
    """Streams what a chat model writes. Safe to use from several threads; connects at first use."""

    def __init__(self, name: str, client: ChatOpenAI, *, steady: bool = True) -> None:
        self.name = name
        self._client = client
        self._steady = steady  # OpenAI's reasoning models take no temperature

    def stream(self, request: Request) -> Iterator[str]:
        """Yield pieces of text as they come; raises SchemaRefused where ``request`` has one, and ModelError."""
        ends, begun = time.monotonic() + LIMIT_S, False
        try:
            with closing(self._pieces(request)) as pieces:
                for piece in pieces:
                    begun = True
                    if time.monotonic() > ends:
                        return
                    if text := _text_of(piece):
                        yield text
        except (CitewireError, GeneratorExit):
            raise
        except Exception as exc:  # whatever a server provokes is one fault
            if request.schema is not None and getattr(exc, "status_code", None) in _UNUSABLE:
                raise SchemaRefused("The model's server takes no JSON schema.") from exc
            raise translate_fault(exc, begun=begun) from exc

    def _pieces(self, request: Request) -> Generator[Any]:
        messages = [("system", request.system), ("user", request.user)]
        options: dict[str, Any] = {}
        body: dict[str, Any] = {"max_tokens": MOST_TOKENS} if self._steady else {}
        if request.schema is not None:
            # in the body as it is: the client's own way would parse the answer, and fail on a broken one
            shape = {"name": "draft", "strict": True, "schema": request.schema}
            body["response_format"] = {"type": "json_schema", "json_schema": shape}
            if self._steady:
                options["temperature"] = 0.0
        if body:
            options["extra_body"] = body
        yield from self._client.stream(messages, **options)


def _text_of(piece: Any) -> str:
    """Return the words of a message chunk; what is not text, such as a tool call, is left out."""
    content = piece.content
    if isinstance(content, str):
        return content
    blocks = [block if isinstance(block, str) else block.get("text", "") for block in content or ()]
    return "".join(text for text in blocks if isinstance(text, str))
