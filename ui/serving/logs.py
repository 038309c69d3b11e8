"""The log: one JSON object a line, without what was asked, what articles say, or any key.

Messages of Citewire's own are written as they are. Of an error that nobody foresaw its kind and place are told, and
what it says only at level ``debug``, since it may repeat a question or a text.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import traceback
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from ui.serving.identity import request_id

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Literal, TextIO

    Level = Literal["debug", "info", "warning", "error"]

LEVELS: tuple[Level, ...] = ("debug", "info", "warning", "error")
_HIDDEN = "[hidden]"
_PLAIN = frozenset(vars(logging.makeLogRecord({})))
_KEYS = ("OPENAI_API_KEY", "CITEWIRE_PASSWORD", "CITEWIRE_TOKEN")
_SHORTEST = 6
"""Characters; hiding every occurrence of a shorter value would hide ordinary words."""


class JsonLines(logging.Formatter):
    """Writes a record as one JSON object, without any of the secrets."""

    def __init__(self, secrets: Iterable[str] = (), *, told: bool = False) -> None:
        super().__init__()
        self._secrets = tuple(secret for secret in secrets if len(secret) >= _SHORTEST)
        self._told = told

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        fields: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if identity := request_id():
            fields["request_id"] = identity
        fields |= {name: value for name, value in vars(record).items() if name not in _PLAIN and name != "message"}
        if record.exc_info and record.exc_info[1] is not None:
            fields |= _described(record.exc_info[1], told=self._told)
        return self._without_secrets(json.dumps(fields, default=str))

    def _without_secrets(self, line: str) -> str:
        for secret in self._secrets:
            for written in (secret, json.dumps(secret)[1:-1]):
                line = line.replace(written, _HIDDEN)
        return line


def write_logs(level: Level, *, secrets: Iterable[str] = (), stream: TextIO | None = None) -> None:
    """Send what this process logs to standard error as JSON lines, from this level on."""
    kept = (*secrets, *(os.environ.get(name, "") for name in _KEYS))
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines(kept, told=level == "debug"))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("citewire").setLevel(level.upper())


def _described(error: BaseException, *, told: bool) -> dict[str, Any]:
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{os.path.basename(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames[-12:]]  # noqa: PTH119
    said = {"error_message": str(error)} if told else {}
    return {"error": type(error).__name__, "places": places, **said}
