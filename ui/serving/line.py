"""A line in which everybody waits for their turn: answering takes processors, and of those there are few."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from math import ceil
from threading import Condition

from ui.serving.faults import Busy

MOST_WAITING = 100
"""How many may wait unless another number is given."""
_FIRST_GUESS = 1.0
"""Seconds that a turn is taken to last before one was seen."""
_WEIGHT = 0.2
"""Share of the last turn in the mean length of a turn."""


@dataclass(eq=False, slots=True)
class Ticket:
    """A place in the line."""

    since: float | None = None
    """When its turn began, by the monotonic clock; None while it waits."""


class Line:
    """Lets as many through at a time as there are places, in the order in which they came."""

    def __init__(self, places: int | None = None, *, most_waiting: int = MOST_WAITING) -> None:
        self._places = places or os.cpu_count() or 1
        self._most = self._places + most_waiting
        self._tickets: list[Ticket] = []
        self._changed = Condition()
        self._turn_s = _FIRST_GUESS

    @property
    def length(self) -> int:
        """How many may be in the line at most, those whose turn it is among them."""
        return self._most

    @property
    def running(self) -> int:
        """Whose turn it is now."""
        return min(len(self._tickets), self._places)

    @property
    def waiting(self) -> int:
        """How many wait."""
        return max(0, len(self._tickets) - self._places)

    def enter(self, *, patience: float | None = None) -> Ticket:
        """Join the line; whoever enters leaves.

        Raises Busy where it is full, or where the wait would likely be longer than ``patience`` seconds.
        """
        ticket = Ticket()
        with self._changed:
            wait = self._wait_of(len(self._tickets))
            if len(self._tickets) >= self._most or (patience is not None and wait > patience):
                raise Busy(self.waiting + self.running, ceil(max(wait, 1)))
            self._tickets.append(ticket)
            self._begin_turns()
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
            if ticket.since is not None:
                self._turn_s += _WEIGHT * (time.monotonic() - ticket.since - self._turn_s)
            self._begin_turns()
            self._changed.notify_all()

    def _begin_turns(self) -> None:
        for ticket in self._tickets[: self._places]:
            ticket.since = ticket.since or time.monotonic()

    def _wait_of(self, place: int) -> float:
        """Return for how many seconds whoever comes after ``place`` others will likely wait."""
        return max(0, place - self._places + 1) / self._places * self._turn_s
