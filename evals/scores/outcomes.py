"""What became of a question: right, wrong, refused or made up.

An answerable case is exactly one of ``right``, ``wrong`` and ``over_refused``; an unanswerable one is exactly
one of ``right_refusal`` and ``made_up``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from evals.schema import Case, Response, Score
from evals.scores.answers import inclusion, requirements
from evals.scores.citations import citation_correct
from evals.spans import count_sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.schema import Article

SPARE_SENTENCES = 2
"""An answer may have this many sentences more than its proof has parts. Past that it buries the fact: copying
the whole article would otherwise answer every question.
"""


def right(case: Case, response: Response, articles: Sequence[Article]) -> Score:
    """Score 1 when the answer is given, correct, proved and short; for answerable cases.

    Correct: it holds an accepted answer and all that the case requires. Proved: it cites every part of the
    proof. Short: at most ``SPARE_SENTENCES`` more sentences than the proof has parts.
    """
    if not case.answerable:
        return Score(None, "the question is unanswerable")
    if response.refused:
        return Score(0.0, "refused")
    fault = _fault(case, response, articles)
    return Score(0.0, fault) if fault else Score(1.0, "correct, proved and short")


def _fault(case: Case, response: Response, articles: Sequence[Article]) -> str | None:
    """Return what is wrong with an answer that was given, or None."""
    for score in (inclusion(case, response), requirements(case, response)):
        if score.value == 0.0:
            return score.reason
    if case.proof and response.cited is None:
        return "the system has no way to cite, so the answer is not proved"
    citing = citation_correct(case, response, articles)
    if citing.value == 0.0:
        return citing.reason
    length, limit = sentence_count(response), SPARE_SENTENCES + max(1, len(case.proof))
    return f"the answer is buried in {length} sentences; {limit} are enough" if length > limit else None


def wrong(case: Case, response: Response, articles: Sequence[Article]) -> Score:
    """Score 1 when an answer is given to an answerable question and is not right, else 0."""
    score = right(case, response, articles)
    if score.value is None:
        return score
    return Score(float(not response.refused and score.value == 0.0), score.reason)


def over_refused(case: Case, response: Response) -> Score:
    """Score 1 when an answerable question is refused, else 0."""
    if not case.answerable:
        return Score(None, "the question is unanswerable")
    return Score(float(response.refused), response.reason or "refused" if response.refused else "answered")


def answer_correct(case: Case, response: Response) -> Score:
    """Score 1 when the answer is correct whatever it cites and however long it is, else 0; for answerable
    cases.
    """
    held, required = inclusion(case, response), requirements(case, response)
    if held.value is None or response.refused:
        return Score(None if held.value is None else 0.0, "refused" if response.refused else held.reason)
    return required if required.value == 0.0 else held


def made_up(case: Case, response: Response) -> Score:
    """Score 1 when an unanswerable question is answered, else 0."""
    if case.answerable:
        return Score(None, "the question is answerable")
    return Score(float(not response.refused), "refused" if response.refused else f"answered, though: {case.why}")


def right_refusal(case: Case, response: Response) -> Score:
    """Score 1 when an unanswerable question is refused, else 0."""
    score = made_up(case, response)
    return score if score.value is None else Score(1.0 - score.value, score.reason)


def sentence_count(response: Response) -> int:
    """Return the number of sentences that the reader is shown: as counted, or as declared if more."""
    return max(count_sentences(response.text), len(response.claims))


def quoted_sentences(response: Response) -> Score:
    """Score the number of sentences that the reader is shown; for given answers."""
    if response.refused:
        return Score(None, "refused")
    count = sentence_count(response)
    return Score(float(count), f"{count} sentences")


def withheld_sentences(response: Response) -> Score:
    """Score the number of sentences that the system wrote and did not show."""
    return Score(float(response.withheld), f"{response.withheld} sentences were withheld")


def own_words(response: Response) -> Score:
    """Score 1 when a model's own sentence is shown, 0 when an answer is quoted; for given answers that say which."""
    if response.refused or response.writer is None:
        return Score(None, "refused" if response.refused else "the system does not say who wrote it")
    return Score(float(response.writer != "quote"), f"written by {response.writer!r}")


def tokens_spent(response: Response) -> Score:
    """Score the tokens that a model read and wrote for the answer, where the system says so."""
    if response.input_tokens is None or response.output_tokens is None:
        return Score(None, "the system does not say what it spent")
    return Score(
        float(response.input_tokens + response.output_tokens),
        f"{response.input_tokens} tokens read and {response.output_tokens} written",
    )


def tokens_written(response: Response) -> Score:
    """Score the tokens that a model wrote for the answer, which take it longest, where the system says so."""
    if response.output_tokens is None:
        return Score(None, "the system does not say what it spent")
    return Score(float(response.output_tokens), f"{response.output_tokens} tokens written")
