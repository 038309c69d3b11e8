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

    def log_odds(self, request: Request) -> float | None:
        """Return the log odds, in nats, that the first word is "yes" and not "no"; raises ModelError.

        None where the server is not on this machine or tells no probabilities of words.
        """


class Memory(Protocol):
    """Keeps how a model did in its examination, so that a new process need not repeat it."""

    def recall(self) -> bool | None:
        """Return whether it passed, or None where that is not known any more."""

    def note(self, passed: bool) -> None:
        """Keep it as far as that is possible; never raises."""
