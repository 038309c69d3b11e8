"""A first facts file for an article, from its key facts; a person corrects it.

The drafted questions are gaps to fill, true as they stand. Readers ask otherwise, and whoever corrects the
draft says how.
"""

from __future__ import annotations

import os
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from evals.facts_format import FACTS_SCHEMA
from evals.spans import sentences_of
from rag.adapters.files import load_file
from rag.errors import BadInput
from rag.schema import SplitArticle
from rag.stages.language.dates import find_dates
from rag.stages.language.numbers import find_quantities
from rag.summarising import facts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rag.schema import Article
    from rag.summary import Fact, FactSort

_HEAD = """\
# A draft. Reword each question as a reader would ask it, add the other wordings of the answer to `answers`,
# drop what nobody would ask, and add questions that the article does not answer, each with its `why`.
"""


_ORDER: tuple[FactSort, ...] = ("figure", "when", "who", "where", "quotation")
_OPENINGS: Mapping[FactSort, str] = {
    "figure": "Which number fills the gap:",
    "when": "When:",
    "who": "Who or what fills the gap:",
    "where": "Where:",
}


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
    """Yield a case for each key fact, figures first, until there are ``most``."""
    facts = facts_of(SplitArticle(article, sentences_of(article)))
    drafted = (case for sort in _ORDER for fact in facts.of(sort) for case in _case(fact))
    for number, case in enumerate(islice(drafted, most), start=1):
        yield {"id": f"fact-{number}", **case}


def _case(fact: Fact) -> Iterator[dict[str, object]]:
    """Yield the case of a fact whose first sentence holds it word for word."""
    sentence = fact.citations[0].quote
    start = sentence.find(fact.text)
    if start < 0:
        return
    shown = f"{sentence[:start]}___{sentence[start + len(fact.text) :]}"
    yield {
        "kind": _kind_of(fact),
        "question": _question(fact, shown),
        "answers": list(dict.fromkeys(_answers(fact))),
        "proof": sentence,
    }


def _answers(fact: Fact) -> Iterator[str]:
    """Yield the fact, and of a figure the number without what it counts."""
    yield fact.text.rstrip(",;.") if fact.sort == "quotation" else fact.text
    if fact.sort == "figure":
        for found in find_quantities(fact.text)[:1]:
            yield fact.text[found.start : found.end]


def _kind_of(fact: Fact) -> str:
    if fact.sort == "figure":
        return "how-much" if any(found.kind == "money" for found in find_quantities(fact.text)) else "how-many"
    return "what-said" if fact.sort == "quotation" else fact.sort


def _question(fact: Fact, shown: str) -> str:
    if fact.sort == "quotation":
        return f"What did {fact.speaker or 'somebody'} say: “{shown}”"
    return f"{_OPENINGS[fact.sort]} “{shown}”"


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
