"""``/v1``: OpenAI's protocol, so that its clients get a cited answer without knowing Citewire.

The model is always ``citewire``: whoever could name another would have this machine open files or ask servers.
"""

from __future__ import annotations

import json
import time
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal, cast

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from rag.api import checked_question
from rag.errors import BadInput
from rag.schema import ClaimShown, Finished, Turn
from ui.serving.faults import SERVER_ERROR, UnknownModel, error_body
from ui.serving.identity import request_id
from ui.serving.routes.asking import REFUSALS
from ui.serving.script import Script, said_of, written
from ui.serving.shapes import ArticleId, Told
from ui.serving.sse import HEADERS, EventStream, identified, lines_of
from ui.serving.work import Waiting, begun, last_while_wanted

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from ui.serving.service import Service

MODEL = "citewire"
_MOST_MESSAGES = 200
_MOST_PARTS = 50


class Part(BaseModel):
    """A part of a message; only text is read."""

    model_config = ConfigDict(extra="allow")
    type: str = Field(max_length=40)
    text: str | None = None


class Message(BaseModel):
    """A message of the conversation."""

    model_config = ConfigDict(extra="allow")
    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | list[Part] | None = None

    @property
    def text(self) -> str:
        """Its text."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content[:_MOST_PARTS] if part.type == "text" and part.text)
        return self.content or ""


class ChatBody(BaseModel):
    """A request as OpenAI's clients send it; what steers a model's sampling has no meaning here and is passed over."""

    model_config = ConfigDict(extra="allow")
    model: str = Field(MODEL, max_length=200)
    messages: list[Message] = Field(min_length=1, max_length=_MOST_MESSAGES)
    stream: bool | None = False
    articles: list[ArticleId] | None = Field(None, max_length=1000, description="Ids to answer from; null for all.")


class ChoiceShape(Told):
    """The one choice."""

    index: int
    message: dict[str, Any]
    finish_reason: str


class CompletionShape(Told):
    """A chat completion. ``citewire`` is the answer's record; tokens are not counted, so there is no usage."""

    id: str
    object: Literal["chat.completion"]
    created: int
    model: str
    choices: list[ChoiceShape]
    citewire: dict[str, Any]


class ModelShape(Told):
    """A model that may be asked for."""

    id: str
    object: Literal["model"]
    created: int
    owned_by: str


class ModelList(Told):
    """The models that may be asked for."""

    object: Literal["list"]
    data: list[ModelShape]


def chat_routes(service: Service) -> APIRouter:
    """Return the routes."""
    router = APIRouter(prefix="/v1", tags=["OpenAI's protocol"], responses=REFUSALS)
    model = {"id": MODEL, "object": "model", "created": int(time.time()), "owned_by": MODEL}

    @router.get("/models", operation_id="list_models", response_model=ModelList)
    async def list_models() -> dict[str, Any]:
        """List the one model."""
        return {"object": "list", "data": [model]}

    @router.get("/models/{name}", operation_id="read_model", response_model=ModelShape)
    async def read_model(name: str) -> dict[str, Any]:
        """Describe the one model."""
        _refuse_other(name)
        return model

    @router.post("/chat/completions", operation_id="complete_chat", response_model=CompletionShape)
    async def complete_chat(body: ChatBody, request: Request) -> Response | dict[str, Any]:
        """Answer the last message of the user, from the articles; earlier ones help to understand it."""
        _refuse_other(body.model)
        asked = asked_of(body.messages)
        address = str(request.base_url)
        told = bool(body.stream)
        steps = service.ask(asked.question, articles=body.articles, history=asked.history, told=told)
        if told:
            chunks = Chunks(Script(address))
            return EventStream(_ended(lines_of(await begun(steps), chunks.write, _failed)), headers=HEADERS)
        answer = cast("Finished", await last_while_wanted(steps, request.is_disconnected)).answer
        piece = written(answer, address)
        message = {"role": "assistant", "content": piece.text, "refusal": None, "annotations": list(piece.annotations)}
        choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
        return {**_head("chat.completion"), "choices": [choice], "citewire": identified(answer.to_dict())}

    return router


class Asked(BaseModel):
    """What a conversation asks now, and what was said before."""

    question: str
    history: tuple[Turn, ...]


def asked_of(messages: Sequence[Message]) -> Asked:
    """Return the question of the user's last message, and the turns before it; raises BadInput."""
    places = [place for place, message in enumerate(messages) if message.role == "user"]
    if not places:
        raise BadInput("No message is the user's; send one with a question.")
    turns = []
    for place, following in pairwise(places):
        said = [message.text for message in messages[place:following] if message.role == "assistant"]
        turns.append(Turn(messages[place].text, said_of(said[-1]) if said else None))
    return Asked(question=checked_question(messages[places[-1]].text), history=tuple(turns))


class Chunks:
    """Writes the steps of an answer as chunks of a chat completion."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self._role = {"role": "assistant", "content": ""}

    def write(self, step: object) -> str:
        """Return the lines that a step is sent as."""
        match step:
            case Waiting(ahead):
                return self._chunk({}, citewire={"ahead": ahead})
            case ClaimShown(claim):
                piece = self._script.sentence(claim)
                return self._chunk({"content": piece.text, "annotations": list(piece.annotations)})
            case Finished(answer):
                rest = self._chunk({"content": self._script.rest(answer).text})
                return rest + self._chunk({}, "stop", citewire=identified(answer.to_dict()))
            case _:
                return ""

    def _chunk(self, delta: dict[str, Any], finish: str | None = None, **more: Any) -> str:
        delta, self._role = {**self._role, **delta}, {}
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
        return _line({**_head("chat.completion.chunk"), "choices": [choice], **more})


async def _ended(lines: AsyncIterator[str]) -> AsyncIterator[str]:
    async for line in lines:
        yield line
    yield "data: [DONE]\n\n"


def _head(kind: str) -> dict[str, Any]:
    return {"id": f"chatcmpl-{request_id()}", "object": kind, "created": int(time.time()), "model": MODEL}


def _failed(code: str, message: str) -> str:
    return _line(error_body(message, SERVER_ERROR, code))


def _line(data: dict[str, Any]) -> str:
    return f"data: {json.dumps(data)}\n\n"


def _refuse_other(model: str) -> None:
    if model != MODEL:
        raise UnknownModel(f"There is no model {model[:80]!r} here; ask for {MODEL!r}.")
