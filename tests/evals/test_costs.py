"""Tokens and times are told where a system states them, and a table sets systems side by side."""

from __future__ import annotations

import http.server
import json
import re
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest

from evals import Case, Price, Score, Suite, cost_of, markdown_table, read_prices, run, side_by_side
from evals.embedded import WARMING
from evals.report_schema import nearest_rank
from evals.spending import CHARACTERS
from evals.suites.common import ANSWERING, NUMBERS
from rag.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

USAGE = {"prompt_tokens": 700, "completion_tokens": 20, "total_tokens": 720}
SUITE = Suite("small", tuple(Case(f"c{n}", f"{n}?", "k", f"g{n}", answers=(str(n),)) for n in range(4)), (), ANSWERING)


def metered(question: str) -> Any:
    usage = {"prompt_tokens": 1000, "completion_tokens": 10} if question != "3?" else None
    return {"text": question, "usage": usage, "first_sentence_seconds": 0.5}


def test_a_run_costs_what_its_tokens_do(tmp_path: Path) -> None:
    report = run(metered, suite=SUITE)
    (tmp_path / "prices.yaml").write_text(f'"{report.system}": {{input: 2, output: 50}}\n')
    cost = cost_of(report, read_prices(tmp_path / "prices.yaml"))
    assert cost.to_dict() == {
        "input_tokens": 3000, "output_tokens": 30, "amount": pytest.approx(0.0075), "stated": 3,
    }  # fmt: skip
    assert cost_of(report, {}).amount is None


@pytest.mark.parametrize("text", ["a: {input: 1}", "a: {input: -1, output: 1}", "- 1", "a: {in: 1, output: 1}", "{"])
def test_a_bad_price_file_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "prices.yaml").write_text(text)
    with pytest.raises(BadInput, match=r"prices\.yaml' is no price file"):
        read_prices(tmp_path / "prices.yaml")
    with pytest.raises(BadInput, match="no price file"):
        read_prices(tmp_path / "none.yaml")


def test_the_first_sentence_is_timed_by_the_system() -> None:
    timing = run(metered, suite=SUITE).to_dict(timing=True)["timing"]
    assert (timing["first_sentence_p50"], timing["first_sentence_p95"]) == (0.5, 0.5)
    assert run(lambda question: question, suite=SUITE).to_dict(timing=True)["timing"]["first_sentence_p50"] is None


@pytest.mark.parametrize(("share", "value"), [(0.5, 2.0), (0.95, 4.0), (0.25, 1.0), (0.0, 1.0), (1.0, 4.0)])
def test_percentiles_are_values_that_occurred(share: float, value: float) -> None:
    assert nearest_rank([4.0, 1.0, 3.0, 2.0], share) == value
    assert nearest_rank([], share) is None


class Writer(http.server.BaseHTTPRequestHandler):
    """A model's server that writes one sentence and tells its tokens, as OpenAI's protocol has it."""

    server: WriterServer

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.asked.append(body)
        if "response_format" in body and not self.server.takes_schema:
            self.send_error(400)
        elif "logprobs" in body:
            self._judge()
        else:
            self._write()

    def _judge(self) -> None:
        """Say yes to everything, so that the opinion is asked for and not heard."""
        first = {"token": "yes", "logprob": -0.1, "bytes": None}
        likely = {**first, "top_logprobs": [first, {**first, "token": "no", "logprob": -2.0}]}
        choice = {"index": 0, "message": {"role": "assistant", "content": "yes"}, "finish_reason": "stop"}
        reply = {"id": "x", "object": "chat.completion", "created": 1, "model": "writer", "usage": USAGE}
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps({**reply, "choices": [{**choice, "logprobs": {"content": [likely]}}]}).encode())

    def _write(self) -> None:
        draft = self.server.text
        head = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "writer"}
        choice = {"index": 0, "delta": {"role": "assistant", "content": draft}, "finish_reason": "stop"}
        usage = USAGE if self.server.tells_usage else None
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        chunks = ({**head, "choices": [choice]}, {**head, "choices": [], "usage": usage})
        with suppress(BrokenPipeError):
            self.wfile.write(b"".join(f"data: {json.dumps(chunk)}\n\n".encode() for chunk in chunks))
            self.wfile.write(b"data: [DONE]\n\n")

    def log_message(self, *_: object) -> None:
        """Keep the tests' output clean."""


class WriterServer(http.server.ThreadingHTTPServer):
    """The server, and what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Writer)
        self.asked: list[str] = []
        self.text = json.dumps({"claims": [{"text": "131 people.", "citations": [1]}]})
        self.takes_schema = True
        self.tells_usage = True

    @property
    def model(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1#writer"


@pytest.fixture
def writer() -> Iterator[WriterServer]:
    with WriterServer() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def test_every_call_of_a_model_is_counted(writer: WriterServer) -> None:
    report = run(model=writer.model, sample=4)
    assert report.failed == 0
    calls = len(writer.asked)
    assert any("logprobs" in body for body in writer.asked)  # the opinion, and the drafts
    assert any("logprobs" not in body for body in writer.asked)
    assert not any(WARMING in body for body in writer.asked)  # a model elsewhere is not asked for nothing
    cost = cost_of(report, {writer.model: Price(input=1, output=2)})
    assert (cost.stated, cost.input_tokens, cost.output_tokens) == (4, 700 * calls, 20 * calls)
    assert cost.amount == pytest.approx((700 + 40) * calls / 1e6)
    assert report.metrics["tokens"].value == pytest.approx(720 * calls / 4)
    assert report.metrics["tokens_written"].value == pytest.approx(20 * calls / 4)
    assert report.metrics["withheld"].value is not None


def test_a_call_that_the_server_refused_costs_nothing(writer: WriterServer) -> None:
    writer.takes_schema = False
    cost = cost_of(run(model=writer.model, sample=2), {})
    refused = sum("response_format" in body for body in writer.asked)
    assert refused == 1
    assert (cost.stated, cost.input_tokens) == (2, 700 * (len(writer.asked) - refused))


def test_where_a_server_tells_no_tokens_none_are_made_up(writer: WriterServer) -> None:
    writer.tells_usage = False
    report = run(model=writer.model, sample=2)
    metric = report.metrics["tokens"]
    drafted = {scored.case.id for scored in report.cases if scored.scores["tokens"].value is None}
    assert drafted
    assert metric.n == 2 - len(drafted)


def test_a_draft_that_was_left_in_the_middle_is_estimated(writer: WriterServer) -> None:
    writer.text = (
        "The talks went round and round and round and came to nothing at all in the end, it said, once more. " * 40
    )
    report = run(model=writer.model, sample=2)
    drafts = sum("logprobs" not in body for body in writer.asked)
    assert drafts
    written = cost_of(report, {}).output_tokens - 20 * (len(writer.asked) - drafts)
    assert written == drafts * (len(writer.text) // CHARACTERS)
    assert cost_of(report, {}).stated == 2


def test_quoting_costs_no_tokens() -> None:
    report = run(model="quote", sample=2)
    assert (report.metrics["tokens"].value, report.metrics["tokens"].n) == (0.0, 2)
    assert report.metrics["own_words"].value in (0.0, None)


CELL = r"\d[\d.,]*( \([\d.,]+ to [\d.,]+, n = \d+\)| \(n = \d+\))"
CHOICE = """right wrong made_up over_refused own_words withheld_a_question tokens_a_question tokens_written_a_question
seconds_a_question,_p50 seconds_a_question,_p95"""


def test_what_one_chooses_a_model_by_stands_in_one_table(writer: WriterServer) -> None:
    reports = [run(model=model, sample=4) for model in ("quote", writer.model)]
    head, rule, *rows = markdown_table([report.to_dict(timing=True) for report in reports]).splitlines()
    assert head == f"| figure | quote | {writer.model} |"
    assert rule == "|---|---|---|"
    assert [row.split(" | ")[0].removeprefix("| ").replace(" ", "_") for row in rows] == CHOICE.split()
    for row in rows:
        cells = row.strip("| ").split(" | ")[1:]
        assert len(cells) == 2
        assert all(re.fullmatch(CELL, cell) for cell in cells), row


def test_a_table_without_answers_has_every_figure() -> None:
    suite = Suite("counts", SUITE.cases, (), {"sentences": lambda *_: Score(1234.5, "so many")}, numbers=NUMBERS)
    body = run(metered, suite=suite).to_dict()
    assert markdown_table([{**body, "system": "a|b\nc"}]).splitlines() == [
        "| figure | a\\|b c |",
        "|---|---|",
        "| sentences | 1,234 (1,234 to 1,234, n = 4) |",
    ]


def test_systems_stand_side_by_side() -> None:
    def refusing(question: str) -> str:
        return ""

    table = side_by_side([run(metered, suite=SUITE), run(refusing, suite=SUITE)])
    right = next(line for line in table.splitlines() if line.startswith("right "))
    assert "1.000 (0.510 to 1.000)" in right
    assert "0.000 (0.000 to 0.490)" in right
    assert [line.split()[:2] for line in table.splitlines() if "seconds" in line] == [
        ["seconds", "p50"],
        ["seconds", "p95"],
    ]
    assert table.splitlines()[0].split()[1:] == [run(metered, suite=SUITE).system, run(refusing, suite=SUITE).system]
