"""How long the page takes: ``python benchmarks/page.py [--users 20] [--rounds 3]``.

The real server runs as a process over a fresh library. Users speak its own protocol, each in a session of
its own, and ask different questions at the same moment. Prints one JSON object: seconds from the start to the
line that announces the address; from there to the first answer; of one user alone; of all at once (p50, p95,
and p95 as a multiple of one user's); and the longest pause between two updates of any stream.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Barrier
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import httpx

from evals.suites.facts import facts_suite

if TYPE_CHECKING:
    from collections.abc import Iterator

SERVE = """
import sys
from pathlib import Path
from ui.web import serve
serve(port=0, library=Path(sys.argv[1]), announce=lambda address: print(address, flush=True))
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """What one user saw of one question."""

    question: str
    card: str
    """The answer's card as HTML."""
    seconds: float
    longest_pause: float
    """Seconds between two updates of the stream, or before the first."""


class User:
    """One open page, without the browser around it."""

    def __init__(self, address: str) -> None:
        self._http = httpx.Client(base_url=address, timeout=120)
        self._session = uuid4().hex
        config = self._http.get("config").json()
        names = {part["id"]: part["props"].get("elem_id") for part in config["components"]}
        self._handler = next(
            handler for handler in config["dependencies"] if _starts(handler, names, "question", "submit")
        )
        self._inputs = [names[number] for number in self._handler["inputs"]]
        self._answer = [names[number] for number in self._handler["outputs"]].index("answer")

    def ask(self, question: str) -> Asked:
        """Ask, and follow the stream to its end; raises RuntimeError where the server reports a failure."""
        start = last = time.perf_counter()
        pause, card = 0.0, ""
        for message in self._stream(question):
            now = time.perf_counter()
            pause, last = max(pause, now - last), now
            if message["msg"] == "process_generating" and not card:
                card = message["output"]["data"][self._answer]
            if message["msg"] == "process_completed":
                if not message["success"]:
                    raise RuntimeError(f"the page failed on {question!r}")
                return Asked(question, card, now - start, pause)
        raise RuntimeError(f"the stream of {question!r} ended early")

    def _stream(self, question: str) -> Iterator[dict[str, Any]]:
        data = [question if name == "question" else None for name in self._inputs]  # the rest is kept by the server
        body = {"data": data, "fn_index": self._handler["id"], "session_hash": self._session}
        self._http.post("gradio_api/queue/join", json=body).raise_for_status()
        place = {"session_hash": self._session}
        with self._http.stream("GET", "gradio_api/queue/data", params=place) as response:
            for line in response.iter_lines():
                if line.startswith("data:"):
                    yield json.loads(line[5:])


def _starts(handler: dict[str, Any], names: dict[int, str | None], element: str, event: str) -> bool:
    return any(names.get(target) == element and name == event for target, name in handler["targets"])


@contextmanager
def served(library: str) -> Iterator[str]:
    """Serve a page over the library and give its address."""
    command = [sys.executable, "-c", SERVE, library]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def together(address: str, questions: list[str]) -> list[Asked]:
    """Ask all the questions at the same moment, each as a user of its own."""
    users = [User(address) for _ in questions]
    barrier = Barrier(len(users))

    def one(user: User, question: str) -> Asked:
        barrier.wait()
        return user.ask(question)

    with ThreadPoolExecutor(len(users)) as pool:
        return list(pool.map(one, users, questions))


def measure(users: int, rounds: int) -> dict[str, Any]:
    """Return the figures."""
    questions = [case.question for case in facts_suite(None).cases]
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        with served(f"{folder}/library") as address:
            announced = time.perf_counter()
            User(address).ask(questions[0])
            usable = time.perf_counter()
            alone = [User(address).ask(question).seconds for question in questions[:users]]
            crowd = [
                asked
                for number in range(rounds)
                for asked in together(address, [questions[(number + i) % len(questions)] for i in range(users)])
            ]
    seconds = sorted(asked.seconds for asked in crowd)
    p95 = seconds[max(0, round(0.95 * len(seconds)) - 1)]
    one = statistics.median(alone)
    return {
        "start_s": round(announced - start, 2),
        "first_answer_after_start_s": round(usable - announced, 2),
        "one_user_p50_s": round(one, 3),
        "users": users,
        "answers": len(crowd),
        "together_p50_s": round(statistics.median(seconds), 2),
        "together_p95_s": round(p95, 2),
        "p95_as_multiple_of_one": round(p95 / one, 1),
        "longest_pause_s": round(max(asked.longest_pause for asked in crowd), 2),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    print(json.dumps(measure(options.users, options.rounds), indent=2))
