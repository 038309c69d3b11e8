"""A report of the evals: its figures, its pictures, and every case that went wrong."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from evals.reports.page import html_page
from evals.reports.pictures import pictures_of
from evals.reports.table import HEADINGS, table_rows
from ui.web.render.claims import download
from ui.web.render.markup import Markup, element, joined

if TYPE_CHECKING:
    from evals.report_schema import Report
    from evals.schema import Scored


def progress_line(done: int, total: int) -> Markup:
    """Return how far a run has come."""
    said = f"Asked {done} of {total} questions" if total else "Getting ready"
    return element(
        "div",
        element("progress", value=done if total else None, max=total or None, aria_label="Progress of the run"),
        element("p", said, class_="working hint", role="status"),
        class_="run",
    )


def report_section(report: Report) -> Markup:
    """Return the report as a section of the page."""
    wrong = [scored for scored in report.cases if _went_wrong(scored)]
    return element(
        "section",
        element("h2", f"{report.n} questions, asked of “{report.system}”"),
        *(element("p", note, class_="hint") for note in report.notes),
        _figures(report),
        element("div", *_pictures(report), class_="pictures"),
        _wrong_cases(wrong),
        element(
            "div",
            download("Whole report", html_page(report), "report.html"),
            download("Report as JSON", _json(report), "report.json"),
            class_="actions",
        ),
        class_="report",
        aria_label="Report",
    )


def _figures(report: Report) -> Markup:
    head = element("tr", *(element("th", heading, scope="col") for heading in HEADINGS))
    rows = (
        element("tr", element("th", name, scope="row"), *(element("td", cell) for cell in cells))
        for name, *cells in table_rows(report)
    )
    table = element("table", element("thead", head), element("tbody", *rows))
    return element("div", table, class_="figures", tabindex=0, role="region", aria_label="Figures")


def _pictures(report: Report) -> tuple[Markup, ...]:
    return tuple(map(Markup, pictures_of(report)))  # the evals draw them, and escape what they hold


def _went_wrong(scored: Scored) -> bool:
    if scored.failed:
        return True
    verdict = scored.scores.get("right") if scored.case.answerable else scored.scores.get("right_refusal")
    return verdict is not None and verdict.value == 0


def _wrong_cases(wrong: list[Scored]) -> Markup:
    if not wrong:
        return element("p", "No case went wrong.", class_="hint")
    return element(
        "details",
        element("summary", f"{len(wrong)} {'case' if len(wrong) == 1 else 'cases'} went wrong"),
        element("ul", *map(_case, wrong)),
        class_="wrong-cases",
    )


def _case(scored: Scored) -> Markup:
    shown = scored.response
    said = scored.error or (shown.text or shown.reason if shown else "") or "No answer"
    expected = ", ".join(scored.case.answers) or scored.case.why or ""
    return element(
        "li",
        element("h3", scored.case.question, dir="auto"),
        element("p", joined(element("strong", "Said: "), said), dir="auto"),
        element("p", joined(element("strong", "Expected: "), expected), class_="hint", dir="auto"),
    )


def _json(report: Report) -> str:
    return json.dumps(report.to_dict(timing=True), ensure_ascii=False, indent=2) + "\n"
