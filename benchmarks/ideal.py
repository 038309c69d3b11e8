"""A stand-in for a strong model: a server on loopback that copies the proving sentences and cites them rightly.

It knows the cases. Where what it is shown holds no proof, or there is none, it returns no claims, as it was asked to.
Tokens that it tells are a quarter of the characters.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from evals import Case

_NUMBERED = re.compile(r"^\[(\d+)\] (.*)$", re.MULTILINE)


class IdealServer(ThreadingHTTPServer):
    """The server; ``cases`` are known by their questions."""

    daemon_threads = True

    def __init__(self, cases: Sequence[Case]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.cases: Mapping[str, Case] = {_letters(case.question): case for case in cases}

    def draft(self, prompt: str) -> str:
        """Return the answer to a prompt: each proof's sentence as it was shown, with its number."""
        shown, _, asked = prompt.partition("Question: ")
        case = self.cases.get(_letters(asked.partition("\n")[0]))
        proofs = [_letters(part.text) for part in case.proof] if case is not None else []
        numbered = [(int(number), text) for number, text in _NUMBERED.findall(shown)]
        found = [(n, text) for n, text in numbered if any(_same(_letters(text), proof) for proof in proofs)]
        return json.dumps({"claims": [{"text": text, "sources": [n]} for n, text in found]})


def _same(shown: str, proof: str) -> bool:
    return shown in proof or proof in shown


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


class _Handler(BaseHTTPRequestHandler):
    server: IdealServer

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if request.get("logprobs"):
            self.send_error(400, "no probabilities are told")
            return
        messages = [str(message["content"]) for message in request["messages"]]
        text = self.server.draft(messages[-1])
        read, written = sum(map(len, messages)) // 4, len(text) // 4
        usage = {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written}
        choice = {"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": "stop"}
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        self.wfile.write(_event(choices=[choice]) + _event(choices=[], usage=usage) + b"data: [DONE]\n\n")


def _event(**more: Any) -> bytes:
    head = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "ideal"}
    return f"data: {json.dumps({**head, **more})}\n\n".encode()


@contextmanager
def ideal_writer(cases: Sequence[Case]) -> Iterator[str]:
    """Run the server; yield the string that names it as a model."""
    with IdealServer(cases) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/v1#ideal"
        server.shutdown()
