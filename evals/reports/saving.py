"""A report as a file; the ending of its name chooses the form."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

from evals.reports.junit import junit_xml
from evals.reports.markdown import markdown_table
from evals.reports.overview import overview_page
from evals.reports.page import html_page
from evals.reports.table import side_by_side, text_table
from rag.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evals.report_schema import Report


FORMS = (".json", ".xml", ".html", ".txt", ".md")
"""Endings of a report's name."""


def save_report(report: Report, path: Path | str, *, timing: bool = False) -> Path:
    """Write ``.json``, ``.xml`` (JUnit), ``.html``, ``.txt`` or ``.md`` and return the path; raises BadInput."""
    file = Path(path).expanduser()
    check_target(file)
    return _written(_rendered(report, file, timing=timing), file)


def save_reports(reports: Sequence[Report], path: Path | str, *, timing: bool = False) -> list[Path]:
    """Write each report to a file with its system's name in it; return the paths. Raises BadInput.

    Where there are several, ``path`` itself gets them side by side, in the forms that people read: ``.html``, ``.txt``
    and ``.md``, of which the last has that alone.
    """
    file = Path(path).expanduser()
    check_target(file)
    if len(reports) == 1:
        return [save_report(reports[0], file, timing=timing)]
    alone = {} if file.suffix == ".md" else {report.system: _named(file, report) for report in reports}
    saved = [save_report(report, alone[report.system], timing=timing) for report in reports if alone]
    match file.suffix:
        case ".html":
            text = overview_page(reports, {system: page.name for system, page in alone.items()})
        case ".md":
            text = _markdown(reports)
        case ".txt":
            text = side_by_side(reports) + "\n"
        case _:
            return saved
    return [_written(text, file), *saved]


def _named(file: Path, report: Report) -> Path:
    slug = re.sub(r"[^\w.]+", "-", report.system).strip("-.")
    return file.with_name(f"{file.stem}-{slug}{file.suffix}")


def _written(text: str, file: Path) -> Path:
    try:
        file.write_text(text, encoding="utf-8", errors="backslashreplace")
    except OSError as exc:
        raise BadInput(f"{str(file)!r} cannot be written ({exc}); name another place.") from exc
    return file


def _markdown(reports: Sequence[Report]) -> str:
    return markdown_table([report.to_dict(timing=True) for report in reports]) + "\n"


def check_target(path: Path | str) -> None:
    """Raise BadInput where a report could not be saved: better before a long run than after it."""
    file = Path(path).expanduser()
    if file.suffix not in FORMS:
        ends = f"{', '.join(FORMS[:-1])} or {FORMS[-1]}"
        raise BadInput(f"A report cannot be saved as {file.name!r}; end the name in {ends}.")
    if not file.parent.is_dir():
        raise BadInput(f"{str(file)!r} cannot be written: there is no such folder; make it or name another place.")


def report_json(report: Report, *, timing: bool = False) -> str:
    """Return the report as JSON text with a newline at its end."""
    return json.dumps(report.to_dict(timing=timing), indent=2, ensure_ascii=False) + "\n"


def _rendered(report: Report, file: Path, *, timing: bool) -> str:
    match file.suffix:
        case ".json":
            return report_json(report, timing=timing)
        case ".xml":
            return junit_xml(report)
        case ".html":
            return html_page(report)
        case ".md":
            return _markdown([report])
    return text_table(report) + "\n"
