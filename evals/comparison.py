"""Is the new run better or worse than the old? Cases are paired by id and resampled by document."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.report_schema import REPORT_SCHEMA, Report
from evals.statistics import Difference, paired_difference
from rag.errors import BadInput


@dataclass(frozen=True, slots=True)
class Changed:
    """A case of which one score changed."""

    case_id: str
    metric: str
    old: float
    new: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """How two runs of one suite differ."""

    suite: str
    old_system: str
    new_system: str
    differences: Mapping[str, Difference]
    """By score; cases in which it applies in both runs are paired."""
    changed: tuple[Changed, ...]
    """Every case whose score changed, in the order of the new report."""
    only_old: int
    """Cases that only the old run has."""
    only_new: int

    def to_dict(self) -> dict[str, Any]:
        """Return the comparison as JSON."""
        return {
            "suite": self.suite,
            "old": self.old_system,
            "new": self.new_system,
            "only_old": self.only_old,
            "only_new": self.only_new,
            "differences": {
                name: {"value": d.value, "n": d.n, "low": d.low, "high": d.high, "p": d.p}
                for name, d in self.differences.items()
            },
            "changed": [{"id": c.case_id, "metric": c.metric, "old": c.old, "new": c.new} for c in self.changed],
        }


def compare(old: Report | Mapping[str, Any], new: Report | Mapping[str, Any]) -> Comparison:
    """Compare two reports, or their JSON forms; raises BadInput unless they are of one suite."""
    before, after = _as_dict(old), _as_dict(new)
    if before["suite"] != after["suite"]:
        raise BadInput(f"A report of {before['suite']!r} cannot be compared with one of {after['suite']!r}.")
    old_cases = {case["id"]: case for case in before["cases"]}
    pairs = [(old_cases[case["id"]], case) for case in after["cases"] if case["id"] in old_cases]
    if not pairs:
        raise BadInput("The two reports have no case in common; run the same suite twice.")
    names = [name for name in after["metrics"] if any(name in case["scores"] for case in after["cases"])]
    differences = {name: found for name in names if (found := _difference(name, pairs)) is not None}
    return Comparison(
        suite=after["suite"],
        old_system=before["system"],
        new_system=after["system"],
        differences=differences,
        changed=tuple(change for name in names for change in _changes(name, pairs)),
        only_old=len(old_cases) - len(pairs),
        only_new=len(after["cases"]) - len(pairs),
    )


def read_report(path: Path | str) -> Mapping[str, Any]:
    """Return a report that was saved as JSON; raises BadInput."""
    file = Path(path).expanduser()
    try:
        loaded = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as exc:
        raise BadInput(f"{str(file)!r} cannot be read as a report ({exc}); give one saved as JSON.") from exc
    return _as_dict(loaded)


_Pair = tuple[Mapping[str, Any], Mapping[str, Any]]


def _as_dict(report: Report | Mapping[str, Any]) -> Mapping[str, Any]:
    body = report.to_dict() if isinstance(report, Report) else report
    if not isinstance(body, Mapping) or body.get("schema") != REPORT_SCHEMA:
        raise BadInput(f"That is no report of the schema {REPORT_SCHEMA!r}; give one that this version saved.")
    return body


def _value(case: Mapping[str, Any], name: str) -> float | None:
    score = case["scores"].get(name)
    return None if score is None else score["value"]


def _difference(name: str, pairs: list[_Pair]) -> Difference | None:
    both = [(_value(old, name), _value(new, name), new["group"]) for old, new in pairs]
    known = [(old, new, group) for old, new, group in both if old is not None and new is not None]
    if not known:
        return None
    return paired_difference([row[0] for row in known], [row[1] for row in known], [row[2] for row in known])


def _changes(name: str, pairs: list[_Pair]) -> list[Changed]:
    found = [(new["id"], _value(old, name), _value(new, name)) for old, new in pairs]
    return [
        Changed(case_id, name, old, new)
        for case_id, old, new in found
        if old is not None and new is not None and old != new
    ]
