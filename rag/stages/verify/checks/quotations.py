"""What a claim puts in quotation marks stands in its source word for word."""

from __future__ import annotations

from rag.stages.language.quotes import quoted_in
from rag.stages.verify.fillers import Sides
from rag.stages.verify.records import Outcome


def check_quotations(sides: Sides) -> Outcome:
    """Find every quoted string of the claim in the source."""
    for quote in sides.claim.quotes:
        if not quoted_in(quote.text, sides.source.text):
            return Outcome("quotations", False, f"The source does not say {quote.text!r} word for word.")
    return Outcome("quotations", True)
