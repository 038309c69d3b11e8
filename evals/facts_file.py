"""A facts file becomes a suite's articles and cases. Every error names the file, the case and the remedy."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from pydantic import TypeAdapter, ValidationError

from evals.facts_format import CaseEntry, FactsBook, FactsHead
from evals.schema import Case, Proof, Span
from evals.spans import proving_spans
from rag.adapters.files import load_file
from rag.adapters.places import packaged_corpus
from rag.errors import BadInput, UnreadableFile

if TYPE_CHECKING:
    from rag.schema import Article

PACKAGED = "uzbekistan-repatriates-131-migrants.yaml"


@dataclass(frozen=True, slots=True)
class Facts:
    """A facts file, checked against its articles."""

    title: str
    articles: tuple[Article, ...]
    cases: tuple[Case, ...]


def packaged_facts() -> Path:
    """Return the facts file about the article that ships with Citewire."""
    return Path(str(resources.files("evals") / "facts" / PACKAGED))


def load_facts(path: Path | str) -> Facts:
    """Read a facts file (``.yaml``, ``.yml``, ``.json`` or ``.jsonl``); raises UnreadableFile or BadInput."""
    file = Path(path).expanduser()
    book = _checked(_parsed(file), file)
    articles = {name: _article(name, file) for name in book.articles}
    _no_twins(book, file)
    cases = tuple(_case(entry, articles, file) for entry in book.cases)
    return Facts(book.title or file.stem, tuple(articles.values()), cases)


def format_schema() -> dict[str, Any]:
    """Return the JSON Schema of a facts file in YAML or JSON."""
    return FactsBook.model_json_schema(by_alias=True)


class _UniqueKeys(yaml.SafeLoader):
    """PyYAML takes the last of two equal keys in silence; a person who wrote two wants to know."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for place, key in enumerate(keys):
            if key in keys[:place]:
                raise yaml.MarkedYAMLError(problem=f"the key {key!r} comes twice", problem_mark=node.start_mark)
        return super().construct_mapping(node, deep=deep)


def _parsed(file: Path) -> Any:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as exc:
        raise UnreadableFile(
            f"The facts file {str(file)!r} cannot be read; give a UTF-8 text file that exists."
        ) from exc
    try:
        if file.suffix == ".jsonl":
            return _from_lines(text)
        return yaml.load(text, Loader=_UniqueKeys)  # noqa: S506 - a SafeLoader; JSON is YAML
    except yaml.MarkedYAMLError as exc:
        line = exc.problem_mark.line + 1 if exc.problem_mark else "?"
        raise BadInput(f"{file.name}, line {line}: {exc.problem}; mend the YAML there.") from exc
    except (yaml.YAMLError, ValueError) as exc:
        raise BadInput(f"{file.name} does not parse: {str(exc).splitlines()[0]}; mend it there.") from exc


def _from_lines(text: str) -> dict[str, Any]:
    lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    rows = [_json_line(number, line) for number, line in lines]
    head = rows[0] if rows else {}
    return {**head, "cases": rows[1:]}


def _json_line(number: int, line: str) -> Any:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as exc:
        raise ValueError(f"line {number}: {exc.msg}") from exc
    if not isinstance(row, dict):
        raise ValueError(f"line {number} is no object")
    return row


def _checked(loaded: Any, file: Path) -> FactsBook:
    """Check case by case, so that an error can name the case."""
    if not isinstance(loaded, Mapping):
        raise BadInput(f"{file.name} is no mapping; start it with `schema: citewire.facts/1`.")
    head = {key: value for key, value in loaded.items() if key != "cases"}
    _validated(TypeAdapter(FactsHead), head, f"{file.name}")
    entries = loaded.get("cases")
    if not isinstance(entries, list) or not entries:
        raise BadInput(f"{file.name} has no cases; add a list `cases:` with one question at least.")
    for number, entry in enumerate(entries, start=1):
        name = entry.get("id", f"number {number}") if isinstance(entry, Mapping) else f"number {number}"
        _validated(TypeAdapter(CaseEntry), entry, f"{file.name}, case {name!r}")
    return FactsBook.model_validate(loaded)


def _validated(adapter: TypeAdapter[Any], value: Any, where: str) -> None:
    try:
        adapter.validate_python(value)
    except ValidationError as exc:
        raise BadInput(f"{where}: {_explained(exc)}.") from exc


_REMEDIES = {
    "missing": "{key!r} is missing; add it",
    "extra_forbidden": "{key!r} is not a key of this format; correct the spelling or remove it",
    "string_type": "{key!r} must be text, not {value!r}; put it in quotes",
    "string_too_short": "{key!r} is empty; fill it or remove it",
    "too_short": "{key!r} is empty; give at least one",
    "list_type": "{key!r} must be a list, not {value!r}; write it in square brackets",
    "literal_error": "{key!r} must be {expected}, not {value!r}; write `schema: citewire.facts/1`",
    "int_type": "{key!r} must hold numbers, not {value!r}; write digits without quotes",
    "model_type": "it must be a mapping with id, question and answers or why, not {value!r}; indent its keys",
}


def _explained(exc: ValidationError) -> str:
    """Return the first fault in plain words with its remedy."""
    fault = exc.errors()[0]
    key = next((str(part) for part in fault["loc"] if isinstance(part, str)), "it")
    known = _REMEDIES.get(fault["type"])
    if known is None:
        return fault["msg"].removeprefix("Value error, ")
    return known.format(key=key, value=fault["input"], **fault.get("ctx", {}))


def _article(name: str, file: Path) -> Article:
    if not name.startswith("corpus:"):
        return load_file((file.parent / name).resolve())
    wanted = name.removeprefix("corpus:").removesuffix(".md")
    shipped = {path.stem: path for path in packaged_corpus()}
    if wanted not in shipped:
        raise BadInput(f"{file.name}: no article {name!r} ships with Citewire; there are {sorted(shipped)}.")
    return load_file(shipped[wanted], source=f"corpus:{shipped[wanted].name}")


def _no_twins(book: FactsBook, file: Path) -> None:
    seen: set[str] = set()
    for entry in book.cases:
        if entry.id in seen:
            raise BadInput(f"{file.name}: two cases have the id {entry.id!r}; give one another name.")
        seen.add(entry.id)


def _case(entry: CaseEntry, articles: Mapping[str, Article], file: Path) -> Case:
    where = f"{file.name}, case {entry.id!r}"
    if entry.article is not None and entry.article not in articles:
        raise BadInput(f"{where}: {entry.article!r} is not among 'articles'; name one of {sorted(articles)}.")
    chosen = [articles[entry.article]] if entry.article else list(articles.values())
    proof = tuple(_proof(part, chosen, where) for part in entry.parts)
    return Case(
        id=entry.id,
        question=entry.question,
        kind=entry.kind,
        group=_group(entry, proof, articles),
        answers=tuple(entry.answers or ()),
        must=tuple(entry.must),
        must_not=tuple(entry.must_not),
        numbers=tuple(float(number) for number in entry.numbers),
        proof=proof,
        why=entry.why,
    )


def _proof(fragments: list[str], articles: list[Article], where: str) -> Proof:
    spans = tuple(_spans(fragments, articles, where))
    first = next(article for article in articles if article.sha256 == spans[0].sha256)
    return Proof(spans, first.text[spans[0].start : spans[0].end])


def _spans(fragments: list[str], articles: list[Article], where: str) -> Iterator[Span]:
    """Yield the proving sentences; the same sentence may stand in the article twice, two different ones may
    not.
    """
    for fragment in fragments:
        spans = proving_spans(fragment, articles)
        if not spans:
            raise BadInput(f"{where}: the article does not hold the proof {fragment!r}; copy it letter by letter.")
        texts = {article.sha256: article.text for article in articles}
        if len({texts[span.sha256][span.start : span.end] for span in spans}) > 1:
            raise BadInput(f"{where}: the proof {fragment!r} stands in several sentences; copy more of the right one.")
        yield from spans


def _group(entry: CaseEntry, proof: tuple[Proof, ...], articles: Mapping[str, Article]) -> str:
    """Return the name of the article that the case is about; the case's own name where that is not known."""
    if entry.article is not None:
        return entry.article
    if len(articles) == 1:
        return next(iter(articles))
    hashes = {article.sha256: name for name, article in articles.items()}
    return hashes[proof[0].spans[0].sha256] if proof else entry.id
