"""``/ask`` and ``/summarise``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from rag.api import checked_question
from rag.schema import Finished, Turn
from rag.summary import SummaryFinished
from ui.serving.service import SummaryWish
from ui.serving.shapes import AnswerShape, AskBody, ErrorBody, SummariseBody, SummaryShape
from ui.serving.sse import event_stream, identified
from ui.serving.work import last_while_wanted

if TYPE_CHECKING:
    from ui.serving.service import Service

_EVENT = {
    "type": "object",
    "required": ["event", "data"],
    "properties": {"event": {"type": "string"}, "data": {"type": "string", "contentMediaType": "application/json"}},
}
_STREAM = {"text/event-stream": {"schema": _EVENT}}
REFUSALS: dict[int | str, dict[str, Any]] = {
    status: {"model": ErrorBody} for status in (400, 401, 403, 404, 408, 409, 413, 415, 422, 429, 502, 503, 504)
}


def asking_routes(service: Service) -> APIRouter:
    """Return the routes."""
    router = APIRouter(tags=["answers"], responses=REFUSALS)

    @router.post(
        "/ask",
        operation_id="ask",
        response_model=AnswerShape,
        responses={
            200: {
                "content": _STREAM,
                "description": "The answer, or its events: waiting, sources, claim, "
                "withheld, and last answer or error.",
            }
        },
    )
    async def ask(body: AskBody, request: Request) -> Response | dict[str, Any]:
        """Answer a question from the articles, every sentence cited and verified, or refuse with a reason."""
        question = checked_question(body.question)
        history = [Turn(turn.question, turn.answer) for turn in body.history]
        stream = wants_stream(body.stream, request)
        filters = body.filters.filters() if body.filters else None
        steps = service.ask(question, articles=body.articles, history=history, filters=filters, told=stream)
        if stream:
            return await event_stream(steps)
        finished = await last_while_wanted(steps, request.is_disconnected)
        return identified(cast("Finished", finished).answer.to_dict())

    @router.post(
        "/summarise",
        operation_id="summarise",
        response_model=SummaryShape,
        responses={
            200: {
                "content": _STREAM,
                "description": "The summary, or its events: waiting, claim, withheld, and last summary or error.",
            }
        },
    )
    async def summarise(body: SummariseBody, request: Request) -> Response | dict[str, Any]:
        """Tell articles in a few sentences, each cited and verified."""
        wish = SummaryWish(tuple(dict.fromkeys(body.articles)), body.sentences, body.words, body.style)
        stream = wants_stream(body.stream, request)
        steps = await run_in_threadpool(service.summarise, wish, told=stream)
        if stream:
            return await event_stream(steps)
        finished = await last_while_wanted(steps, request.is_disconnected)
        return identified(cast("SummaryFinished", finished).summary.to_dict())

    return router


def wants_stream(asked: bool, request: Request) -> bool:
    """Tell whether a program wants events: it says so, or accepts nothing else."""
    return asked or request.headers.get("accept", "").split(";")[0].strip() == "text/event-stream"
