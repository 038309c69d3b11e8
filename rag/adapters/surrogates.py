"""Text for packages that take only what UTF-8 can hold."""

from __future__ import annotations


def encodable(text: str) -> str:
    """Return ``text`` with ``?`` for each lone surrogate; no offset moves."""
    return text.encode("utf-8", "replace").decode("utf-8")
