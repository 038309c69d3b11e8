"""The tab where the shipped facts are asked, to see how far the answers can be trusted."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

import gradio as gr

from rag.errors import CitewireError
from ui.web.components import PRIVATE, html
from ui.web.render.answer import notice
from ui.web.render.chrome import evals_note
from ui.web.wishes import Wishes

if TYPE_CHECKING:
    from ui.web.desk import Desk

_log = logging.getLogger("citewire")
_SAMPLE = 20
_UNEXPECTED = "The run broke off, and the reason was written to the log; start it again."


def lay_out_evals(desk: Desk, tab: Any, wishes: Any) -> None:
    """Put the tab's components where they belong, and bind them. The evals are imported when they are used."""
    with gr.Column(elem_id="evals"):
        html(evals_note(), elem_id="evals-note")
        with gr.Row(elem_id="evals-start"):
            some = gr.Button(f"Ask {_SAMPLE} of them", variant="primary", scale=0)
            every = gr.Button("Ask them all", scale=0)
        report = html(elem_id="report")

    def run(sample: int | None, known: Wishes) -> Iterator[str]:
        try:
            for step in import_module("ui.web.evaluating").evaluate(known.model or desk.model, sample=sample):
                yield str(step)
        except CitewireError as exc:
            yield str(notice(str(exc)))
        except Exception:  # noqa: BLE001 - the page must stay usable; the log has the traceback
            _log.exception("an evaluation failed")
            yield str(notice(_UNEXPECTED))

    def last(known: Wishes) -> str:
        return str(import_module("ui.web.evaluating").last_report(known.model or desk.model))

    one_run: dict[str, Any] = {"concurrency_limit": 1, "concurrency_id": "evals", **PRIVATE}
    some.click(partial(run, _SAMPLE), wishes, report, **one_run)
    every.click(partial(run, None), wishes, report, **one_run)
    tab.select(last, wishes, report, **PRIVATE)
