"""Cases are added to a facts file that a person wrote: their comments and their order stay as they are."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from evals.facts_file import load_facts
from evals.facts_format import FACTS_SCHEMA
from rag.errors import BadInput

Entry = Mapping[str, Any]
"""A case in the form of :class:`evals.facts_format.CaseEntry`."""


@dataclass(frozen=True, slots=True)
class Grown:
    """What was added."""

    file: Path
    added: int
    known: int
    """Cases whose question the file asked already; they were left out."""


def check_growing(file: Path) -> None:
    """Raise BadInput for a facts file in a form that cannot be added to."""
    if file.suffix not in {".yaml", ".yml"}:
        raise BadInput(f"Cases are added to a facts file in YAML; {str(file)!r} does not end in .yaml.")


def article_names(file: Path) -> Mapping[str, str]:
    """Return how a facts file calls its articles, by the hash of their texts; empty where there is no file.

    Raises UnreadableFile and BadInput.
    """
    if not file.exists():
        return {}
    articles = load_facts(file).articles
    names: Sequence[str] = yaml.safe_load(file.read_text(encoding="utf-8-sig"))["articles"]
    return {article.sha256: name for article, name in zip(articles, names, strict=True)}


def grow_facts(file: Path, articles: Sequence[str], entries: Sequence[Entry], *, title: str) -> Grown:
    """Add cases, and the articles that they are about, to a facts file in YAML; a new one is made where there is none.

    ``articles`` are paths from the file's folder. Raises BadInput, and leaves the file as it was, where the result
    would not load.
    """
    check_growing(file)
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    book: dict[str, Any] = yaml.safe_load(before) if before else {"schema": FACTS_SCHEMA, "title": title}
    asked = {case["question"].casefold() for case in book.get("cases", ())}
    fresh = _named([entry for entry in entries if entry["question"].casefold() not in asked], book.get("cases", ()))
    named = [name for name in articles if name not in book.get("articles", ())]
    if fresh:
        _write(file, before, _grown(before, book, named, fresh))
    return Grown(file, len(fresh), len(entries) - len(fresh))


def _named(entries: Sequence[Entry], held: Sequence[Entry]) -> list[Entry]:
    """Number the cases after those that the file holds."""
    taken = {str(case["id"]) for case in held}
    free = (name for number in range(1, len(taken) + len(entries) + 1) if (name := f"feedback-{number}") not in taken)
    return [{"id": next(free), **entry} for entry in entries]


def _grown(before: str, book: Mapping[str, Any], articles: Sequence[str], entries: Sequence[Entry]) -> str:
    if not before:
        return _dumped({**book, "articles": [*articles], "cases": [*entries]})
    # The later list first, so that the place of the other stays true.
    places = sorted(_lists(before, {"articles": articles, "cases": entries}), key=lambda place: -place.at)
    text = before
    for place in places:
        text = f"{text[: place.at]}{place.added}{text[place.at :]}"
    return text


@dataclass(frozen=True, slots=True)
class _Place:
    """Where something goes into a text."""

    at: int
    added: str


def _lists(text: str, new: Mapping[str, Sequence[Any]]) -> list[_Place]:
    """Return what is added to the lists under the keys of ``new``, and where."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    pairs: Sequence[tuple[yaml.Node, yaml.Node]] = root.value if isinstance(root, yaml.MappingNode) else ()
    found = {key.value: node for key, node in pairs if isinstance(node, yaml.SequenceNode)}
    return [_addition(text, found[key], items) for key, items in new.items() if items]


def _addition(text: str, node: yaml.SequenceNode, items: Sequence[Any]) -> _Place:
    last = node.value[-1].end_mark.index
    if node.flow_style:
        return _Place(last, "".join(f", {json.dumps(item, ensure_ascii=False)}" for item in items))
    end = len(text[:last].rstrip())  # a block ends where the next begins; what is between belongs to that
    while end < len(text) and text[end] != "\n":  # a comment on the last line
        end += 1
    lines = _dumped([*items]).splitlines()
    return _Place(end, "".join(f"\n{' ' * node.start_mark.column}{line}" for line in lines))


def _dumped(value: Any) -> str:
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=110)


def _write(file: Path, before: str, text: str) -> None:
    """Write the file and read it back as the evals do; what does not load is taken back."""
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as exc:
        raise BadInput(f"{str(file)!r} cannot be written ({exc}); name another place.") from exc
    try:
        load_facts(file)
    except BadInput:
        file.write_text(before, encoding="utf-8") if before else file.unlink()
        raise
