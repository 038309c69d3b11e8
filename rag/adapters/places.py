"""Where things lie on this machine."""

from __future__ import annotations

import os
from importlib import resources
from pathlib import Path

LIBRARY_VARIABLE = "CITEWIRE_LIBRARY"
CHROMA_VARIABLE = "CITEWIRE_CHROMA"


def default_library() -> Path:
    """Return the folder of the user's library: ``CITEWIRE_LIBRARY``, or the platform's user data folder."""
    chosen = os.environ.get(LIBRARY_VARIABLE, "").strip()
    if chosen:
        return Path(chosen).expanduser()
    from platformdirs import user_data_path

    return user_data_path("citewire", appauthor=False) / "library"


def chroma_server() -> str | None:
    """Return the address of the Chroma server that ``CITEWIRE_CHROMA`` names, if it names one."""
    return os.environ.get(CHROMA_VARIABLE, "").strip() or None


def packaged_corpus() -> tuple[Path, ...]:
    """Return the files of the articles that ship with Citewire."""
    folder = Path(str(resources.files("rag") / "_corpus"))
    if not folder.is_dir():  # a source tree, where the build has not carried the folder into the package
        folder = Path(str(resources.files("rag"))).parent / "corpus"
    return tuple(sorted(path for path in folder.glob("*.md") if path.stem.lower() != "readme"))
