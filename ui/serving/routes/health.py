"""``/healthz``, ``/readyz`` and ``/metrics``: for whoever looks after the server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST
from pydantic import BaseModel
from starlette.responses import JSONResponse, Response

if TYPE_CHECKING:
    from ui.serving.service import Service


class HealthShape(BaseModel):
    """Whether the server works."""

    status: Literal["ok", "not ready"]
    reason: str | None = None


def health_routes(service: Service) -> APIRouter:
    """Return the routes."""
    router = APIRouter(tags=["health"])

    @router.get("/healthz", operation_id="healthz", response_model=HealthShape)
    async def healthz() -> HealthShape:
        """Say that the process answers."""
        return HealthShape(status="ok")

    @router.get("/readyz", operation_id="readyz", response_model=HealthShape, responses={503: {"model": HealthShape}})
    def readyz() -> Response | HealthShape:
        """Say whether questions can be answered: the models are loaded and the library can be read."""
        reason = service.unready()
        if reason is None:
            return HealthShape(status="ok")
        return JSONResponse({"status": "not ready", "reason": reason}, 503)

    @router.get(
        "/metrics", operation_id="metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}}
    )
    def metrics() -> Response:
        """Return counts and times for Prometheus."""
        return Response(service.metrics.text(), media_type=CONTENT_TYPE_LATEST)

    return router
