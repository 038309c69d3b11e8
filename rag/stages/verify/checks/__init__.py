"""The checks, one rule a module, and the order in which they run."""

from __future__ import annotations

from rag.stages.verify.checks.attachment import check_attachment
from rag.stages.verify.checks.direction import check_direction
from rag.stages.verify.checks.naming import check_names
from rag.stages.verify.checks.polarity import check_modality, check_polarity
from rag.stages.verify.checks.quantities import check_numbers
from rag.stages.verify.checks.quotations import check_quotations
from rag.stages.verify.checks.roles import check_roles, check_speaker
from rag.stages.verify.checks.support import check_support
from rag.stages.verify.checks.times import check_dates
from rag.stages.verify.checks.wholeness import check_sentence
from rag.stages.verify.checks.wording import check_wording
from rag.stages.verify.records import GrammarCheck, WordCheck

WORD_CHECKS: tuple[WordCheck, ...] = (
    check_sentence,
    check_quotations,
    check_numbers,
    check_dates,
    check_names,
    check_support,
)
"""They come first: a claim whose words are not there needs no grammar."""

GRAMMAR_CHECKS: tuple[GrammarCheck, ...] = (
    check_polarity,
    check_modality,
    check_direction,
    check_wording,
    check_roles,
    check_speaker,
    check_attachment,
)
"""All must pass; the reason shown is that of the first that does not."""
