"""The shipped facts are asked of Citewire as it runs here, and the last report is remembered."""

from __future__ import annotations

from dataclasses import dataclass
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING

from evals import run
from ui.web.render.evals import progress_line, report_section
from ui.web.render.markup import Markup

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evals.report_schema import Report


@dataclass(frozen=True, slots=True)
class _Step:
    done: int
    total: int


def evaluate(model: str | None, *, sample: int | None = None) -> Iterator[Markup]:
    """Yield how far the run has come, and last its report, of all cases or of a sample of this size."""
    steps: SimpleQueue[_Step | Report | Exception] = SimpleQueue()

    def work() -> None:
        try:
            report = run(model=model, sample=sample, progress=lambda done, total: steps.put(_Step(done, total)))
            steps.put(report)
        except Exception as exc:  # noqa: BLE001 - it is raised again where the reader waits
            steps.put(exc)

    Thread(target=work, name="citewire-evals", daemon=True).start()
    yield progress_line(0, 0)
    while isinstance(step := steps.get(), _Step):
        yield progress_line(step.done, step.total)
    if isinstance(step, Exception):
        raise step
    _last[model] = report_section(step)
    yield _last[model]


def last_report(model: str | None) -> Markup:
    """Return the last report of this process; nothing where there was no run."""
    return _last.get(model, Markup())


_last: dict[str | None, Markup] = {}
