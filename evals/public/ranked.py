"""Public sets for search: questions with graded documents of one shared corpus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evals.public.rows import Row, as_article, read_lines, read_rows
from evals.schema import Case

if TYPE_CHECKING:
    from pathlib import Path

    from rag.schema import Article


def time_cases(folder: Path, split: str) -> tuple[Case, ...]:
    """TIME (SMART collection): queries on articles of the magazine TIME of 1963."""
    return tuple(_search(row, row["qrels"]) for row in read_rows(folder, "time_news_ir", split))


def squad_searches(folder: Path, split: str) -> tuple[Case, ...]:
    """SQuAD 2.0's answerable questions, searching all paragraphs; the right one is its own."""
    rows = read_rows(folder, "squad2", split)
    return tuple(_search(row, {row["doc_id"]: 1}) for row in rows if row["answers"])


def covid_searches(folder: Path, split: str) -> tuple[Case, ...]:
    """COVID-QA (Moller et al., 2020): questions on long articles; the right one is its own."""
    return tuple(_search(row, {row["doc_id"]: 1}) for row in read_rows(folder, "covid_qa", split))


def corpus_of(folder: Path, name: str, split: str) -> tuple[Article, ...]:
    """Return the documents that a set's questions search; raises MissingSet."""
    own = folder / name / f"corpus_{split}.jsonl"
    file = own if own.is_file() else folder / name / "corpus.jsonl"
    rows = read_lines(file, name)
    return tuple(as_article(str(row["doc_id"]), row["text"], title=row.get("title", "")) for row in rows)


def _search(row: Row, grades: dict[str, float]) -> Case:
    """``group`` is the document with the best grade, since questions about one document are alike."""
    best = max(grades, key=lambda name: (grades[name], name), default=row["id"])
    return Case(
        id=row["id"],
        question=row["question"],
        kind="search",
        group=best if len(grades) == 1 else row["group"],
        answers=tuple(row["answers"]) or ("a relevant document",),
        grades=grades,
    )
