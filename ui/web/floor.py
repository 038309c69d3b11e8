"""Whose turn it is on each open page: a page asks one question at a time."""

from __future__ import annotations

from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class Floor:
    """Gives each page the floor once, until its answer is there or stopped. Safe to use from several threads.

    The browser would hold a second question back by itself, but then also the one that is asked while the server
    still ends what was stopped, and that one would be lost.
    """

    def __init__(self) -> None:
        self._held: dict[str, object] = {}
        self._lock = Lock()

    @contextmanager
    def held(self, page: str) -> Iterator[bool]:
        """Hold the floor for one question of this page; gives False where another one holds it."""
        mine = object()
        with self._lock:
            taken = self._held.setdefault(page, mine) is mine
        try:
            yield taken
        finally:
            with self._lock:
                if self._held.get(page) is mine:  # and was not cleared, or taken again since
                    del self._held[page]

    def clear(self, page: str) -> None:
        """Let the next question begin, whatever still comes of the one before."""
        with self._lock:
            self._held.pop(page, None)
