"""A line in which readers wait for their turn: answering takes processors, and of those there are few."""

from __future__ import annotations

import os
from threading import Condition
from typing import NewType

Ticket = NewType("Ticket", object)
"""A place in the line."""


class Line:
    """Lets as many through at a time as there are places, in the order in which they came."""

    def __init__(self, places: int | None = None) -> None:
        self._places = places or os.cpu_count() or 1
        self._tickets: list[Ticket] = []
        self._changed = Condition()

    def enter(self) -> Ticket:
        """Join the line; whoever enters leaves."""
        ticket = Ticket(object())
        with self._changed:
            self._tickets.append(ticket)
        return ticket

    def ahead(self, ticket: Ticket, *, within: float) -> int:
        """Return how many are still ahead, after at most ``within`` seconds; 0 once it is one's turn."""
        with self._changed:
            self._changed.wait_for(lambda: self._tickets.index(ticket) < self._places, timeout=within)
            return max(0, self._tickets.index(ticket) - self._places + 1)

    def leave(self, ticket: Ticket) -> None:
        """Make room for the next."""
        with self._changed:
            self._tickets.remove(ticket)
            self._changed.notify_all()
