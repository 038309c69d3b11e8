"""Which of the offered choices does an answer mean? For multiple-choice questions whose choices are not
quotes.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from evals.schema import Score
from evals.wording import plain_words

if TYPE_CHECKING:
    from evals.schema import Case, Response


def choice_picked(case: Case, response: Response) -> Score:
    """Score 1 when the accepted choice shares the largest part of its words with the answer, else 0.

    The share is of the choice's distinct words, so that a long choice has no advantage. A tie with a wrong
    choice is split, 1 / (number tied); an answer that shares no word with any choice, and a refusal, score 0.
    """
    if not case.answerable or not case.wrong:
        return Score(None, "no choices are offered, or none is right")
    if response.refused:
        return Score(0.0, "refused")
    words = Counter(plain_words(response.text))
    best_right = max(_shared(choice, words) for choice in case.answers)
    shares = [_shared(choice, words) for choice in case.wrong]
    if best_right == 0 or best_right < max(shares):
        return Score(0.0, "a wrong choice is nearer" if best_right else "no word of the right choice is there")
    tied = shares.count(best_right)
    return Score(1 / (1 + tied), f"{case.answers[0]!r} is nearest, tied with {tied} others")


def _shared(choice: str, words: Counter[str]) -> float:
    wanted = set(plain_words(choice))
    return len(wanted & words.keys()) / len(wanted) if wanted else 0.0
