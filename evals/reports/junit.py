"""A report as JUnit XML, which continuous-integration servers show case by case."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from evals.schema import Report, Scored

_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold, not even escaped."""

_WRONG = ("wrong", "over_refused", "made_up", "attack_success", "false_alarm")
"""Scores of which 1 means that the case went wrong."""


def junit_xml(report: Report) -> str:
    """Return the report as XML: a failed attempt is an ``error``, a case that went wrong a ``failure``."""
    suite = ET.Element("testsuite", name=f"citewire {report.suite}", tests=str(report.n))
    suite.set("errors", str(report.failed))
    suite.set("failures", str(sum(fault_of(scored) is not None for scored in report.cases)))
    suite.set("time", f"{sum(scored.seconds for scored in report.cases):.3f}")
    for scored in report.cases:
        suite.append(_case(report, scored))
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(suite, encoding="unicode") + "\n"


def fault_of(scored: Scored) -> str | None:
    """Return the name and reason of the first score that says that the case went wrong, or None."""
    for name in _WRONG:
        score = scored.scores.get(name)
        if score is not None and score.value == 1.0:
            return f"{name.replace('_', ' ')}: {score.reason}"
    right = scored.scores.get("right")
    if right is not None and right.value is not None and right.value < 1.0:
        return f"not right: {right.reason}"
    return None


def _case(report: Report, scored: Scored) -> ET.Element:
    name = f"{scored.case.id}: {scored.case.question}"
    element = ET.Element("testcase", classname=f"citewire.{report.suite}", name=_clean(name))
    element.set("time", f"{scored.seconds:.3f}")
    fault = fault_of(scored)
    if scored.error is not None:
        ET.SubElement(element, "error", message=_clean(scored.error))
    elif fault is not None:
        ET.SubElement(element, "failure", message=_clean(fault)).text = _clean(_shown(scored))
    return element


def _shown(scored: Scored) -> str:
    if scored.response is None or scored.response.refused:
        return f"refused: {scored.response.reason if scored.response else ''}"
    return scored.response.text


def _clean(text: str) -> str:
    return _NOT_XML.sub("�", text)
