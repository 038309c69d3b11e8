"""Whatever is sent that the description allows, or nearly allows, nothing fails inside."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx

EXAMPLES = 5
"""Of either mode, for each operation; the benchmark tries many more."""


def test_no_request_fails_inside(shelf_api: httpx.Client) -> None:
    fuzz = runpy.run_path(str(Path(__file__).parents[2] / "benchmarks" / "fuzz_api.py"))["fuzz"]
    report = fuzz(str(shelf_api.base_url), EXAMPLES)
    assert report["faults"] == []
    assert {"POST /ask", "POST /v1/chat/completions", "POST /ingest"} <= set(report["operations"])
    assert report["requests"] > 50
