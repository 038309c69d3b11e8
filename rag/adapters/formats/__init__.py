"""Files of many formats become articles. Only text is read in this process; the rest is read by a child.

``kinds`` tells what bytes are, ``reading`` turns them into articles, ``worker`` runs the child, ``child_main`` is
what it runs, and ``html``, ``pdf``, ``docx`` and ``feeds`` are the readers inside it.
"""

from __future__ import annotations

from rag.adapters.formats.kinds import SUFFIXES
from rag.adapters.formats.reading import read_articles

__all__ = ["SUFFIXES", "read_articles"]
