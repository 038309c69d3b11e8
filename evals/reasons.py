"""Why a system refused: refusals are gathered by the shape of their reason, and set against what was answerable."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from evals.report_schema import RefusalReason

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evals.schema import Scored

_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|(?<!\w)'[^']*'(?!\w)")
_NUMBER = re.compile(r"\d[\d,.]*\d|\d")
_WORD = r"[A-Z](?:[\w’'.-]*\w)?"
_NAME = re.compile(rf"(?<=[^.!?…] ){_WORD}(?:(?: (?:of|the|and|for)){{0,2}} {_WORD})*")
_ENDS = re.compile(r"(?<=[.!?]) ")
_GAPS = re.compile(r"…(?:(?:, | and | or | )…)+")


def refusals_by_reason(cases: Sequence[Scored]) -> tuple[RefusalReason, ...]:
    """Return the refusals of a run by reason, the most frequent first."""
    responses = [(one.response, one.case) for one in cases if one.response is not None]
    refused = [(reason_shape(response.reason or ""), case) for response, case in responses if response.refused]
    counts = Counter(shape for shape, _ in refused)
    rightly = Counter(shape for shape, case in refused if not case.answerable)
    ordered = sorted(counts, key=lambda shape: (-counts[shape], shape))
    return tuple(RefusalReason(shape, counts[shape], rightly[shape]) for shape in ordered)


def reason_shape(reason: str) -> str:
    """Return a reason without what differs from question to question, so that equal reasons are equal strings.

    Names, numbers and quoted words become ``…``; a sentence that comes twice, of a question of two parts, comes once.
    """
    text = " ".join(reason.split())
    for pattern in (_QUOTED, _NUMBER, _NAME):
        text = pattern.sub("…", text)
    sentences = _ENDS.split(_GAPS.sub("…", text))
    return " ".join(dict.fromkeys(sentences)) or "no reason given"
