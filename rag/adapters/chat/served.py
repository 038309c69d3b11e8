"""Any server that speaks OpenAI's chat protocol, through LangChain's ``ChatOpenAI``."""

from __future__ import annotations

import math
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
_TOP = 20
"""Likeliest first words that are looked through; more are not told."""
_RARE = 1e-6
"""Stands for the probability of a word that is not among them."""
_UNUSABLE = frozenset({400, 415, 422, 501})
"""Statuses of servers that do not take a schema, or a temperature."""


class ServedChat:
    """Streams what a chat model writes. Safe to use from several threads; connects at first use."""

    def __init__(self, name: str, client: ChatOpenAI, *, steady: bool = True, local: bool = False) -> None:
        self.name = name
        self._client = client
        self._steady = steady  # OpenAI's reasoning models take no temperature
        self._local = local

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

    def log_odds(self, request: Request) -> float | None:
        """Return the log odds of "yes" against "no" as the first word; raises ModelError.

        None for a server elsewhere, where each call costs money and time, and for one that tells no probabilities.
        """
        if not self._local:
            return None
        messages = [("system", request.system), ("user", request.user)]
        body = {"max_tokens": 1, "temperature": 0.0, "logprobs": True, "top_logprobs": _TOP}
        try:
            said = self._client.invoke(messages, extra_body=body, stream=False)
        except Exception as exc:  # whatever a server provokes is one fault
            if getattr(exc, "status_code", None) in _UNUSABLE:
                return None
            raise translate_fault(exc) from exc
        return _odds_of(said.response_metadata)

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


def _odds_of(metadata: Any) -> float | None:
    """Return log P(yes) - log P(no) of a message's first word, or None where its probabilities are not told."""
    try:
        told = metadata["logprobs"]["content"][0]["top_logprobs"]
        likely = {word: sum(math.exp(one["logprob"]) for one in told if _word(one) == word) for word in ("yes", "no")}
    except (KeyError, TypeError, IndexError, AttributeError):
        return None
    if not any(likely.values()):
        return None
    return math.log(likely["yes"] + _RARE) - math.log(likely["no"] + _RARE)


def _word(one: Any) -> str:
    return str(one["token"]).strip().lower()
