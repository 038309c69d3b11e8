"""Whatever is sent that the description allows, or nearly allows, nothing fails inside."""

from __future__ import annotations

import asyncio
import runpy
from pathlib import Path
from typing import TYPE_CHECKING

from ui.serving.options import Limits

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    import httpx

    from rag import Pipeline

    Serve = Callable[..., AbstractContextManager[httpx.Client]]

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
EXAMPLES = 5
"""Of either mode, for each operation; the benchmark tries many more."""


def test_no_request_fails_inside(shelf_api: httpx.Client) -> None:
    fuzz = runpy.run_path(str(BENCHMARKS / "fuzz_api.py"))["fuzz"]
    report = fuzz(str(shelf_api.base_url), EXAMPLES)
    assert report["faults"] == []
    assert {"POST /ask", "POST /v1/chat/completions", "POST /ingest"} <= set(report["operations"])
    assert report["requests"] > 50


def test_in_a_crowd_everybody_is_answered_or_told(serve: Serve, shared_pipeline: Pipeline) -> None:
    crowd = runpy.run_path(str(BENCHMARKS / "serving.py"))["crowd"]
    with serve(shared_pipeline, limits=Limits(most_waiting=6)) as client:
        seen = asyncio.run(crowd(str(client.base_url), 24, 2.0))
    assert set(seen["statuses"]) == {"200", "429"}
    assert set(seen["streams_ended_with"]) == {"answer"}
    assert seen["connection_faults"] == {}
    assert seen["longest_line_told"] >= 1
    assert seen["longest_silence_s"] < 20
