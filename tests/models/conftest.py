"""The shipped article, answered by a server that the tests direct."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from rag import Pipeline

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from rag.schema import Answer

_spec = importlib.util.spec_from_file_location("hostile", Path(__file__).with_name("hostile.py"))
assert _spec is not None
assert _spec.loader is not None
hostile = importlib.util.module_from_spec(_spec)
sys.modules["hostile"] = hostile
_spec.loader.exec_module(hostile)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Generator[tuple[Any, Pipeline]]:
    folder = tmp_path_factory.mktemp("models") / "library"
    with pytest.MonkeyPatch.context() as patch, hostile.hostile_server() as server:
        patch.setenv("OPENAI_API_KEY", hostile.KEY)
        with Pipeline(library=folder, model=server.url) as pipeline:
            yield server, pipeline


@pytest.fixture
def server(served: tuple[Any, Pipeline]) -> Any:
    served[0].play = hostile.Play()
    served[0].requests.clear()
    return served[0]


@pytest.fixture
def pipeline(served: tuple[Any, Pipeline]) -> Pipeline:
    served[1]._answerer._structured = True  # type: ignore[attr-defined]
    return served[1]


@pytest.fixture
def say(server: Any, pipeline: Pipeline) -> Callable[..., Answer]:
    """Ask while the server says a text."""

    def ask(question: str, text: str, **play: Any) -> Answer:
        server.play = hostile.Play(text=text, **play)
        return pipeline.ask(question)

    return ask
