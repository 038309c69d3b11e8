"""Is each statement borne out by what it cites? ALCE's citation scores, with any judge of support.

Source: T. Gao, H. Yen, J. Yu and D. Chen, "Enabling large language models to generate text with citations"
(EMNLP 2023), section 4. There a model of entailment judges; here the judge is a function that is given, and
reports name it, since figures of different judges do not compare.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from evals.schema import Score

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from evals.schema import Cited, Response, Statement

    Supports = Callable[[str, Sequence[Cited]], bool]
    """Tells whether what is cited, taken together, supports a statement."""
    SupportScore = Callable[[Response, Supports], Score]


def support_recall(response: Response, supports: Supports) -> Score:
    """Score the share of the statements that their citations, taken together, support, in [0, 1]."""
    if response.refused or not response.claims:
        return Score(None, "no statement is made")
    borne_out = sum(_supported(claim, supports) for claim in response.claims)
    share = borne_out / len(response.claims)
    return Score(share, f"{borne_out} of {len(response.claims)} statements are supported by their citations")


def support_precision(response: Response, supports: Supports) -> Score:
    """Score the share of the citations that their statement needs, in [0, 1].

    A citation of a supported statement is needed when it supports the statement alone, or when the others do
    not support it without it. No citation of an unsupported statement is.
    """
    cited = [(claim, place) for claim in response.claims for place in range(len(claim.cited))]
    if response.refused or not cited:
        return Score(None, "nothing is cited")
    needed = sum(_needed(claim, place, supports) for claim, place in cited)
    return Score(needed / len(cited), f"{needed} of {len(cited)} citations are needed")


def unsupported_rate(response: Response, supports: Supports) -> Score:
    """Score the share of the statements that their citations do not support, in [0, 1]: lower is better."""
    score = support_recall(response, supports)
    return score if score.value is None else Score(1 - score.value, score.reason)


def _supported(claim: Statement, supports: Supports) -> bool:
    return bool(claim.cited) and supports(claim.text, claim.cited)


def _needed(claim: Statement, place: int, supports: Supports) -> bool:
    if not _supported(claim, supports):
        return False
    others = claim.cited[:place] + claim.cited[place + 1 :]
    return supports(claim.text, [claim.cited[place]]) or not (others and supports(claim.text, others))
