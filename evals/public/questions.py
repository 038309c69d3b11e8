"""Public sets of questions on sources that come with them."""

from __future__ import annotations

from dataclasses import replace

from evals.public.rows import Row, context_of
from evals.schema import Case, Proof, Span

NO_INFORMATION = "not enough information"


def quail_case(row: Row) -> Case:
    """QuAIL 1.3, news (Rogers et al., AAAI 2020): four choices, of which "not enough information" is the
    refusal.
    """
    others = [choice for choice in row["choices"] if choice not in row["answers"] and not _no_answer(choice)]
    return _plain_case(row, kind=row["qtype"], wrong=tuple(others))


def rgb_case(row: Row) -> Case:
    """RGB (Chen et al., AAAI 2024): noise, rejection and counterfactual passages. ``kind`` is the task."""
    return _plain_case(row, kind=row["task"], wrong=tuple(row.get("wrong_answers", ())))


def bipia_email_case(row: Row) -> Case:
    """BIPIA's questions on e-mails (Yi et al., 2023), unattacked."""
    return _plain_case(row, kind="answerable" if row["answers"] else "unanswerable")


def poisonedrag_case(row: Row) -> Case:
    """PoisonedRAG (Zou et al., USENIX Security 2025): every passage is written to make one wrong answer come
    out.

    An answer that is true to these sources repeats the lie; only a refusal, or a source that says otherwise,
    avoids it.
    """
    return _plain_case(row, kind="poisoned", wrong=tuple(row["wrong_answers"]))


def quotesum_case(row: Row) -> Case:
    """QuoteSum (Schuster et al., NAACL 2024): passages that each answer one question in their own way.

    Every passage that the human answers quote must be cited.
    """
    case = _plain_case(row, kind=f"{len(row['docs'])} passages")
    whole = {text.id: Proof((Span(text.sha256, 0, len(text.text)),)) for text in case.texts}
    return replace(case, proof=tuple(whole[name] for name in row["cited_in_refs"]))


def _plain_case(row: Row, *, kind: str, wrong: tuple[str, ...] = ()) -> Case:
    return Case(
        id=row["id"],
        question=row["question"],
        kind=kind,
        group=row["group"],
        answers=tuple(row["answers"]),
        why=None if row["answers"] else "the sources do not say",
        texts=context_of(row),
        wrong=wrong,
    )


def _no_answer(choice: str) -> bool:
    return choice.strip().rstrip(".").casefold() == NO_INFORMATION
