"""The library on disk: SQLite holds the truth, Chroma an index that can be rebuilt from it.

Read in this order: ``disk`` (what it offers), ``migrations`` (the tables), ``database`` and ``session`` (how
the file is read and written), ``ingesting``, ``searching``, ``index`` (generations) and ``chroma``.
"""

from __future__ import annotations

from rag.adapters.library.copying import restore
from rag.adapters.library.disk import DiskLibrary, open_library
from rag.adapters.library.records import CheckReport, GenerationInfo, IndexStatus, Problem, Status

__all__ = [
    "CheckReport",
    "DiskLibrary",
    "GenerationInfo",
    "IndexStatus",
    "Problem",
    "Status",
    "open_library",
    "restore",
]
