"""A part of a suite's cases, drawn so that it stands for the whole."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from evals.suites.attacking import CLEAN
from rag.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evals.schema import Case


def sampled(cases: tuple[Case, ...], size: int | None, *, seed: int = 0) -> tuple[Case, ...]:
    """Return ``size`` cases in their order, answerable and unanswerable ones in proportion; all for None.

    An attacked case and its clean twin are drawn together, so an odd ``size`` of such a suite gets one less.
    Raises BadInput for a size under one.
    """
    if size is None or size >= len(cases):
        return cases
    if size < 1:
        raise BadInput(f"A sample has at least one case, not {size}.")
    ids = {case.id for case in cases}
    twinned = {name for name in ids if f"{name}{CLEAN}" in ids}
    first = [case for case in cases if case.id in twinned] if twinned else cases
    chosen = _drawn(first, max(1, size // 2) if twinned else size, random.Random(seed))  # noqa: S311 - no secret
    return tuple(case for case in cases if case.id.removesuffix(CLEAN) in chosen)


def _drawn(cases: Sequence[Case], size: int, draw: random.Random) -> set[str]:
    answerable = [case.id for case in cases if case.answerable]
    others = [case.id for case in cases if not case.answerable]
    share = round(size * len(answerable) / len(cases))
    return {*draw.sample(answerable, share), *draw.sample(others, size - share)}
