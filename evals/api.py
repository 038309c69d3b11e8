"""Run an evaluation from Python: :func:`run`."""

from __future__ import annotations

from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from evals.journal import Journal, code_fingerprint, journal_key
from evals.runner import attempt_all
from evals.sampling import sampled
from evals.scoring import make_report
from evals.suites.facts import facts_suite
from evals.systems import System, asker, code_of, load_system, name_of
from rag.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from evals.schema import Report
    from evals.suites.suite import Suite
    from rag.protocols import Progress


def run(  # noqa: PLR0913 - a public function with many keyword options
    system: System | str | None = None,
    *,
    facts: Path | str | None = None,
    suite: Suite | None = None,
    model: str | None = None,
    options: Mapping[str, Any] | None = None,
    sample: int | None = None,
    seed: int = 0,
    workers: int = 1,
    time_limit: float | None = None,
    cache: Path | str | None = None,
    progress: Progress | None = None,
) -> Report:
    """Ask a system every case of a suite and return what came of it.

    ``system`` is a callable ``f(question, **options)``, or ``python:module:function``, or
    ``http://HOST:PORT/v1#NAME``; by default it is Citewire itself with ``model`` over the suite's articles.
    ``facts`` is a facts file (default: the one about the article that ships with Citewire), ``suite`` any
    other suite. ``sample`` takes that many cases, of both sorts in proportion, by ``seed``. ``options`` are
    passed to the system, ``min_confidence`` to Citewire itself. ``cache`` is a folder in which responses are
    kept, so that a run that was stopped goes on. Raises BadInput, UnreadableFile, LibraryError, ModelError.
    """
    if facts is not None and suite is not None:
        raise BadInput("Give either 'facts' or 'suite', not both.")
    chosen = suite or facts_suite(facts)
    chosen = replace(chosen, cases=sampled(chosen.cases, sample, seed=seed))
    with _opened(system, chosen, model, dict(options or {})) as opened:
        ask = asker(opened.system, opened.options)
        key = journal_key(chosen.cases, chosen.articles, opened.identity, opened.options)
        attempts = attempt_all(
            chosen.cases,
            ask,
            workers=workers,
            time_limit=time_limit,
            journal=Journal(cache, key) if cache is not None else None,
            progress=progress,
        )
    settings = {"sample": sample, "seed": seed, "options": dict(options or {})}
    return make_report(chosen, attempts, system=opened.name, settings=settings)


@dataclass(frozen=True, slots=True)
class _Opened:
    """A system that is ready to be asked."""

    system: System
    name: str
    """For the report."""
    identity: str
    """For the cache: the name, and a hash of the code."""
    options: Mapping[str, Any]


_NAMES = {"search": "fused", "judge": "verifier"}
"""What answers for Citewire where it is not asked questions."""


@contextmanager
def _opened(system: System | str | None, suite: Suite, model: str | None, options: dict[str, Any]) -> Iterator[_Opened]:
    if system is None:
        with _embedded(suite, model, options) as embedded:
            name = options.get("ranking") or _NAMES.get(suite.task) or model or "quote"
            yield _Opened(embedded, name, f"{name} {options} {code_fingerprint()}", {})
        return
    if model is not None:
        raise BadInput("A 'model' is for Citewire itself; give it or 'system', not both.")
    found = load_system(system) if isinstance(system, str) else system
    name = system if isinstance(system, str) else name_of(system)
    yield _Opened(found, name, f"{name} {code_of(found)}", options)


_TAKEN = {"answer": {"min_confidence"}, "search": {"ranking"}, "judge": frozenset[str]()}
"""The options that Citewire itself takes, by what is asked of it."""


def _embedded(suite: Suite, model: str | None, options: Mapping[str, Any]) -> AbstractContextManager[System]:
    unknown = options.keys() - _TAKEN[suite.task]
    if unknown:
        raise BadInput(f"For the suite {suite.name!r} Citewire itself takes no option {min(unknown)!r}.")
    from evals.embedded import answering_system, searching_system  # noqa: PLC0415 - brings in LangChain

    match suite.task:
        case "search":
            return searching_system(suite.articles, **options)
        case "answer":
            return answering_system(suite.articles, model=model, **options)
        case "judge":
            from evals.judging import judging_system  # noqa: PLC0415 - brings in spaCy

            return nullcontext(judging_system())
