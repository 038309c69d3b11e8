"""The words that hedge a figure: without them a short answer would say more than its sentence."""

from __future__ import annotations

import re

from rag.stages.asking.pointing import Window
from rag.stages.language.numbers import Quantity, find_quantities

_REACH = 5
"""Words before or after a figure that may hedge it."""


def hedged_window(quantity: Quantity, text: str) -> Window:
    """Return where a quantity stands with what hedges it: ``over 66,000``, ``12 or more``."""
    bare = Window(quantity.start, quantity.end)
    if quantity.bound == "exact":
        return bare
    before = [match.start() for match in re.finditer(r"\S+", text[: quantity.start])][-_REACH:]
    after = [match.end() for match in re.finditer(r"\w+", text) if match.start() >= quantity.end][:_REACH]
    around = [Window(start, quantity.end) for start in reversed(before)]
    around += [Window(quantity.start, end) for end in after]
    return next((window for window in around if _is_hedged(quantity, text[window.start : window.end])), bare)


def with_hedges(window: Window, text: str) -> Window:
    """Return a window widened to what hedges the figures that stand in it."""
    inside = [item for item in find_quantities(text) if window.start <= item.start and item.end <= window.end]
    hedged = [hedged_window(item, text) for item in inside]
    return Window(
        min((window.start, *(one.start for one in hedged))),
        max((window.end, *(one.end for one in hedged))),
    )


def _is_hedged(quantity: Quantity, span: str) -> bool:
    return any(other.bound == quantity.bound for other in find_quantities(span))
