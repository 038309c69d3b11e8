"""The exit codes. ``docs/cli.md`` explains them; errors of ``rag.errors`` carry their own."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """What a command's end means to the shell."""

    DONE = 0
    """Answered, or done."""
    REFUSED = 1
    """The articles do not answer the question."""
    BAD_INPUT = 2
    """What was given cannot be used; also a wrong option."""
    LIBRARY = 3
    """The library on disk cannot be used, or ``check`` found damage."""
    MODEL = 4
    """A model cannot be used."""
    PROOF = 5
    """A saved answer does not hold against its source."""
    BELOW = 6
    """A figure of an evaluation is worse than a limit that was set, or a case crashed."""
    UNFORESEEN = 70
    """A defect of Citewire."""
    INTERRUPTED = 130
    """Stopped from the keyboard."""
    BROKEN_PIPE = 141
    """Whoever read the output stopped reading."""
