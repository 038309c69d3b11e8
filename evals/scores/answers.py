"""Does the answer say what it should? Scores of one response against accepted answers."""

from __future__ import annotations

import re
import string
from collections import Counter
from typing import TYPE_CHECKING

from evals.numerals import numbers_in
from evals.schema import Case, Response, Score
from evals.wording import holds

if TYPE_CHECKING:
    from collections.abc import Sequence

_ARTICLES = re.compile(r"\b(a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)


def squad_words(text: str) -> list[str]:
    """Return the words of ``text`` as SQuAD 2.0 compares them.

    Lower case; ASCII punctuation, then the articles a, an, the are dropped; white space is collapsed.
    Source: P. Rajpurkar, R. Jia and P. Liang, "Know what you don't know" (ACL 2018), evaluation script.
    """
    return _ARTICLES.sub(" ", text.lower().translate(_PUNCTUATION)).split()


def exact_match(given: str, accepted: Sequence[str]) -> Score:
    """Score 1 when ``given`` equals one of ``accepted`` by SQuAD's comparison, else 0.

    With nothing accepted, or nothing that has words, the question is unanswerable, and only an empty
    ``given`` scores 1.
    """
    same = squad_words(given) in _golds(accepted)
    return Score(float(same), "equals an accepted answer" if same else "equals no accepted answer")


def token_f1(given: str, accepted: Sequence[str]) -> Score:
    """Score the best harmonic mean of token precision and recall over ``accepted``, in [0, 1].

    F1 = 2PR / (P + R) over the multiset of words; where either side has no words, 1 if both have none, else 0
    (SQuAD 2.0: a refusal of an unanswerable question scores 1).
    """
    words = squad_words(given)
    best = max(_f1(words, gold) for gold in _golds(accepted))
    return Score(best, f"best overlap with an accepted answer is {best:.2f}")


def _golds(accepted: Sequence[str]) -> list[list[str]]:
    """Return the accepted answers that have words; one empty answer where none has."""
    return [words for answer in accepted if (words := squad_words(answer))] or [[]]


def _f1(given: Sequence[str], gold: Sequence[str]) -> float:
    if not given or not gold:
        return float(given == gold)
    common = (Counter(given) & Counter(gold)).total()
    if common == 0:
        return 0.0
    precision, recall = common / len(given), common / len(gold)
    return 2 * precision * recall / (precision + recall)


def inclusion(case: Case, response: Response) -> Score:
    """Score 1 when the answer holds an accepted answer in its words, else 0; for answerable cases.

    Words are compared as :func:`evals.wording.plain_words` reads them: "131" is not in "1131".
    """
    if not case.answerable:
        return Score(None, "the question is unanswerable")
    found = next((answer for answer in case.answers if holds(response.text, answer)), None)
    if found is None:
        return Score(0.0, f"the answer holds none of {list(case.answers)}")
    return Score(1.0, f"the answer holds {found!r}")


def answers_recall(case: Case, response: Response) -> Score:
    """Score the share of the accepted answers that the answer holds; for questions with several."""
    if not case.answerable:
        return Score(None, "the question is unanswerable")
    found = sum(holds(response.text, answer) for answer in case.answers)
    return Score(found / len(case.answers), f"{found} of {len(case.answers)} answers are there")


def requirements(case: Case, response: Response) -> Score:
    """Score 1 when the answer holds all of ``must`` and ``numbers`` and none of ``must_not``, else 0."""
    if not (case.must or case.must_not or case.numbers) or not case.answerable:
        return Score(None, "the case requires nothing more")
    missing = [wanted for wanted in case.must if not holds(response.text, wanted)]
    missing += [f"{number:g}" for number in case.numbers if number not in numbers_in(response.text)]
    present = [unwanted for unwanted in case.must_not if holds(response.text, unwanted)]
    if missing or present:
        return Score(0.0, f"lacks {missing}" if missing else f"holds {present}, which it may not")
    return Score(1.0, "the answer holds all that it must and nothing that it may not")


def numeric_accuracy(case: Case, response: Response) -> Score:
    """Score the share of the expected numbers that the answer holds, in any notation, in [0, 1].

    Expected are ``numbers``, else the numbers of the first accepted answer that has any. Cases without
    numbers, and refusals, do not apply.
    """
    stated = (numbers_in(answer) for answer in case.answers)
    expected = frozenset(case.numbers) or next((numbers for numbers in stated if numbers), frozenset())
    if not expected or response.refused:
        return Score(None, "no number is expected" if not expected else "refused")
    share = len(expected & numbers_in(response.text)) / len(expected)
    return Score(share, f"{share:.0%} of the expected numbers are there")
