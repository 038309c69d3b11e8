"""Runs are repeatable, survive a kill, keep their time limit, and take any system."""

from __future__ import annotations

import http.server
import json
import signal
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from evals import Case, Suite, facts_suite, injection_suite, report_json, run
from evals.sampling import sampled
from evals.suites.common import ANSWERING
from rag.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SUITE = facts_suite()


def small_suite(size: int) -> Suite:
    cases = tuple(Case(f"case-{n}", f"Question {n}?", "test", f"group-{n}", answers=(str(n),)) for n in range(size))
    return Suite("small", cases, (), ANSWERING)


def echo(question: str) -> str:
    return f"It is {question.removeprefix('Question ').removesuffix('?')}."


def test_several_workers_give_the_same_report_as_one() -> None:
    def slow(question: str) -> str:
        time.sleep(0.001 * (hash(question) % 7))
        return echo(question)

    one = run(echo, suite=small_suite(40))
    many = run(slow, suite=small_suite(40), workers=8)
    assert [scored.to_dict() for scored in one.cases] == [scored.to_dict() for scored in many.cases]
    assert many.metrics == one.metrics


def test_a_case_that_hangs_fails_alone_and_in_time() -> None:
    stop = threading.Event()

    def hanging(question: str) -> str:
        if question == "Question 3?":
            stop.wait(60)
        return echo(question)

    started = time.monotonic()
    report = run(hanging, suite=small_suite(6), time_limit=0.3, workers=2)
    stop.set()
    assert time.monotonic() - started < 10
    assert [scored.case.id for scored in report.cases if scored.failed] == ["case-3"]
    assert report.cases[3].error == "not done within 0.3 s"


def test_progress_is_told_for_every_case() -> None:
    told: list[tuple[int, int]] = []
    run(echo, suite=small_suite(5), progress=lambda done, total: told.append((done, total)))
    assert told == [(n, 5) for n in range(1, 6)]


@pytest.mark.parametrize("size", [1, 10, 41, 108, 500])
def test_a_sample_is_in_proportion_and_in_order(size: int) -> None:
    drawn = sampled(SUITE.cases, size, seed=3)
    assert len(drawn) == min(size, len(SUITE.cases))
    assert drawn == sampled(SUITE.cases, size, seed=3)
    places = [SUITE.cases.index(case) for case in drawn]
    assert places == sorted(places)
    share = sum(case.answerable for case in SUITE.cases) / len(SUITE.cases)
    assert abs(sum(case.answerable for case in drawn) - share * len(drawn)) <= 1


def test_an_attacked_case_and_its_twin_are_drawn_together() -> None:
    drawn = {case.id for case in sampled(injection_suite().cases, 21, seed=1)}
    assert len(drawn) == 20
    assert {f"{name}-clean" for name in drawn if not name.endswith("-clean")} <= drawn


def test_another_seed_draws_others() -> None:
    assert sampled(SUITE.cases, 20, seed=1) != sampled(SUITE.cases, 20, seed=2)


KILLED = """
import sys, time
from evals import run
sys.path.insert(0, sys.argv[2])
import slow_system
run(slow_system.answer, cache=sys.argv[1])
"""
SLOW = """
import pathlib, time
ASKED = pathlib.Path(__file__).with_name("asked.txt")
def answer(question):
    time.sleep(0.02)
    with ASKED.open("a") as out:
        print(question, file=out)
    return {"text": "131 people, on Wednesday.", "abstained": False, "citations": []}
"""


def test_a_run_that_was_killed_goes_on_and_reports_the_same(tmp_path: Path) -> None:
    (tmp_path / "slow_system.py").write_text(SLOW, encoding="utf-8")
    asked, cache = tmp_path / "asked.txt", tmp_path / "cache"
    command = [sys.executable, "-c", KILLED, str(cache), str(tmp_path)]
    child = subprocess.Popen(command)
    while not asked.exists() or len(asked.read_text().splitlines()) < 20:
        assert child.poll() is None
        time.sleep(0.01)
    child.send_signal(signal.SIGKILL)
    child.wait()
    held = sum(len(file.read_text().split("\n\n")) for file in cache.iterdir())
    assert 0 < held < len(SUITE.cases)
    with next(cache.iterdir()).open("a") as out:
        out.write('{"id": "who-paid", "raw": {"te')  # a kill in the middle of a line
    before = len(asked.read_text().splitlines())

    sys.path.insert(0, str(tmp_path))
    try:
        import slow_system  # type: ignore[import-not-found]

        resumed = run(slow_system.answer, cache=cache)
        asked_again = len(asked.read_text().splitlines()) - before
        assert asked_again < len(SUITE.cases) - 10
        whole = run(slow_system.answer)
    finally:
        sys.path.remove(str(tmp_path))
    assert report_json(resumed) == report_json(whole)


def test_another_option_is_another_run(tmp_path: Path) -> None:
    asked: list[str] = []

    def system(question: str, *, k: int) -> str:
        asked.append(question)
        return f"{k}"

    for k, expected in ((1, 5), (1, 5), (2, 10)):
        report = run(system, suite=small_suite(5), options={"k": k}, cache=tmp_path)
        assert len(asked) == expected
        assert {scored.response.text for scored in report.cases if scored.response} == {str(k)}


def test_a_system_gets_only_the_options_that_it_takes() -> None:
    seen: list[dict[str, Any]] = []

    def takes_all(question: str, **options: Any) -> str:
        seen.append(options)
        return ""

    run(echo, suite=small_suite(1), options={"k": 3})
    run(takes_all, suite=small_suite(1), options={"k": 3})
    assert seen == [{"k": 3}]


def test_a_system_is_named_by_its_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "my_rag.py").write_text("def answer(question):\n    return question\nnot_one = 3\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    report = run("python:my_rag:answer", suite=small_suite(2))
    assert (report.system, report.failed) == ("python:my_rag:answer", 0)
    for bad, told in {
        "python:my_rag": "write python:module:function",
        "python:my_rag:nothing": "has no 'nothing'",
        "python:my_rag:not_one": "is not a function",
        "python:no_such_module:f": "cannot be imported",
        "my_rag:answer": "names no system",
    }.items():
        with pytest.raises(BadInput, match=told):
            run(bad, suite=small_suite(1))


class Server(http.server.BaseHTTPRequestHandler):
    reply: tuple[int, str] = (200, "")

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        status, text = self.reply
        text = text or json.dumps({"choices": [{"message": {"content": echo(body["messages"][0]["content"])}}]})
        self.send_response(status)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_: object) -> None:
        """Keep the tests' output clean."""


@pytest.fixture
def server() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_address[1]}/v1#rag"
        running.shutdown()
    Server.reply = (200, "")


def test_a_server_is_asked_over_http(server: str) -> None:
    report = run(server, suite=small_suite(3))
    assert report.metrics["answer_correct"].value == 1.0
    assert report.metrics["right"].value == 1.0  # no proof is known, so none is asked for


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        ((500, "{}"), "status 500"),
        ((200, "hello"), "did not send JSON"),
        ((200, "{}"), "holds no message"),
    ],
)
def test_a_server_that_misbehaves_fails_the_case_and_says_how(server: str, reply: tuple[int, str], told: str) -> None:
    Server.reply = reply
    report = run(server, suite=small_suite(2))
    assert report.failed == 2
    assert told in str(report.cases[0].error)


def test_no_server_fails_the_case() -> None:
    report = run("http://127.0.0.1:9/v1#rag", suite=small_suite(1))
    assert "does not answer" in str(report.cases[0].error)


def test_facts_and_suite_together_are_refused() -> None:
    with pytest.raises(BadInput, match="either"):
        run(echo, facts="a.yaml", suite=SUITE)


def test_citewire_itself_answers_the_packaged_facts_twice_alike() -> None:
    first, second = (run(sample=12, seed=5) for _ in range(2))
    assert first.failed == 0
    assert report_json(first) == report_json(second)
    assert first.metrics["quote_validity"].value == 1.0
