"""A report as one HTML page that asks nothing of any other place: no script, no font, no image."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from evals.reports.faults import fault_of, went_wrong
from evals.reports.kinds import kinds_of
from evals.reports.markup import row_html, table_html, whole_page, words_of
from evals.reports.pictures import pictures_of
from evals.reports.table import shown, shown_interval

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evals.report_schema import Metric, Report
    from evals.reports.kinds import Kind
    from evals.schema import Scored

CARDS = 6
"""Figures that are shown large, the first of the report."""


def html_page(report: Report) -> str:
    """Return the report as a page: figures, pictures, scores by kind, reasons, and each case that went wrong."""
    title = f"{report.suite}: {report.system}"
    pictures = f'<div class="pictures">{"".join(pictures_of(report))}</div>'
    parts = (_head(report, title), pictures, _figures(report), _kinds(report), _reasons(report), _cases(report))
    return whole_page(title, "".join(parts))


def _head(report: Report, title: str) -> str:
    failed = f'<strong class="bad">{report.failed} failed</strong>' if report.failed else "none failed"
    p50, p95 = report.latency(0.5), report.latency(0.95)
    timing = "" if p50 is None else f" Half took at most {p50:.3f} s, 95% at most {p95:.3f} s."
    notes = "".join(f'<p class="soft">{escape(note)}</p>' for note in report.notes)
    cards = "".join(_card(name, metric) for name, metric in list(report.metrics.items())[:CARDS])
    return f'<h1>{escape(title)}</h1><p>{report.n} cases, {failed}.{timing}</p>{notes}<dl class="cards">{cards}</dl>'


def _card(name: str, metric: Metric) -> str:
    interval = shown_interval(metric)
    beside = f"{interval}, n = {metric.n}" if interval else f"n = {metric.n}"
    return f"<div><dt>{words_of(name)}</dt><dd>{shown(metric.value, metric)}</dd><dd>{beside}</dd></div>"


def _figures(report: Report) -> str:
    rows = (
        row_html(
            words_of(name),
            (shown(metric.value, metric), shown_interval(metric), _strip(metric), str(metric.n)),
            f"{metric.not_applicable or ''}",
            escape(metric.interval),
        )
        for name, metric in report.metrics.items()
    )
    heads = ("Figure", "Value", "95% interval", "From 0 to 1", "Cases", "Not applicable", "Interval by")
    return table_html("Figures", "Means over the cases that a figure applies to.", heads, rows)


def _kinds(report: Report) -> str:
    rows = (
        row_html(escape(kind.name), (_share(kind), f"{kind.well}", f"{kind.n}", f"{kind.failed}"))
        for kind in kinds_of(report)
    )
    heads = ("Kind", "Share", "Went well", "Cases", "Failed")
    return table_html(
        "By kind of question",
        "A case went well where nothing under “Cases that went wrong” is said of it.",
        heads,
        rows,
    )


def _share(kind: Kind) -> str:
    return "n/a" if kind.share is None else f"{kind.share:.3f}"


def _reasons(report: Report) -> str:
    if not report.refusals:
        return ""
    rows = (row_html(escape(reason.reason), (f"{reason.n}", f"{reason.rightly}")) for reason in report.refusals)
    caption = "Names, numbers and quoted words are left out as “…”. Rightly: the question is unanswerable."
    return table_html("Refusals by reason", caption, ("Reason", "Refusals", "Rightly"), rows)


def _strip(metric: Metric) -> str:
    """Return a share and its interval as a dot on a line."""
    if metric.value is None or metric.low is None or metric.high is None or metric.unit != "share":
        return ""
    return (
        '<svg class="strip" viewBox="-5 0 110 10" aria-hidden="true"><path class="axis" d="M0 5H100"/>'
        f'<path class="range" d="M{100 * metric.low:.1f} 5H{100 * metric.high:.1f}"/>'
        f'<circle class="spot" cx="{100 * metric.value:.1f}" cy="5" r="4"/></svg>'
    )


def _cases(report: Report) -> str:
    bad = [scored for scored in report.cases if went_wrong(scored)]
    if not bad:
        return "<h2>Cases that went wrong</h2><p>None.</p>"
    return f"<h2>Cases that went wrong ({len(bad)})</h2>" + "".join(map(_case, bad))


def _case(scored: Scored) -> str:
    rows = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in _told(scored))
    fault = fault_of(scored)
    label = "failed" if scored.failed or fault is None else fault.name
    opening = f'{escape(scored.case.question)} <span class="bad">{escape(label)}</span>'
    return f'<details id="{escape(scored.case.id, quote=True)}"><summary>{opening}</summary><dl>{rows}</dl></details>'


def _told(scored: Scored) -> Iterator[tuple[str, str]]:
    """Yield what a reader wants to know of a case, as names and HTML."""
    case, response, fault = scored.case, scored.response, fault_of(scored)
    reason = scored.error or (fault.reason if fault else "")
    yield "Why", f'<span class="bad">{escape(reason)}</span>'
    if response is not None and response.refused:
        yield "Refused", escape(response.reason or "without a reason")
    elif response is not None:
        yield "Answer", f"<blockquote>{escape(response.text)}</blockquote>"
    if case.answerable:
        yield "Accepted", escape("; ".join(case.answers))
    elif case.why:
        yield "Unanswerable", escape(case.why)
    for part in case.proof:
        yield "Source sentence", f"<blockquote>{escape(part.text)}</blockquote>"
    yield "Case", escape(f"{case.id}, of the kind {case.kind!r}")
