"""A report as JUnit XML, which continuous-integration servers show case by case."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from evals.reports.faults import fault_of

if TYPE_CHECKING:
    from evals.report_schema import Report
    from evals.schema import Scored

_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold, not even escaped."""


def junit_xml(report: Report) -> str:
    """Return the report as XML: a failed attempt is an ``error``, a case that went wrong a ``failure``."""
    suite = ET.Element("testsuite", name=f"citewire {report.suite}", tests=str(report.n))
    suite.set("errors", str(report.failed))
    suite.set("failures", str(sum(fault_of(scored) is not None for scored in report.cases)))
    suite.set("time", f"{sum(scored.seconds for scored in report.cases):.3f}")
    for scored in report.cases:
        suite.append(_case(report, scored))
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(suite, encoding="unicode") + "\n"


def _case(report: Report, scored: Scored) -> ET.Element:
    name = f"{scored.case.id}: {scored.case.question}"
    element = ET.Element("testcase", classname=f"citewire.{report.suite}", name=_clean(name))
    element.set("time", f"{scored.seconds:.3f}")
    fault = fault_of(scored)
    if scored.error is not None:
        ET.SubElement(element, "error", message=_clean(scored.error))
    elif fault is not None:
        ET.SubElement(element, "failure", message=_clean(str(fault))).text = _clean(_shown(scored))
    return element


def _shown(scored: Scored) -> str:
    if scored.response is None or scored.response.refused:
        return f"refused: {scored.response.reason if scored.response else ''}"
    return scored.response.text


def _clean(text: str) -> str:
    return _NOT_XML.sub("�", text)
