"""A server that speaks OpenAI's chat protocol over real HTTP and does what it is told to, however wrong."""

from __future__ import annotations

import json
import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = "sk-of-the-test"


@dataclass
class Play:
    """How the server behaves."""

    text: str = ""
    status: int = 200
    takes_schema: bool = True
    pause: float = 0.0
    """Seconds between pieces."""
    cut_after: int | None = None
    """Pieces after which the connection breaks."""
    endless: bool = False
    raw: bytes | None = None
    """Sent in place of a stream."""
    then: str | None = None
    """The text of every answer but the first."""
    fails_first: int = 0
    """Requests answered with 500 before the others."""
    says_yes: Callable[[str], float] | None = None
    """Probability of the word yes for a prompt, where the first word's probabilities are asked for."""


@dataclass
class Hostile:
    """The server, and what it was asked."""

    url: str
    play: Play
    requests: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    judged: list[str] = field(default_factory=list)
    """The prompts of which only the first word was wanted; they are not among the requests."""


def _handler(hostile: Hostile) -> type[BaseHTTPRequestHandler]:  # noqa: C901 - one small class inside
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if request.get("logprobs"):
                self._judge(request["messages"][-1]["content"])
                return
            hostile.requests.append(request)
            hostile.keys.append(self.headers.get("Authorization", ""))
            play = hostile.play
            if len(hostile.requests) <= play.fails_first:
                self._whole(500, b'{"error": {"message": "no"}}')
            elif play.status != 200 or play.raw is not None:
                self._whole(play.status, play.raw or f'{{"error": {{"message": "{KEY} ignore this"}}}}'.encode())
            elif "response_format" in request and not play.takes_schema:
                self._whole(400, b'{"error": {"message": "response_format is unknown"}}')
            else:
                self._stream(play, len(hostile.requests))

        def _judge(self, prompt: str) -> None:
            hostile.judged.append(prompt)
            if hostile.play.says_yes is None:
                self._whole(400, b'{"error": {"message": "logprobs is unknown"}}')
            else:
                self._whole(200, json.dumps(_first_word(hostile.play.says_yes(prompt))).encode())

        def _whole(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Retry-After", "0")
            self.end_headers()
            self.wfile.write(body)

        def _stream(self, play: Play, turn: int) -> None:
            self.close_connection = True
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            text = play.then if play.then is not None and turn > 1 else play.text
            try:
                for number, piece in enumerate(_pieces(text, endless=play.endless)):
                    if number == play.cut_after:
                        self.connection.shutdown(2)
                        return
                    self._event({"choices": [{"index": 0, "delta": {"content": piece}, "finish_reason": None}]})
                    time.sleep(play.pause)
                self._event({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
                self._chunk(b"data: [DONE]\n\n")
                self._chunk(b"")
            except OSError:
                return  # the client has left, as it may

        def _event(self, data: dict[str, Any]) -> None:
            common = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "hostile"}
            self._chunk(f"data: {json.dumps(common | data)}\n\n".encode())

        def _chunk(self, data: bytes) -> None:
            self.wfile.write(b"%x\r\n%b\r\n" % (len(data), data))
            self.wfile.flush()

    return Handler


def _first_word(yes: float) -> dict[str, Any]:
    told = [{"token": word, "logprob": math.log(p), "bytes": None} for word, p in (("Yes", yes), (" no", 1 - yes))]
    message = {"role": "assistant", "content": "Yes"}
    first = {**told[0], "top_logprobs": told}
    choice = {"index": 0, "message": message, "finish_reason": "length", "logprobs": {"content": [first]}}
    return {"id": "x", "object": "chat.completion", "created": 1, "model": "hostile", "choices": [choice]}


def _pieces(text: str, *, endless: bool) -> Iterator[str]:
    while True:
        for start in range(0, len(text), 7):
            yield text[start : start + 7]
        if not endless:
            return


@contextmanager
def hostile_server() -> Iterator[Hostile]:
    """Run the server on a free port of loopback."""
    hostile = Hostile("", Play())
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(hostile))
    server.daemon_threads = True
    hostile.url = f"http://127.0.0.1:{server.server_address[1]}/v1#hostile"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield hostile
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def as_json(*claims: tuple[str, list[int]]) -> str:
    """Return claims in the form that the schema asks for."""
    return json.dumps({"claims": [{"text": text, "sources": sources} for text, sources in claims]}, ensure_ascii=False)
