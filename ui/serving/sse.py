"""Events of an answer or a summary, as a stream that browsers and programs read."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

from starlette.responses import StreamingResponse

from rag.errors import CitewireError
from rag.schema import ClaimShown, ClaimWithheld, Finished, QuestionRewritten, SourcesFound
from rag.summary import SummaryFinished
from ui.serving.faults import SERVER_ERROR, UNFORESEEN, code_of, error_body
from ui.serving.identity import request_id
from ui.serving.work import Waiting, begun

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Callable

    from rag.schema import Evidence

_log = logging.getLogger("citewire")
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
"""A proxy that holds a stream back until it is whole would make it none."""


class EventStream(StreamingResponse):
    """Server-sent events."""

    media_type = "text/event-stream"


async def event_stream(steps: AsyncGenerator[object, None]) -> EventStream:
    """Return the response that sends each step of an answer or a summary when it is made; raises Busy."""
    return EventStream(lines_of(await begun(steps), named, failed), headers=HEADERS)


async def lines_of(
    steps: AsyncGenerator[object, None],
    write: Callable[[object], str],
    fail: Callable[[str, str], str],
) -> AsyncIterator[str]:
    """Yield what ``write`` makes of each step, and where one fails what ``fail`` makes of its code and sentence."""
    try:
        async for step in steps:
            yield write(step)
    except CitewireError as exc:
        yield fail(code_of(exc), str(exc))
    except Exception:  # noqa: BLE001 - the stream has begun, so its reader is told in it
        _log.exception("an answer failed while it was sent")
        yield fail("failed", UNFORESEEN)
    finally:
        await steps.aclose()


def named(step: object) -> str:
    """Return a step as an event with its name."""
    match step:
        case Waiting(ahead):
            return event("waiting", {"ahead": ahead})
        case QuestionRewritten(question):
            return event("rewritten", {"question": question})
        case SourcesFound(evidence):
            return event("sources", {"sentences": [read_of(item) for item in evidence]})
        case ClaimShown(claim):
            return event("claim", claim.to_dict())
        case ClaimWithheld(claim):
            return event("withheld", claim.to_dict())
        case Finished(answer):
            return event("answer", identified(answer.to_dict()))
        case SummaryFinished(summary):
            return event("summary", identified(summary.to_dict()))
        case _:
            return ""


def failed(code: str, message: str) -> str:
    """Return the event that ends a stream which failed."""
    return event("error", error_body(message, SERVER_ERROR, code))


def event(name: str, data: dict[str, Any]) -> str:
    """Return one event; JSON has no line ends of its own."""
    return f"event: {name}\ndata: {json.dumps(data)}\n\n"


def identified(record: dict[str, Any]) -> dict[str, Any]:
    """Return a record with the id of the request that it answers."""
    return {**record, "request_id": request_id()}


def read_of(item: Evidence) -> dict[str, Any]:
    """Return a sentence that was read for a question, as far as a program needs it."""
    sentence = item.sentence
    return {
        "article_id": sentence.article_id,
        "title": item.origin.article.title,
        "start": sentence.start,
        "end": sentence.end,
        "text": sentence.text,
    }
