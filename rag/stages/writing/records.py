"""What passes between a chat model and the answerer that does not trust it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from rag.errors import ModelRefused


class SchemaRefused(ModelRefused):
    """The server takes no JSON schema; the same can be asked in plain words."""


@dataclass(frozen=True, slots=True)
class Request:
    """One call of a chat model."""

    system: str
    """The same for every question, so that servers can keep it."""
    user: str
    schema: Mapping[str, Any] | None
    """JSON schema of the answer, or None for plain text."""


@dataclass(frozen=True, slots=True)
class DraftClaim:
    """One sentence that a model wrote. Unverified."""

    text: str
    sources: tuple[int, ...]
    """Numbers of the evidence that it cites, as the model gave them; they need not exist."""


class ChatModel(Protocol):
    """Writes text for a request."""

    @property
    def name(self) -> str:
        """What stands in ``Answer.model``."""

    def stream(self, request: Request) -> Iterator[str]:
        """Yield pieces of text as they come; raises SchemaRefused and ModelError."""
