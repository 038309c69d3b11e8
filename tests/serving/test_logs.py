"""The log has a line for each request, with its id, and holds neither questions, nor articles, nor keys."""

from __future__ import annotations

import io
import json
import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.serving.identity import begin_request
from ui.serving.logs import JsonLines

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

SECRET = 'a secret of "some" length ä'
QUESTION = "Who is the president of Uzbekistan?"


@contextmanager
def written(level: int = logging.INFO, **options: Any) -> Iterator[list[dict[str, Any]]]:
    """Give the lines that are logged inside, once it is left."""
    lines: list[dict[str, Any]] = []
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines(**options))
    logger = logging.getLogger("citewire")
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(level)
    try:
        yield lines
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before)
        lines.extend(json.loads(line) for line in stream.getvalue().splitlines())


def test_each_request_has_a_line_with_the_id_that_its_answer_carries(api: httpx.Client) -> None:
    with written() as lines:
        response = api.post("/ask", json={"question": QUESTION}, headers={"X-Request-ID": "from-a-proxy.1"})
        listed = api.get("/articles", params={"q": "a private search"})
        found = listed.json()["articles"]
    assert response.json()["request_id"] == response.headers["X-Request-ID"] == "from-a-proxy.1"
    assert [line["outcome"] for line in lines if line["message"] == "work"] == ["answered"]
    asked, searched = (line for line in lines if line["message"] == "request")
    assert (asked["route"], asked["status"], asked["request_id"]) == ("/ask", 200, "from-a-proxy.1")
    assert searched["request_id"] == listed.headers["X-Request-ID"]
    assert found == []
    for words in (QUESTION, "Mirziyoyev", "private"):
        assert words not in json.dumps(lines)


@pytest.mark.parametrize("wished", ["", "two words", "x" * 65, "a\nb", "{}", "-a", "ä"])
def test_an_id_that_could_mislead_a_reader_of_the_log_is_not_taken(wished: str) -> None:
    assert begin_request(wished) != wished


def test_ids_and_names_are_no_part_of_a_route(api: httpx.Client) -> None:
    with written() as lines:
        api.get("/articles/some-private-name/text")
        api.get("/no/such/private/place")
    assert [line["route"] for line in lines] == ["/articles/{article_id}/text", "page"]


@pytest.mark.parametrize(("told", "said"), [(False, None), (True, "what an article says")])
def test_of_an_unforeseen_error_only_kind_and_place_are_told(told: bool, said: str | None) -> None:
    with written(told=told) as lines:
        try:
            raise ZeroDivisionError("what an article says")
        except ZeroDivisionError:
            logging.getLogger("citewire").exception("a question failed")
    assert (lines[0]["error"], lines[0].get("error_message")) == ("ZeroDivisionError", said)
    assert "test_logs.py" in lines[0]["places"][0]


@given(st.text(), st.text())
def test_no_secret_is_written(before: str, after: str) -> None:
    record = logging.makeLogRecord({"msg": "%s", "args": (before + SECRET + after,), "about": [SECRET]})
    line = JsonLines([SECRET]).format(record)
    assert SECRET not in json.dumps(json.loads(line), ensure_ascii=False)
    assert json.loads(line)["about"] == ["[hidden]"]
    assert "\n" not in line


def test_metrics_count_requests_and_answers(api: httpx.Client) -> None:
    api.post("/ask", json={"question": QUESTION})
    api.post("/ask", json={"question": "What did Turkey say?"})
    text = api.get("/metrics").text
    values = dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
    assert float(values['citewire_work_total{kind="question",outcome="answered"}']) >= 1
    assert float(values['citewire_work_total{kind="question",outcome="refused"}']) >= 1
    assert float(values['citewire_requests_total{method="POST",route="/ask",status="200"}']) >= 2
    assert float(values["citewire_line_waiting"]) == 0
    assert float(values["process_resident_memory_bytes"]) > 0
    assert api.get("/metrics").headers["content-type"].startswith("text/plain")


def test_health_and_readiness(api: httpx.Client) -> None:
    assert api.get("/healthz").json()["status"] == "ok"
    assert api.get("/readyz").json()["status"] == "ok"
