"""Whether a claim follows from the sentences that it cites. Fails closed: what cannot be shown is withheld."""

from __future__ import annotations

from rag.stages.verify.align import Place, support_candidates
from rag.stages.verify.citing import Cited
from rag.stages.verify.facts import FactReader
from rag.stages.verify.records import Judgement, Outcome
from rag.stages.verify.settling import Responsiveness, claim_of, settle_claim
from rag.stages.verify.verifier import verify_claim

__all__ = [
    "Cited",
    "FactReader",
    "Judgement",
    "Outcome",
    "Place",
    "Responsiveness",
    "claim_of",
    "settle_claim",
    "support_candidates",
    "verify_claim",
]
