"""Is the short answer short and right? Scores of ``short_answer``, and of SQuAD's one predicted string."""

from __future__ import annotations

from evals.schema import Case, Response, Score
from evals.scores.answers import exact_match, squad_words, token_f1
from evals.wording import holds


def predicted(response: Response) -> str:
    """Return the one string that SQuAD compares: the short answer, else the whole; empty on a refusal."""
    return "" if response.refused else response.short_answer or response.text


def squad_em(case: Case, response: Response) -> Score:
    """Score SQuAD 2.0's exact match of the prediction; a refusal of an unanswerable question scores 1."""
    return exact_match(predicted(response), case.answers)


def squad_f1(case: Case, response: Response) -> Score:
    """Score SQuAD 2.0's token F1 of the prediction; a refusal of an unanswerable question scores 1."""
    return token_f1(predicted(response), case.answers)


def short_f1(case: Case, response: Response) -> Score:
    """Score the token F1 of the short answer on answerable questions; 0 where none is given."""
    if not case.answerable:
        return Score(None, "the question is unanswerable")
    return token_f1(response.short_answer or "", case.answers)


def short_inclusion(case: Case, response: Response) -> Score:
    """Score 1 when the short answer holds an accepted answer, else 0; for answerable questions."""
    if not case.answerable:
        return Score(None, "the question is unanswerable")
    given = response.short_answer or ""
    held = any(holds(given, answer) for answer in case.answers)
    return Score(float(held), f"the short answer is {given!r}")


def short_words(response: Response) -> Score:
    """Score the number of words of the short answer, where one is given; fewer are better."""
    if response.refused or not response.short_answer:
        return Score(None, "no short answer is given")
    count = len(squad_words(response.short_answer))
    return Score(float(count), f"{count} words")


def first_sentence(case: Case, response: Response) -> Score:
    """Score 1 when the first sentence shown holds an accepted answer, else 0; for given answers."""
    if not case.answerable or response.refused:
        return Score(None, "refused" if case.answerable else "the question is unanswerable")
    first = response.claims[0].text if response.claims else response.text
    held = any(holds(first, answer) for answer in case.answers)
    return Score(float(held), "the first sentence holds an accepted answer" if held else "it does not")
