"""Counts and times for Prometheus, at ``/metrics``. Labels are closed sets: nothing of a question or a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)

if TYPE_CHECKING:
    from typing import Literal

    from ui.serving.line import Line

    Kind = Literal["question", "summary", "ingest"]
    Outcome = Literal["answered", "refused", "busy", "too_slow", "failed", "left"]

_SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Metrics:
    """What one server counts."""

    def __init__(self, line: Line) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        PlatformCollector(registry=self._registry)
        self._requests = Counter(
            "citewire_requests", "Requests by route.", ["method", "route", "status"], registry=self._registry
        )
        self._request_s = Histogram(
            "citewire_request_seconds",
            "From the first byte of a request to the last of its response.",
            ["route"],
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._work = Counter(
            "citewire_work", "Questions, summaries and ingests.", ["kind", "outcome"], registry=self._registry
        )
        self._work_s = Histogram(
            "citewire_work_seconds",
            "From entering the line to the end.",
            ["kind"],
            buckets=_SECONDS,
            registry=self._registry,
        )
        waiting = Gauge("citewire_line_waiting", "How many wait for their turn.", registry=self._registry)
        waiting.set_function(lambda: line.waiting)
        running = Gauge("citewire_line_running", "Whose turn it is now.", registry=self._registry)
        running.set_function(lambda: line.running)

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request; status 0 is that of a client that went away."""
        known = method if method in _METHODS else "other"
        self._requests.labels(known, route, str(status)).inc()
        self._request_s.labels(route).observe(seconds)

    def work(self, kind: Kind, outcome: Outcome, seconds: float) -> None:
        """Count a question, a summary or an ingest."""
        self._work.labels(kind, outcome).inc()
        self._work_s.labels(kind).observe(seconds)

    def text(self) -> bytes:
        """Return all in Prometheus's text format."""
        return generate_latest(self._registry)
