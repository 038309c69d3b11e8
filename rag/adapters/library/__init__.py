"""The library on disk: SQLite holds the truth, Chroma an index that can be rebuilt from it."""

from __future__ import annotations

from rag.adapters.library.disk import DiskLibrary, open_library

__all__ = ["DiskLibrary", "open_library"]
