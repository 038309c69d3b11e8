"""Model strings, the keys that go with them, and what goes wrong at a server."""

from __future__ import annotations

import inspect
import logging
from pathlib import Path
from typing import Any

import httpx2
import openai
import pytest
from hostile import Play, as_json

from rag import Pipeline
from rag.adapters.chat import open_chat
from rag.adapters.chat.faults import translate_fault
from rag.adapters.chat.naming import read_model_name
from rag.errors import ModelBroken, ModelError, ModelNotFound, ModelRefused, ModelUnreachable
from rag.stages.writing.records import Request

REQUEST = httpx2.Request("POST", "http://127.0.0.1/v1")
SECRET = "sk-secret-of-a-user"


def test_model_strings(tmp_path: Path) -> None:
    file = tmp_path / "tiny.gguf"
    file.write_bytes(b"GGUF and more")
    assert read_model_name("openai:gpt-5-mini").name == "gpt-5-mini"
    assert read_model_name("http://127.0.0.1:11434/v1#qwen3:4b").base_url == "http://127.0.0.1:11434/v1"
    assert read_model_name("https://gateway.example/v1/#org/model").name == "org/model"
    assert read_model_name(f"gguf:{file}").name == "tiny"


@pytest.mark.parametrize(
    "text", ["", "gpt-5", "openai:", "http://", "http://host/v1", "http:///v1#x", "http://h:99999/v1#x", "gguf:",
             "gguf:/nowhere/x.gguf", "file:///etc/passwd", "http://user:pw@host/v1#x", "http://h/v1?key=1#x"]
)  # fmt: skip
def test_what_names_no_model(text: str) -> None:
    with pytest.raises(ModelNotFound) as caught:
        open_chat(text)
    assert str(caught.value).endswith(".")
    assert "pw" not in str(caught.value)


def test_a_file_of_another_format(tmp_path: Path) -> None:
    (tmp_path / "x.gguf").write_bytes(b"PK\x03\x04")
    with pytest.raises(ModelBroken, match="no GGUF file"):
        open_chat(f"gguf:{tmp_path / 'x.gguf'}")


def test_a_damaged_model_file(tmp_path: Path) -> None:
    pytest.importorskip("xllamacpp")
    (tmp_path / "x.gguf").write_bytes(b"GGUF" + bytes(64))
    with pytest.raises(ModelBroken, match="cannot be loaded"):
        open_chat(f"gguf:{tmp_path / 'x.gguf'}")


def test_openai_needs_a_key() -> None:
    with pytest.raises(ModelRefused, match="OPENAI_API_KEY"):
        open_chat("openai:gpt-5-mini")


def test_the_environment_names_server_key_and_model(
    server: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", server.url.partition("#")[0])
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)
    monkeypatch.setenv("CITEWIRE_MODEL", "openai:gpt-5-mini")
    server.play = Play(text=as_json(("Kristi Noem is the DHS Secretary.", [1])))
    with caplog.at_level(logging.DEBUG), Pipeline(library=tmp_path / "library") as pipeline:
        answer = pipeline.ask("Who is the DHS Secretary?")
    assert answer.model == "gpt-5-mini"
    assert server.keys[-1] == f"Bearer {SECRET}"
    assert "temperature" not in server.requests[-1]
    assert SECRET not in caplog.text


def test_quote_is_a_model_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CITEWIRE_MODEL", "openai:gpt-5-mini")
    with Pipeline(library=tmp_path / "library", model="quote") as pipeline:
        assert pipeline.ask("Who is the DHS Secretary?").model == "quote"


def test_a_key_shows_in_no_representation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)
    chat = open_chat("http://127.0.0.1:1/v1#x")
    assert SECRET not in f"{chat!r} {chat.__dict__!r}"


def test_a_server_that_is_not_there() -> None:
    with pytest.raises(ModelUnreachable, match="cannot be reached"):
        list(open_chat("http://127.0.0.1:1/v1#x").stream(Request("s", "u", None)))


def _make(kind: type[Exception]) -> Exception:
    response = httpx2.Response(418, request=REQUEST)
    offered = {"message": SECRET, "request": REQUEST, "response": response, "body": None, "completion": None,
               "unsent_messages": []}  # fmt: skip
    if kind.__init__ in (Exception.__init__, ValueError.__init__, openai.OpenAIError.__init__):
        return kind(SECRET)
    wanted = {name: offered[name] for name in inspect.signature(kind).parameters if name in offered}
    if kind is openai.LengthFinishReasonError:
        wanted["completion"] = openai.types.chat.ChatCompletion.model_construct(usage=None)
    return kind(**wanted)


EXCEPTIONS = [kind for _, kind in inspect.getmembers(openai, inspect.isclass) if issubclass(kind, Exception)]


@pytest.mark.parametrize("kind", EXCEPTIONS, ids=lambda kind: kind.__name__)
def test_every_exception_of_the_client_is_translated(kind: type[Exception]) -> None:
    error = translate_fault(_make(kind))
    assert isinstance(error, ModelError)
    assert str(error).endswith(".")
    assert SECRET not in str(error)


@pytest.mark.parametrize(
    ("status", "kind"),
    [(400, ModelRefused), (401, ModelRefused), (403, ModelRefused), (404, ModelNotFound), (408, ModelUnreachable),
     (422, ModelRefused), (429, ModelUnreachable), (500, ModelUnreachable), (503, ModelUnreachable)],
)  # fmt: skip
def test_statuses(status: int, kind: type[ModelError]) -> None:
    response = httpx2.Response(status, request=REQUEST)
    assert type(translate_fault(openai.APIStatusError(SECRET, response=response, body=None))) is kind
