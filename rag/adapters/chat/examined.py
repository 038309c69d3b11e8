"""How models did in their examination, in a small file of the user's cache."""

from __future__ import annotations

import json
import os
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

_FRESH_S = 24 * 3600.0
"""Seconds that a note holds: another model may answer under the same name tomorrow."""
_MOST = 200
"""Notes that are kept, the newest."""


class ExaminationNotes:
    """The note about one model. A file that cannot be read or written is no note."""

    def __init__(self, model: str, folder: Path | None = None) -> None:
        self._model = model
        self._folder = folder

    def recall(self) -> bool | None:
        """Return whether the model passed within the last day, or None."""
        with suppress(TypeError, KeyError):
            note = self._all()[self._model]
            if 0.0 <= time.time() - note["at"] < _FRESH_S:
                return bool(note["passed"])
        return None

    def note(self, passed: bool) -> None:
        """Keep it; a full disk or a folder that may not be written is ignored."""
        notes = {**self._all(), self._model: {"passed": passed, "at": int(time.time())}}
        with suppress(OSError):
            self._write(json.dumps(dict(list(notes.items())[-_MOST:])))

    def _write(self, text: str) -> None:
        file = self._file()
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=file.name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as half:
                half.write(text)
            Path(name).replace(file)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise

    def _all(self) -> dict[str, Any]:
        with suppress(OSError, ValueError):
            data = json.loads(self._file().read_text("utf-8"))
            if isinstance(data, dict):
                return data
        return {}

    def _file(self) -> Path:
        if self._folder is not None:
            return self._folder / "examined.json"
        from platformdirs import user_cache_path

        return user_cache_path("citewire", appauthor=False) / "examined.json"
