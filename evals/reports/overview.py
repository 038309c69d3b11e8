"""Several systems on one page: what one chooses by, then every figure, a column for each."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from evals.reports.markdown import default_figures, figure_cell, seconds_cells, title_of
from evals.reports.markup import row_html, table_html, whole_page

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from evals.report_schema import Report


def overview_page(reports: Sequence[Report], pages: Mapping[str, str]) -> str:
    """Return the page; ``pages`` are the names of the files that show each system by itself."""
    bodies = [report.to_dict(timing=True) for report in reports]
    first, chosen = reports[0], default_figures(bodies)
    names = list(dict.fromkeys(name for report in reports for name in report.metrics))
    heads = ("Figure", *(_head(report.system, pages) for report in reports))

    def rows(figures: Sequence[str]) -> list[str]:
        cells = ([body["metrics"].get(name) for body in bodies] for name in figures)
        shown = [
            row_html(escape(title_of(n, row)), map(figure_cell, row)) for n, row in zip(figures, cells, strict=True)
        ]
        return [*shown, *(row_html(escape(name), told) for name, told in seconds_cells(bodies))]

    title = f"{first.suite}: {len(reports)} systems"
    failed = ", ".join(f"{escape(report.system)} {report.failed}" for report in reports if report.failed) or "none"
    notes = "".join(f'<p class="soft">{escape(note)}</p>' for note in first.notes)
    caption = (
        "With 95% intervals and the number of cases counted; seconds are of the median case and the 95th percentile."
    )
    parts = [
        f"<h1>{escape(title)}</h1><p>{first.n} cases; failed: {failed}.</p>{notes}",
        table_html("To choose by", caption, heads, rows(chosen)),
    ]
    if len(chosen) < len(names):
        parts.append(table_html("All figures", caption, heads, rows(names)))
    return whole_page(title, "".join(parts))


def _head(system: str, pages: Mapping[str, str]) -> str:
    page = pages.get(system)
    return escape(system) if page is None else f'<a href="{quote(page)}">{escape(system)}</a>'
