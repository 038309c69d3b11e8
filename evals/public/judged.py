"""Public sets of statements that people judged against a source: is a verifier of the same opinion?

A case's ``question`` is the statement. ``answerable`` stands for "the source supports it": a verifier that
flags a statement refuses it.
"""

from __future__ import annotations

from evals.public.rows import Row, context_of
from evals.schema import SUPPORTED, Case


def summary_cases(row: Row) -> tuple[Case, ...]:
    """CLIFF in AggreFact (Tang et al., ACL 2023) and FaithBench (Bao et al., 2024).

    A whole summary, judged consistent with its article or not. ``kind`` is the judged error, or the system.
    """
    kind = row.get("error_type") or row.get("worst_label") or ("consistent" if row["consistent"] else "inconsistent")
    return (_statement(row, row["id"], row["summary"], supported=bool(row["consistent"]), kind=str(kind)),)


def sentence_cases(row: Row) -> tuple[Case, ...]:
    """QAGS (Wang et al., ACL 2020): three annotators say of each sentence whether the article supports it."""
    return tuple(
        _statement(
            row,
            f"{row['id']}-{number}",
            sentence["sentence"],
            supported=bool(sentence["majority"]),
            kind="supported" if sentence["majority"] else "unsupported",
        )
        for number, sentence in enumerate(row["sentences"])
    )


def answer_pair(row: Row) -> tuple[Case, Case]:
    """HaluEval QA (Li et al., EMNLP 2023): a right answer and one that a model was asked to get wrong."""
    right = f"{row['question']} {row['answers'][0]}"
    wrong = f"{row['question']} {row['hallucinated_answer']}"
    return (
        _statement(row, f"{row['id']}-right", right, supported=True, kind="right"),
        _statement(row, f"{row['id']}-wrong", wrong, supported=False, kind="hallucinated"),
    )


def _statement(row: Row, name: str, text: str, *, supported: bool, kind: str) -> Case:
    return Case(
        id=name,
        question=text,
        kind=kind,
        group=row["group"],
        answers=SUPPORTED if supported else (),
        why=None if supported else "judged not supported",
        texts=context_of(row),
    )
