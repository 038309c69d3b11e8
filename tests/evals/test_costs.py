"""Tokens and times are told where a system states them, and a table sets systems side by side."""

from __future__ import annotations

import http.server
import json
import threading
from typing import TYPE_CHECKING, Any

import pytest

from evals import Case, Price, Suite, cost_of, read_prices, run, side_by_side
from evals.report_schema import nearest_rank
from evals.suites.common import ANSWERING
from rag.errors import BadInput

if TYPE_CHECKING:
    from pathlib import Path

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

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        draft = json.dumps({"claims": [{"text": "131 people.", "citations": [1]}]})
        head = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "writer"}
        choice = {"index": 0, "delta": {"role": "assistant", "content": draft}, "finish_reason": "stop"}
        usage = {"prompt_tokens": 700, "completion_tokens": 20, "total_tokens": 720}
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        for chunk in ({**head, "choices": [choice]}, {**head, "choices": [], "usage": usage}):
            self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
        self.wfile.write(b"data: [DONE]\n\n")

    def log_message(self, *_: object) -> None:
        """Keep the tests' output clean."""


def test_citewires_own_model_tells_its_tokens() -> None:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Writer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        model = f"http://127.0.0.1:{server.server_address[1]}/v1#writer"
        report = run(model=model, sample=2)
        server.shutdown()
    assert report.failed == 0
    cost = cost_of(report, {model: Price(input=1, output=2)})
    calls = cost.input_tokens // 700
    assert calls >= 1
    assert (cost.input_tokens, cost.output_tokens) == (700 * calls, 20 * calls)
    assert cost.amount == pytest.approx((700 + 40) * calls / 1e6)


def test_systems_stand_side_by_side() -> None:
    def refusing(question: str) -> str:
        return ""

    table = side_by_side([run(metered, suite=SUITE), run(refusing, suite=SUITE)])
    right = next(line for line in table.splitlines() if line.startswith("right "))
    assert "1.000 (0.510 to 1.000)" in right
    assert "0.000 (0.000 to 0.490)" in right
    assert table.splitlines()[0].split()[1:] == [run(metered, suite=SUITE).system, run(refusing, suite=SUITE).system]
