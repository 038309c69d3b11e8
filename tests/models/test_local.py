"""A real model file, served by llama.cpp in a child process. SmolLM2 invents facts freely; none may be shown."""

from __future__ import annotations

import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from rag import Pipeline
from rag.adapters.chat.local import _running, serve_file
from rag.stages.writing.prompts import SCHEMA
from rag.stages.writing.records import Request

if TYPE_CHECKING:
    from rag.adapters.chat.local import LocalServer

pytest.importorskip("xllamacpp")
pytestmark = pytest.mark.model
QUESTIONS = ["How many arrests has ICE reported?", "Who is the DHS Secretary?", "Which agency reports arrests?"]


@pytest.fixture(scope="module")
def local(smollm2: Path) -> LocalServer:
    return serve_file(smollm2.resolve())


def test_one_server_for_each_file(local: LocalServer, smollm2: Path) -> None:
    assert serve_file(smollm2.resolve()) is local
    assert _running[smollm2.resolve()] is local
    assert local.base_url.startswith("http://127.0.0.1:")
    assert local.key not in repr(local)


def test_only_who_has_the_key_is_served(local: LocalServer) -> None:
    asked = urllib.request.Request(f"{local.base_url}/chat/completions", data=b"{}", method="POST")
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(asked, timeout=60)
    assert caught.value.code == 401


def test_the_key_is_on_no_command_line(local: LocalServer) -> None:
    folder = Path("/proc") / str(local.child.pid)
    if not folder.exists():
        pytest.skip("no /proc on this system")
    assert local.key.encode() not in (folder / "cmdline").read_bytes() + (folder / "environ").read_bytes()


def test_a_schema_is_kept(smollm2: Path, local: LocalServer) -> None:
    from rag.adapters.chat import open_chat

    chat = open_chat(f"gguf:{smollm2}")
    assert chat.name == smollm2.stem
    said = "".join(chat.stream(Request("Answer in JSON.", "Say that it rains.", SCHEMA)))
    assert said.lstrip().startswith("{")
    assert '"claims"' in said


def test_a_server_that_died_is_started_again(smollm2: Path, local: LocalServer) -> None:
    from rag.adapters.chat import open_chat

    chat = open_chat(f"gguf:{smollm2}")
    local.child.kill()
    local.child.wait()
    assert "".join(chat.stream(Request("Be brief.", "Say hello.", SCHEMA)))


@pytest.mark.slow
@pytest.mark.parametrize("question", QUESTIONS)
def test_what_it_invents_is_not_shown(question: str, smollm2: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    with Pipeline(library=tmp_path_factory.mktemp("local") / "library", model=f"gguf:{smollm2}") as pipeline:
        answer = pipeline.ask(question)
    assert answer.claims
    for claim in answer.claims:
        assert claim.verdict == "verified"
        assert claim.text in " ".join(citation.quote for citation in claim.citations) or answer.model == smollm2.stem


CHILD = """
import sys
from pathlib import Path
from rag.adapters.chat.local import serve_file
print(serve_file(Path(sys.argv[1])).child.pid, flush=True)
sys.stdin.read()
"""


def test_the_server_dies_with_its_parent(smollm2: Path) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(smollm2.resolve())],
        cwd=Path(__file__).parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    parent.kill()  # leaves it no time to tidy up
    parent.communicate()
    ends = time.monotonic() + 30
    while _lives(pid) and time.monotonic() < ends:
        time.sleep(0.1)
    assert not _lives(pid)


def _lives(pid: int) -> bool:
    state = Path("/proc") / str(pid) / "stat"
    try:
        return state.read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
