"""A report as a file; the ending of its name chooses the form."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from evals.reports.junit import junit_xml
from evals.reports.page import html_page
from evals.reports.table import text_table
from rag.errors import BadInput

if TYPE_CHECKING:
    from evals.report_schema import Report


FORMS = (".json", ".xml", ".html", ".txt")
"""Endings of a report's name."""


def save_report(report: Report, path: Path | str, *, timing: bool = False) -> Path:
    """Write ``.json``, ``.xml`` (JUnit), ``.html`` or ``.txt`` and return the path; raises BadInput."""
    file = Path(path).expanduser()
    check_target(file)
    try:
        text = _rendered(report, file, timing=timing)
        file.write_text(text, encoding="utf-8", errors="backslashreplace")
    except OSError as exc:
        raise BadInput(f"{str(file)!r} cannot be written ({exc}); name another place.") from exc
    return file


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
    return text_table(report) + "\n"
