"""Run an evaluation from Python: :func:`run`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from evals.journal import Journal, journal_key
from evals.opening import open_system
from evals.runner import attempt_all
from evals.sampling import sampled
from evals.scoring import make_report
from evals.suites.facts import facts_suite
from evals.systems import asker
from rag.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from evals.report_schema import Report
    from evals.suites.suite import Suite
    from evals.systems import System
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
    passed to the system; Citewire itself takes ``min_confidence``, and ``ranking`` where it searches. ``cache``
    is a folder in which responses are kept, so that a run that was stopped goes on.

    Raises BadInput, UnreadableFile, LibraryError, ModelError.
    """
    if facts is not None and suite is not None:
        raise BadInput("Give either 'facts' or 'suite', not both.")
    chosen = suite or facts_suite(facts)
    chosen = replace(chosen, cases=sampled(chosen.cases, sample, seed=seed))
    with open_system(system, chosen, model, dict(options or {})) as opened:
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
