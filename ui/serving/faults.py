"""What is refused, and what each refusal is called in HTTP. One sentence each; nothing of what was sent is repeated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rag.errors import (
    BadInput,
    CitewireError,
    LibraryBusy,
    LibraryError,
    ModelError,
    UnknownArticle,
)
from ui.serving.identity import request_id

if TYPE_CHECKING:
    from collections.abc import Mapping

UNFORESEEN = "Something went wrong here, and it was written to the log; ask again, or tell whoever runs this server."


class Refused(CitewireError):
    """The server does not do what it was asked to."""

    status = 400
    code = "refused"

    @property
    def headers(self) -> Mapping[str, str]:
        """What the response says besides."""
        return {}


class Busy(Refused):
    """Too many are being served; come again later."""

    status = 429
    code = "busy"

    def __init__(self, ahead: int, retry_after: int) -> None:
        super().__init__(f"{ahead} questions are being answered or wait; ask again in {retry_after} s.")
        self.retry_after = retry_after

    @property
    def headers(self) -> Mapping[str, str]:
        """When to come again, in seconds."""
        return {"Retry-After": str(self.retry_after)}


class TooOften(Busy):
    """One client asks more often than it may."""

    code = "too_often"

    def __init__(self, per_minute: int, retry_after: int) -> None:
        Refused.__init__(
            self, f"{per_minute} requests a minute are the most from one client; ask again in {retry_after} s."
        )
        self.retry_after = retry_after


class TooSlow(Refused):
    """An answer took longer than it may."""

    status = 504
    code = "too_slow"


class Left(Refused):
    """Whoever asked has gone; the log alone is told."""

    status = 499
    code = "left"


class Stopping(Refused):
    """The server is being stopped."""

    status = 503
    code = "stopping"

    def __init__(self) -> None:
        super().__init__("The server is being stopped; ask again in a minute.")


class ReadOnly(Refused):
    """The library may not be changed here."""

    status = 403
    code = "read_only"


class TooLarge(Refused):
    """A body is larger than the limit."""

    status = 413
    code = "too_large"


class TooLate(Refused):
    """A body came too slowly."""

    status = 408
    code = "too_late"


class WrongKind(Refused):
    """A file is no text, whatever its name says."""

    status = 415
    code = "wrong_kind"


class UnknownModel(Refused):
    """A program asks for a model that this server does not offer."""

    status = 404
    code = "model_not_found"


SERVER_ERROR = 500

_STATUSES: tuple[tuple[type[CitewireError], int, str], ...] = (
    (UnknownArticle, 404, "unknown_article"),
    (LibraryBusy, 409, "library_busy"),
    (BadInput, 400, "bad_input"),
    (LibraryError, 503, "library"),
    (ModelError, 502, "model"),
)
"""The first that fits holds."""


def status_of(error: CitewireError) -> int:
    """Return the HTTP status of an error."""
    if isinstance(error, Refused):
        return error.status
    return next((status for kind, status, _ in _STATUSES if isinstance(error, kind)), 500)


def code_of(error: CitewireError) -> str:
    """Return the word by which a program tells an error from others."""
    if isinstance(error, Refused):
        return error.code
    return next((code for kind, _, code in _STATUSES if isinstance(error, kind)), "failed")


def error_of(error: CitewireError) -> dict[str, Any]:
    """Return an error as every response that is none carries it; OpenAI's clients read the same."""
    return error_body(str(error), status_of(error), code_of(error))


def error_body(message: str, status: int, code: str, *, param: str | None = None) -> dict[str, Any]:
    """Return the JSON of an error."""
    kind = "invalid_request_error" if status < SERVER_ERROR else "server_error"
    return {"error": {"message": message, "type": kind, "code": code, "param": param}, "request_id": request_id()}
