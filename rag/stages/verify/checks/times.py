"""Every date of a claim follows from one of its source."""

from __future__ import annotations

from rag.stages.language.calendar import follows
from rag.stages.language.dates import DateMention
from rag.stages.language.folding import fold
from rag.stages.language.number_patterns import hedge_before
from rag.stages.verify.fillers import Sides
from rag.stages.verify.records import Outcome

_AHEAD = frozenset({"will", "expect", "plan", "likely", "to", "may"})


def check_dates(sides: Sides) -> Outcome:
    """Find for every date of the claim one of the source that it follows from."""
    published = None if _looks_ahead(sides) else sides.published
    for claimed in sides.claim.dates:
        fitting = [given for given in sides.source.dates if follows(given, claimed, published)]
        hedges = {_hedge(sides.source.text, given) for given in fitting}
        if fitting and _hedge(sides.claim.text, claimed) not in hedges:
            return Outcome(
                "dates", False, f"The source is not so sure, or surer, of {claimed.text!r}.", contradicted=True
            )
        if not fitting:
            others = ", ".join(repr(given.text) for given in sides.source.dates)
            reason = f"The source does not say {claimed.text!r}" + (f" but {others}." if others else ".")
            return Outcome("dates", False, reason, contradicted=bool(others))
    return Outcome("dates", True)


def _hedge(text: str, mention: DateMention) -> str | None:
    """Return ``approx`` for ``around 1950``, and so on."""
    return hedge_before(fold(text), mention.start)


def _looks_ahead(sides: Sides) -> bool:
    """A weekday in a sentence about the future may be a coming one, so it is not resolved."""
    return any(predicate.names & _AHEAD for predicate in sides.source.predicates)
