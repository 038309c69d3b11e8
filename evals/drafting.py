"""A first facts file for an article, from its numbers, dates and names; a person corrects it.

The drafted questions are gaps to fill, true as they stand. Readers ask otherwise, and whoever corrects the
draft says how.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from evals.facts_format import FACTS_SCHEMA
from evals.spans import sentences_of
from rag.adapters.files import load_file
from rag.errors import BadInput
from rag.stages.language.dates import find_dates
from rag.stages.language.names import find_names
from rag.stages.language.numbers import find_quantities

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rag.schema import Article

_HEAD = """\
# A draft. Reword each question as a reader would ask it, add the other wordings of the answer to `answers`,
# drop what nobody would ask, and add questions that the article does not answer, each with its `why`.
"""


@dataclass(frozen=True, slots=True)
class _Gap:
    """A fact of one sentence."""

    kind: str
    start: int
    end: int
    opening: str
    """What the question starts with."""


def draft_facts(article: Path | str, *, folder: Path | str = ".", most: int = 40) -> str:
    """Return a facts file in YAML about the article in a file, with at most ``most`` answerable cases.

    ``folder`` is where the facts file will lie; it names the article by its path from there, so that both can be
    moved or shared together. Raises UnreadableFile, and BadInput where no such path exists.
    """
    file = Path(article).expanduser().resolve()
    loaded = load_file(file)
    book = {
        "schema": FACTS_SCHEMA,
        "title": loaded.title,
        "articles": [_path_from(Path(folder).expanduser().resolve(), file)],
        "cases": [*_answerable(loaded, most), *_unanswerable(loaded)],
    }
    return _HEAD + yaml.safe_dump(book, sort_keys=False, allow_unicode=True, width=110)


def draft_to(target: Path | str, article: Path | str, *, most: int = 40) -> Path:
    """Write :func:`draft_facts` to a new file and return its path; raises BadInput and UnreadableFile."""
    file = Path(target).expanduser()
    if file.suffix not in {".yaml", ".yml"}:
        raise BadInput(f"A draft is written in YAML; give {str(file)!r} a name that ends in .yaml.")
    text = draft_facts(article, folder=file.parent, most=most)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8") as out:
            out.write(text)
    except FileExistsError as exc:
        raise BadInput(f"{str(file)!r} exists already and may hold your corrections; name another file.") from exc
    except OSError as exc:
        raise BadInput(f"{str(file)!r} cannot be written ({exc}); name another place.") from exc
    return file


def _path_from(folder: Path, file: Path) -> str:
    try:
        return Path(os.path.relpath(file, folder)).as_posix()
    except ValueError as exc:  # another drive of a Windows machine
        raise BadInput(f"No path leads from {str(folder)!r} to {str(file)!r}; keep both on one drive.") from exc


def _answerable(article: Article, most: int) -> Iterator[dict[str, object]]:
    """Yield a case for each fact of each sentence, numbers first, until there are ``most``."""
    seen: set[str] = set()
    count = 0
    for sentence in sentences_of(article):
        if sentence.kind != "body" or sentence.text in seen:
            continue
        seen.add(sentence.text)
        for gap in _gaps(sentence.text):
            if count == most:
                return
            count += 1
            yield _case(f"fact-{count}", gap, sentence.text)


def _case(name: str, gap: _Gap, sentence: str) -> dict[str, object]:
    shown = f"{sentence[: gap.start]}___{sentence[gap.end :]}"
    return {
        "id": name,
        "kind": gap.kind,
        "question": f"{gap.opening} “{shown}”",
        "answers": [sentence[gap.start : gap.end]],
        "proof": sentence,
    }


def _gaps(sentence: str) -> Sequence[_Gap]:
    numbers = [
        _Gap(
            "how-much" if found.kind == "money" else "how-many",
            found.start,
            found.end,
            "Which number fills the gap:",
        )
        for found in find_quantities(sentence)
        if found.kind != "ordinal"
    ]
    dates = [_Gap("when", found.start, found.end, "When:") for found in find_dates(sentence)]
    names = [
        _Gap("who", found.start, found.end, "Who or what fills the gap:")
        for found in find_names(sentence)
        if found.sure and len(found.words) > 1
    ]
    return [*numbers, *dates, *names]


def _unanswerable(article: Article) -> Iterator[dict[str, object]]:
    """Yield questions for sorts of fact that the article does not hold at all."""
    quantities, dates = find_quantities(article.text), find_dates(article.text)
    if not any(found.kind == "money" for found in quantities):
        yield _missing("missing-money", "How much did it cost?", "The article gives no amount of money.")
    if not any(found.kind == "percent" for found in quantities):
        yield _missing("missing-percent", "By what percentage did it change?", "The article gives no percentage.")
    if not any(found.year is not None for found in dates):
        yield _missing("missing-year", "In what year did it happen?", "The article gives no year.")


def _missing(name: str, question: str, why: str) -> dict[str, object]:
    return {"id": name, "kind": "missing-fact", "question": question, "why": why}
