"""Every number of a claim stands in its source: value, unit, currency and hedge."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from rag.stages.language.numbers import Quantity, same_value
from rag.stages.language.unit_words import Bound
from rag.stages.verify.facts import Facts
from rag.stages.verify.fillers import Sides
from rag.stages.verify.records import Outcome

_IMPLIED: dict[Bound, frozenset[Bound]] = {
    "nearly": frozenset({"nearly", "under"}),
    "over": frozenset({"over"}),
    "under": frozenset({"under"}),
    "at_least": frozenset({"at_least"}),
    "at_most": frozenset({"at_most"}),
    "approx": frozenset({"approx"}),
    "exact": frozenset({"exact"}),
    "vague": frozenset({"vague"}),
}
"""For each hedge of a source, those that a claim may use: a dropped hedge is false precision, an added one
weakens, so only what follows in sense and in precision may stand."""

_DIGITS = re.compile(r"(?:[^\W_]|(?<=[^\W_])[.,'’-](?=[^\W_]))*[0-9](?:[^\W_]|[.,'’-](?=[^\W_]))*")


def check_numbers(sides: Sides) -> Outcome:
    """Find every number of the claim in the source."""
    for quantity in sides.claim.quantities:
        rivals = [other for other in sides.source.quantities if same_value(quantity, other)]
        if not rivals:
            if _is_article(quantity, sides.source):
                continue
            others = any(other.kind == quantity.kind for other in sides.source.quantities)
            return Outcome("numbers", False, f"The source has no {quantity.text!r}.", contradicted=others)
        problems = [_mismatch(quantity, other) for other in rivals]
        if all(problems):
            return Outcome("numbers", False, str(problems[0]), contradicted=True)
    misplaced = _swapped_pair(sides) or _counted_again(sides)
    if misplaced:
        return Outcome("numbers", False, misplaced, contradicted=True)
    for digits in _loose_digits(sides.claim):
        if not re.search(rf"(?<![^\W_]){re.escape(digits.casefold())}(?![^\W_])", sides.source.text.casefold()):
            return Outcome("numbers", False, f"The source has no {digits!r}.")
    return Outcome("numbers", True)


def _counted_again(sides: Sides) -> str | None:
    """``3 bands and 3 singers`` needs a source that says three twice, or twice of one thing."""
    for quantity in sides.claim.quantities:
        mine = [other for other in sides.claim.quantities if same_value(other, quantity)]
        theirs = [other for other in sides.source.quantities if same_value(quantity, other)]
        counted = {" ".join(sides.claim.text[other.end :].lower().split()[:1]) for other in mine}
        if len(mine) > len(theirs) > 0 and len(counted) > 1:
            return f"The source says {quantity.text!r} of fewer things than the claim."
    return None


def _swapped_pair(sides: Sides) -> str | None:
    """``17 of three games`` is not ``three of 17 games``: two numbers side by side keep their order."""
    for first, second, link in _neighbours(sides.claim):
        given = [(one, two) for one, two, other in _neighbours(sides.source) if other == link]
        if any(same_value(first, one) and same_value(second, two) for one, two in given):
            continue
        turned = any(same_value(first, two) and same_value(second, one) for one, two in given)
        if turned or (given and link in "-–—"):
            return f"The source does not put {first.text!r} and {second.text!r} together so."
    return None


def _neighbours(facts: Facts) -> Iterator[tuple[Quantity, Quantity, str]]:
    """Yield numbers with at most two words between them, and the first of these words."""
    for first, second in pairwise(facts.quantities):
        between = facts.text[first.end : second.start].lower().split() or ["-"]
        if len(between) <= 2:
            yield first, second, between[0]


def matches(claimed: Quantity, given: Quantity) -> bool:
    """Tell whether a claim may say ``claimed`` where its source says ``given``."""
    return same_value(claimed, given) and _mismatch(claimed, given) is None


def _mismatch(claimed: Quantity, given: Quantity) -> str | None:
    if claimed.bound not in _IMPLIED[given.bound]:
        return f"The source says {_hedged(given)} where the claim says {_hedged(claimed)}."
    if claimed.currency != given.currency:
        return f"The source gives {given.text!r} in another currency than {claimed.text!r}."
    if claimed.unit == given.unit:
        return None
    if claimed.unit and not given.unit:
        return None if claimed.unit == "year" and given.noun is None else _unit_reason(claimed, given)
    if claimed.unit is None and claimed.noun is None:
        return None
    return _unit_reason(claimed, given)


def _unit_reason(claimed: Quantity, given: Quantity) -> str:
    mine, theirs = claimed.unit or claimed.noun or "nothing", given.unit or given.noun or "no unit"
    return f"The source counts {theirs!r} by {given.text!r}, the claim {mine!r}."


def _hedged(quantity: Quantity) -> str:
    words = {"exact": "", "approx": "about ", "nearly": "nearly ", "over": "over ", "under": "under "}
    words |= {"at_least": "at least ", "at_most": "at most ", "vague": ""}
    return f"'{words[quantity.bound]}{quantity.text}'"


def _is_article(quantity: Quantity, source: Facts) -> bool:
    """``one official`` for ``an official``."""
    if quantity.text.lower() != "one" or quantity.noun is None:
        return False
    return (
        re.search(rf"\b(?:an?|another|the|single)\s+(?:\w+\s+)?{re.escape(quantity.noun)}\b", source.text.lower())
        is not None
    )


def _loose_digits(claim: Facts) -> Iterator[str]:
    """Yield words with digits that are part of no number, date or name."""
    spans = [(span.start, span.end) for spans in (claim.quantities, claim.dates) for span in spans]
    for match in _DIGITS.finditer(claim.text):
        if not any(start < match.end() and match.start() < end for start, end in spans):
            yield match.group()
