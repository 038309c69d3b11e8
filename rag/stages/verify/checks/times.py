"""Every date of a claim follows from one of its source."""

from __future__ import annotations

from rag.stages.language.calendar import follows
from rag.stages.verify.records import Case, Outcome

_AHEAD = frozenset({"will", "expect", "plan", "likely", "to", "may"})


def check_dates(case: Case) -> Outcome:
    """Find for every date of the claim one of the source that it follows from."""
    published = None if _looks_ahead(case) else case.published
    for claimed in case.claim.dates:
        if not any(follows(given, claimed, published) for given in case.source.dates):
            others = ", ".join(repr(given.text) for given in case.source.dates)
            reason = f"The source does not say {claimed.text!r}" + (f" but {others}." if others else ".")
            return Outcome("dates", False, reason, contradicted=bool(others))
    return Outcome("dates", True)


def _looks_ahead(case: Case) -> bool:
    """A weekday in a sentence about the future may be a coming one, so it is not resolved."""
    return any(predicate.names & _AHEAD for predicate in case.source.predicates)
