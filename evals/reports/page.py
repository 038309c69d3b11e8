"""A report as one HTML page that asks nothing of any other place: no script, no font, no image."""

from __future__ import annotations

from html import escape
from string import Template
from typing import TYPE_CHECKING

from evals.reports.junit import fault_of
from evals.reports.pictures import pictures_of
from evals.reports.table import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evals.schema import Metric, Report, Scored

_PAGE = Template("""<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>$title</title><style>
:root{color-scheme:light dark;--ink:#1b1f24;--paper:#fff;--faint:#d5dae0;--accent:#1f6feb;--bad:#b42318}
@media(prefers-color-scheme:dark){
:root{--ink:#e6e9ed;--paper:#14171b;--faint:#3a414a;--accent:#6ea8fe;--bad:#ff8a80}}
body{font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);max-width:70rem;
margin:2rem auto;padding:0 1rem}h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2.5rem}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.3rem .6rem;vertical-align:top;
border-bottom:1px solid var(--faint)}td.n{font-variant-numeric:tabular-nums}caption{text-align:left}
figure{display:inline-block;margin:0 1rem 1rem 0;width:min(26rem,100%)}figcaption{font-size:.85rem}
svg{width:100%;height:auto;font:11px system-ui,sans-serif}svg text{fill:var(--ink)}
.axis{fill:none;stroke:var(--ink)}.line{fill:none;stroke:var(--accent);stroke-width:2}
.guide{fill:none;stroke:var(--ink);stroke-dasharray:4 4}.spot,.bar{fill:var(--accent);fill-opacity:.75}
.range{stroke:var(--accent);stroke-width:3}.strip{width:9rem;height:1rem}
.bad{color:var(--bad)}blockquote{margin:0;padding-left:.7rem;border-left:3px solid var(--faint)}
article{border-bottom:1px solid var(--faint);padding:.8rem 0}dt{font-weight:600}dd{margin:0 0 .4rem}
</style></head><body><h1>$title</h1>$body</body></html>
""")


def html_page(report: Report) -> str:
    """Return the report as a page: figures, pictures, scores by kind, and each case that went wrong."""
    title = f"Citewire: {report.suite}, {report.system}"
    body = "".join((_summary(report), _figures(report), *pictures_of(report), _kinds(report), _wrong_cases(report)))
    return _PAGE.substitute(title=escape(title), body=body)


def _summary(report: Report) -> str:
    notes = "".join(f"<p>{escape(note)}</p>" for note in report.notes)
    failed = f'<strong class="bad">{report.failed} failed</strong>' if report.failed else "none failed"
    p50, p95 = report.latency(0.5), report.latency(0.95)
    timing = "" if p50 is None else f" Half took at most {p50:.3f} s, 95% at most {p95:.3f} s."
    return f"<p>{report.n} cases, {failed}.{timing}</p>{notes}"


def _figures(report: Report) -> str:
    rows = "".join(_figure(name, metric) for name, metric in report.metrics.items())
    heads = "<th>Figure<th>Value<th>95% interval<th>0 to 1<th>Cases<th>Interval by"
    return f"<h2>Figures</h2><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _figure(name: str, metric: Metric) -> str:
    known = metric.low is not None and metric.high is not None
    interval = f"{shown(metric.low, metric)} to {shown(metric.high, metric)}" if known else ""
    return (
        f'<tr><th scope="row">{escape(name.replace("_", " "))}<td class="n">{shown(metric.value, metric)}'
        f'<td class="n">{interval}<td>{_strip(metric)}<td class="n">{metric.n}'
        f"<td>{escape(metric.interval)}</tr>"
    )


def _strip(metric: Metric) -> str:
    """Return a share and its interval as a dot on a line."""
    if metric.value is None or metric.low is None or metric.high is None or metric.unit != "share":
        return ""
    return (
        '<svg class="strip" viewBox="-3 0 106 10" aria-hidden="true"><path class="axis" d="M0 5H100"/>'
        f'<path class="range" d="M{100 * metric.low:.1f} 5H{100 * metric.high:.1f}"/>'
        f'<circle class="spot" cx="{100 * metric.value:.1f}" cy="5" r="4"/></svg>'
    )


def _kinds(report: Report) -> str:
    """Return a table of how many cases of each kind went well."""
    kinds = sorted({scored.case.kind for scored in report.cases})
    rows = "".join(_kind(kind, [one for one in report.cases if one.case.kind == kind]) for kind in kinds)
    heads = "<th>Kind of question<th>Went well<th>Cases<th>Failed"
    return f"<h2>By kind of question</h2><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _kind(kind: str, cases: list[Scored]) -> str:
    failed = sum(scored.failed for scored in cases)
    well = sum(not scored.failed and fault_of(scored) is None for scored in cases)
    counted = len(cases) - failed
    share = f"{well / counted:.3f}" if counted else "n/a"
    return (
        f'<tr><th scope="row">{escape(kind)}<td class="n">{share} ({well})'
        f'<td class="n">{counted}<td class="n">{failed}</tr>'
    )


def _wrong_cases(report: Report) -> str:
    bad = [scored for scored in report.cases if scored.failed or fault_of(scored) is not None]
    if not bad:
        return "<h2>Cases that went wrong</h2><p>None.</p>"
    return f"<h2>Cases that went wrong ({len(bad)})</h2>" + "".join(map(_wrong_case, bad))


def _wrong_case(scored: Scored) -> str:
    rows = "".join(f"<dt>{escape(name)}<dd>{value}" for name, value in _told(scored))
    return f"<article id='{escape(scored.case.id, quote=True)}'><dl>{rows}</dl></article>"


def _told(scored: Scored) -> Iterator[tuple[str, str]]:
    """Yield what a reader wants to know of a case, as names and HTML."""
    case, response = scored.case, scored.response
    yield "Question", escape(case.question)
    if response is not None and response.refused:
        yield "Refused", escape(response.reason or "without a reason")
    elif response is not None:
        yield "Answer", f"<blockquote>{escape(response.text)}</blockquote>"
    if case.answerable:
        yield "Accepted", escape("; ".join(case.answers))
    for part in case.proof:
        yield "Source sentence", f"<blockquote>{escape(part.text)}</blockquote>"
    yield "Reason", f'<span class="bad">{escape(scored.error or fault_of(scored) or "")}</span>'
