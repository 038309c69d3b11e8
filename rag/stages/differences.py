"""What changed between two versions of an article, sentence by sentence."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(frozen=True, slots=True)
class Change:
    """A sentence that only one of two versions has."""

    change: Literal["removed", "added"]
    text: str


def changed_sentences(old: Sequence[str], new: Sequence[str]) -> tuple[Change, ...]:
    """Return the sentences that were removed and added, in reading order; what only moved is both."""
    return tuple(_changes(old, new))


def _changes(old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    for _, start, end, begin, stop in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if list(old[start:end]) != list(new[begin:stop]):
            yield from (Change("removed", text) for text in old[start:end])
            yield from (Change("added", text) for text in new[begin:stop])
