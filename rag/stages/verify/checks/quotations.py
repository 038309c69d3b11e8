"""What a claim puts in quotation marks stands in its source word for word."""

from __future__ import annotations

from rag.stages.language.quotes import quoted_in
from rag.stages.verify.records import Case, Outcome


def check_quotations(case: Case) -> Outcome:
    """Find every quoted string of the claim in the source."""
    for quote in case.claim.quotes:
        if not quoted_in(quote.text, case.source.text):
            return Outcome("quotations", False, f"The source does not say {quote.text!r} word for word.")
    return Outcome("quotations", True)
