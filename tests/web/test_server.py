"""The server takes the address that it is given, or says in one sentence why it cannot."""

from __future__ import annotations

import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from rag.errors import BadInput
from ui.serving.listening import address, bind

if TYPE_CHECKING:
    from pathlib import Path


def test_a_port_that_is_taken_is_told() -> None:
    with bind("127.0.0.1", 0) as taken:
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(BadInput, match=rf"cannot use 127\.0\.0\.1:{port} .*choose another --host or --port"):
            bind("127.0.0.1", port)


@pytest.mark.parametrize(("host", "port"), [("a" * 70, 0), ("127.0.0.1", 99_999)])
def test_an_address_that_cannot_be_is_told(host: str, port: int) -> None:
    with pytest.raises(BadInput, match="choose another --host or --port"):
        bind(host, port)


@pytest.mark.parametrize(
    ("host", "shown"),
    [
        ("127.0.0.1", "http://127.0.0.1:"),
        ("localhost", "http://localhost:"),
        ("0.0.0.0", "http://127.0.0.1:"),
        ("::1", "http://[::1]:"),
        ("::", "http://[::1]:"),
    ],
)
def test_the_announced_address_can_be_opened(host: str, shown: str) -> None:
    if ":" in host and not socket.has_ipv6:
        pytest.skip("this machine has no IPv6")
    with bind(host, 0) as listener:
        assert address(host, listener) == f"{shown}{listener.getsockname()[1]}/"


def test_a_missing_corpus_ends_the_start_with_one_sentence(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom ui.web import serve\nfrom rag.errors import CitewireError\n"
        "try:\n    serve(port=0, corpus=Path(sys.argv[1]), announce=print)\n"
        "except CitewireError as exc:\n    print('told:', exc)\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "nowhere")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout.startswith("told: There is no file or folder")


def test_importing_the_page_leaves_gradio_out() -> None:
    code = "import sys, ui.web; print(sorted({'gradio', 'chromadb', 'onnxruntime', 'openai'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"
