"""What no request may do to the server: ``python benchmarks/fuzz_api.py [--examples 100]``.

Schemathesis makes requests from the server's own OpenAPI description, such as fit it and such as do not, and sends
them to the real server over a fresh library. Prints one JSON object: requests by operation and by status, and every
response that was a server error, had a status that is not described, or did not fit its schema.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from contextlib import suppress
from typing import Any

import httpx
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from hypothesis.strategies import booleans
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

CHECKS = [not_a_server_error, response_schema_conformance, status_code_conformance]
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


def fuzz(address: str, examples: int) -> dict[str, Any]:
    """Send so many requests of either mode to each operation and return what came of them."""
    described = schemathesis.openapi.from_url(f"{address}/openapi.json")
    sent: dict[str, Counter[str]] = {}
    faults: list[str] = []
    for found in described.get_all_operations():
        operation = found.ok()
        statuses = sent[operation.label] = Counter()
        for mode in MODES:
            _try_operation(operation.as_strategy(generation_mode=mode), examples, address, statuses, faults)
    return {
        "requests": sum(count for statuses in sent.values() for count in statuses.values()),
        "operations": {name: dict(statuses) for name, statuses in sent.items()},
        "faults": faults,
    }


def _name_what_there_is(case: schemathesis.Case, address: str) -> None:
    """Put an article that there is, and the model that there is, where a request names one of its own invention."""
    listed = httpx.get(f"{address}/articles", params={"limit": 1}).json()["articles"]
    known = listed[0]["article_id"] if listed else "none"
    if isinstance(case.path_parameters, dict) and isinstance(case.path_parameters.get("article_id"), str):
        case.path_parameters["article_id"] = known
    if isinstance(case.body, dict):
        asked = [{"role": "user", "content": "Who came?"}]
        replaced = {"articles": [known], "model": "citewire", "messages": asked}
        case.body.update({name: value for name, value in replaced.items() if name in case.body})


def _try_operation(cases: Any, examples: int, address: str, statuses: Counter[str], faults: list[str]) -> None:
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(cases, booleans())
    def send(case: schemathesis.Case, real: bool) -> None:
        if real:
            _name_what_there_is(case, address)
        response = case.call()
        statuses[str(response.status_code)] += 1
        try:
            case.validate_response(response, checks=CHECKS)
        except FailureGroup as group:
            faults.extend(f"{case.operation.label}: {failure}"[:1000] for failure in group.exceptions)

    with suppress(Unsatisfiable):  # nothing can be wrong with a request that takes nothing
        send()


def main() -> int:
    """Run and print; the code is 1 where there were faults."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=100, help="Requests of either mode, for each operation.")
    options = parser.parse_args()
    from page import served

    with tempfile.TemporaryDirectory() as folder, served(f"{folder}/library") as address:
        report = fuzz(address.rstrip("/"), options.examples)
    print(json.dumps(report, indent=2))
    return 1 if report["faults"] else 0


if __name__ == "__main__":
    sys.exit(main())
