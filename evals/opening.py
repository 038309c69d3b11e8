"""The system of a run is made ready: somebody else's, or Citewire itself over the suite's articles."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evals.journal import code_fingerprint
from evals.suites.suite import RANKINGS
from evals.systems import System, code_of, load_system, name_of
from rag.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from evals.suites.suite import Suite, Task


@dataclass(frozen=True, slots=True)
class Opened:
    """A system that is ready to be asked."""

    system: System
    name: str
    """For the report."""
    identity: str
    """For the cache: the name, and a hash of the code."""
    options: Mapping[str, Any]
    """What the system is given with each case."""


_NAMES: Mapping[Task, str] = {"search": "fused", "find": "read", "judge": "verifier"}
"""What answers for Citewire where it is not asked questions."""
_TAKEN: Mapping[Task, frozenset[str]] = {
    "answer": frozenset({"min_confidence"}),
    "search": frozenset({"ranking"}),
    "find": frozenset({"ranking"}),
    "judge": frozenset(),
    "summarise": frozenset(),
}
"""The options that Citewire itself takes, by what is asked of it."""


@contextmanager
def open_system(
    system: System | str | None, suite: Suite, model: str | None, options: Mapping[str, Any]
) -> Iterator[Opened]:
    """Yield the system; Citewire itself where none is given. Raises BadInput, LibraryError, ModelError."""
    if system is None:
        name = _own_name(suite, model, options)
        with _embedded(suite, model, options) as embedded:
            yield Opened(embedded, name, f"{name} {dict(options)} {_stamp(name)} {code_fingerprint()}", {})
        return
    if model is not None:
        raise BadInput("A 'model' is for Citewire itself; give it or 'system', not both.")
    found = load_system(system) if isinstance(system, str) else system
    name = system if isinstance(system, str) else name_of(system)
    yield Opened(found, name, f"{name} {code_of(found)}", options)


def _own_name(suite: Suite, model: str | None, options: Mapping[str, Any]) -> str:
    if suite.task in ("answer", "summarise"):
        return model or os.environ.get("CITEWIRE_MODEL") or "quote"
    if model is not None:
        raise BadInput(f"The suite {suite.name!r} asks no model; leave 'model' out.")
    return str(options.get("ranking") or _NAMES[suite.task])


def _stamp(name: str) -> str:
    """Return the size and time of a model's file; empty for what is no file."""
    file = Path(name.partition(":")[2] or name).expanduser()
    try:
        found = file.stat()
    except OSError:
        return ""
    return f"{found.st_size} {found.st_mtime_ns}" if file.is_file() else ""


def _embedded(suite: Suite, model: str | None, options: Mapping[str, Any]) -> AbstractContextManager[System]:
    _check_options(suite, options)
    from evals.embedded import answering_system, searching_system  # noqa: PLC0415 - brings in LangChain

    match suite.task:
        case "answer":
            warming = suite.sources(suite.cases[0]) if suite.cases else ()
            return answering_system(suite.articles, model=model, warming=warming, **options)
        case "search" | "find":
            return nullcontext(searching_system(suite.articles, **{"ranking": _NAMES[suite.task], **options}))
        case "judge":
            from evals.judging import judging_system  # noqa: PLC0415 - brings in spaCy

            return nullcontext(judging_system())
        case "summarise":
            from evals.suites.summarising import summarising_system  # noqa: PLC0415 - brings in the models

            return nullcontext(summarising_system(model=model))


def _check_options(suite: Suite, options: Mapping[str, Any]) -> None:
    unknown = options.keys() - _TAKEN[suite.task]
    if unknown:
        raise BadInput(f"For the suite {suite.name!r} Citewire itself takes no option {min(unknown)!r}.")
    ranking = options.get("ranking", RANKINGS[0])
    if ranking not in RANKINGS:
        raise BadInput(f"There is no ranking {ranking!r}; choose from {', '.join(RANKINGS)}.")
