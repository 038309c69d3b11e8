"""SQuAD 2.0 (Rajpurkar, Jia and Liang, ACL 2018): questions on paragraphs, half of them unanswerable on
purpose.

Read in the official format (``dev-v2.0.json``) or as JSON lines.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from evals.public.rows import MissingSet, context_of, read_rows
from evals.schema import Case
from evals.wording import holds
from rag.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path


def squad_cases(folder: Path, split: str) -> tuple[Case, ...]:
    """Return the cases of ``squad2``, one group per paragraph; raises MissingSet or BadInput."""
    official = (folder / "squad2" / f"{split}-v2.0.json", folder / f"{split}-v2.0.json")
    found = next((file for file in official if file.is_file()), None)
    if found is not None:
        return tuple(_case(row) for row in official_rows(found))
    try:
        return tuple(_case(row) for row in read_rows(folder, "squad2", split))
    except MissingSet as exc:
        raise MissingSet(f"{exc} The official {official[0].name} in that folder will do as well.") from exc


def unrelated_cases(folder: Path, split: str) -> tuple[Case, ...]:
    """Return each answerable question twice: over its own paragraph, and over one of another article.

    The other paragraph is the next of another article, half the set away, that does not hold the answer's
    words.
    """
    asked = [case for case in squad_cases(folder, split) if case.answerable]
    return tuple(case for place in range(len(asked)) for case in (asked[place], _misplaced(asked, place)))


def _misplaced(asked: Sequence[Case], place: int) -> Case:
    case = asked[place]
    turned = (asked[(place + len(asked) // 2 + step) % len(asked)] for step in range(len(asked)))
    other = next((found for found in turned if _is_unrelated(found, case)), None)
    if other is None:
        raise BadInput("squad2 holds one article only; a paragraph of another is needed.")
    return replace(
        case,
        id=f"{case.id}-unrelated",
        kind="unrelated",
        answers=(),
        why="another subject",
        texts=other.texts,
    )


def _is_unrelated(other: Case, case: Case) -> bool:
    subject, text = other.texts[0].title.partition("#")[0], other.texts[0].text
    same = subject == case.texts[0].title.partition("#")[0]
    return not same and not any(holds(text, answer) for answer in case.answers)


def official_rows(file: Path) -> Iterator[Mapping[str, Any]]:
    """Yield the questions of a file in SQuAD's own format; raises BadInput."""
    try:
        for article in json.loads(file.read_text(encoding="utf-8"))["data"]:
            for number, paragraph in enumerate(article["paragraphs"]):
                for question in paragraph["qas"]:
                    yield _row(article["title"], number, paragraph["context"], question)
    except (ValueError, KeyError, TypeError) as exc:
        raise BadInput(f"{file.name} is not in SQuAD's format ({exc!r}); get the file again.") from exc


def _row(title: str, number: int, context: str, question: Mapping[str, Any]) -> Mapping[str, Any]:
    return {
        "id": question["id"],
        "group": title,
        "doc_id": f"{title}#{number}",
        "context": context,
        "question": question["question"],
        "answers": list(dict.fromkeys(answer["text"] for answer in question["answers"])),
    }


def _case(row: Mapping[str, Any]) -> Case:
    return Case(
        id=row["id"],
        question=row["question"],
        kind="answerable" if row["answers"] else "unanswerable",
        group=row.get("doc_id", row["group"]),
        answers=tuple(row["answers"]),
        why=None if row["answers"] else "written to look answerable",
        texts=context_of(row),
    )
