"""Programs ask, summarise, add and list over HTTP, whole or as a stream."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from rag.stages.proof.saved import read_proof
from ui.serving.options import Limits
from ui.serving.service import open_service
from ui.serving.storing import bare_name

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

    from rag import Pipeline

WHO = "Who is the president of Uzbekistan?"
CHAT = [{"role": "user", "content": WHO}]
STORY = (
    b"# Ferry runs aground\n\nThe ferry Aurora ran aground near Bergen on 3 May 2024. All 212 passengers are safe.\n"
)


def events(client: httpx.Client, path: str, body: dict[str, Any], **headers: str) -> list[tuple[str, dict[str, Any]]]:
    with client.stream("POST", path, json=body, headers=headers) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        blocks = response.read().decode().split("\n\n")
    pairs = [block.split("\ndata: ", 1) for block in blocks if block]
    return [(name.removeprefix("event: "), json.loads(data)) for name, data in pairs]


def article_id(client: httpx.Client) -> str:
    first: str = client.get("/articles").json()["articles"][0]["article_id"]
    return first


def test_an_answer_is_the_public_record_with_the_requests_id(api: httpx.Client) -> None:
    response = api.post("/ask", json={"question": WHO})
    answer = response.json()
    assert response.status_code == 200
    assert answer["schema"] == "citewire.answer/1"
    assert answer["request_id"]
    assert "Mirziyoyev" in answer["text"]
    citation = answer["claims"][0]["citations"][0]
    assert read_proof(response.content).statements  # what is saved of it can be verified
    text = api.get(f"/articles/{citation['article_id']}/text").text
    assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_what_is_asked_can_be_narrowed_to_a_time(api: httpx.Client) -> None:
    later = {"question": WHO, "filters": {"since": "2040-01-01"}}
    assert api.post("/ask", json=later).json()["abstained"]
    assert not api.post("/ask", json={"question": WHO, "filters": {}}).json()["abstained"]


def test_a_follow_up_is_understood_from_its_history(api: httpx.Client) -> None:
    history = [{"question": "Who is Kristi Noem?", "answer": "Kristi Noem is the DHS Secretary."}]
    wish = {"question": "What did she say?", "history": history, "stream": True}
    told = events(api, "/ask", wish)
    assert told[0][0] == "waiting"
    assert "Noem" in dict(told)["rewritten"]["question"]


def test_a_refusal_is_an_answer_too(api: httpx.Client) -> None:
    answer = api.post("/ask", json={"question": "What did Turkey say?"}).json()
    assert (answer["abstained"], answer["claims"]) == (True, [])
    assert "Turkey" in answer["reason"]


@pytest.mark.parametrize("how", [{"stream": True}, {}])
def test_an_answer_streams_in_order(api: httpx.Client, how: dict[str, Any]) -> None:
    headers = {} if how else {"Accept": "text/event-stream"}
    told = events(api, "/ask", {"question": WHO, **how}, **headers)
    names = [name for name, _ in told]
    assert names[0] == "waiting"
    assert names.index("sources") < names.index("claim") < names.index("answer") == len(names) - 1
    assert told[-1][1]["claims"] == [data for name, data in told if name == "claim"]
    assert told[-1][1]["request_id"]


def test_a_summary_streams_and_comes_whole(api: httpx.Client) -> None:
    wish = {"articles": [article_id(api)], "sentences": 2}
    whole = api.post("/summarise", json=wish).json()
    assert whole["schema"] == "citewire.summary/1"
    assert 1 <= len(whole["claims"]) <= 2
    told = events(api, "/summarise", {**wish, "stream": True})
    assert told[-1][0] == "summary"
    assert told[-1][1]["text"] == whole["text"]


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("/ask", {"question": " ?! "}, 400, "bad_input"),
        ("/ask", {"question": "x" * 2001}, 400, "bad_input"),
        ("/ask", {"question": WHO, "articles": ["none"]}, 404, "unknown_article"),
        ("/ask", {"question": WHO, "articels": []}, 422, "invalid"),
        ("/ask", {"question": 7}, 422, "invalid"),
        ("/ask", {"question": WHO, "filters": {"since": "2025-02-30"}}, 400, "bad_input"),
        ("/ask", {"question": WHO, "filters": {"since": "yesterday"}}, 422, "invalid"),
        ("/summarise", {"articles": ["../../etc/passwd"]}, 404, "unknown_article"),
        ("/summarise", {"articles": ["/etc/passwd"]}, 404, "unknown_article"),
        ("/summarise", {"articles": []}, 422, "invalid"),
    ],
)
def test_what_is_wrong_is_told_in_one_shape(
    api: httpx.Client, path: str, body: dict[str, Any], status: int, code: str
) -> None:
    response = api.post(path, json=body)
    assert response.status_code == status
    assert response.json()["error"]["code"] == code
    assert set(response.json()) == {"error", "request_id"}


def test_a_stream_that_fails_ends_with_an_error(api: httpx.Client) -> None:
    told = events(api, "/ask", {"question": WHO, "articles": ["none"], "stream": True})
    assert told[-1][0] == "error"
    assert told[-1][1]["error"]["code"] == "unknown_article"


@pytest.mark.parametrize("body", [{"stream": True}, {}])
def test_who_finds_the_line_full_gets_429_before_anything_else(
    serve: Callable[..., Any], shared_pipeline: Pipeline, body: dict[str, Any]
) -> None:
    service = open_service(shared_pipeline, limits=Limits(most_waiting=0))
    with serve(shared_pipeline, service=service) as client:
        for _ in range(service.work.line.length):
            service.work.line.enter()
        for path, wish in (("/ask", {"question": WHO}), ("/v1/chat/completions", {"messages": CHAT})):
            refused = client.post(path, json={**wish, **body})
            assert (refused.status_code, refused.json()["error"]["code"]) == (429, "busy")
            assert int(refused.headers["Retry-After"]) >= 1


def test_articles_are_added_found_read_and_removed(shelf_api: httpx.Client) -> None:
    added = shelf_api.post(
        "/ingest", files=[("files", ("../../ferry.md", STORY)), ("files", ("a.png", b"\x89PNG\r\n\x1a\n"))]
    )
    assert added.status_code == 200
    first, second = added.json()["results"]
    assert (first["status"], first["name"], second["status"]) == ("added", "ferry.md", "refused")
    assert "PNG" in second["reason"]
    again = shelf_api.post("/ingest", files=[("files", ("other.md", STORY))]).json()["results"][0]
    assert (again["status"], again["article_id"]) == ("unchanged", first["article_id"])
    pasted = shelf_api.post("/articles", json={"text": "The bridge in Oslo was closed.", "title": "Bridge"}).json()
    assert pasted["results"][0]["status"] == "added"
    found = shelf_api.get("/articles", params={"q": "ferry"}).json()
    assert (found["total"], found["articles"][0]["source"]) == (1, "uploaded/ferry.md")
    assert shelf_api.get(f"/articles/{first['article_id']}").json()["text"] == STORY.decode()
    assert shelf_api.delete(f"/articles/{first['article_id']}").json()["title"] == "Ferry runs aground"
    assert shelf_api.delete(f"/articles/{first['article_id']}").status_code == 404


@pytest.mark.parametrize(
    ("name", "data", "status"),
    [
        ("story.txt", b"%PDF-1.7 ...", 400),
        ("story.md", b"\x7fELF\x02", 415),
        ("story.html", b"\x89PNG\r\n\x1a\n", 415),
        ("story.md", b"PK\x03\x04", 400),
        ("story.md", b"text \x00 text", 415),
        ("story.md", b"caf\xe9", 400),
        ("story.md", b"  \n", 400),
    ],
)
def test_a_file_is_what_its_bytes_are(shelf_api: httpx.Client, name: str, data: bytes, status: int) -> None:
    response = shelf_api.post("/ingest", files=[("files", (name, data, "text/markdown"))])
    assert response.status_code == status
    assert response.json()["results"][0]["status"] == "refused"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("C:\\news\\a.md", "a.md"),
        ("/abs/a.md", "a.md"),
        ("..", "article"),
        ("", "article"),
        ("a\x00\r\nb.md", "ab.md"),
        ("x" * 300 + ".md", "x" * 197 + ".md"),
    ],
)
def test_a_files_name_has_no_folders(sent: str, kept: str) -> None:
    assert bare_name(sent) == kept


def test_an_articles_text_is_never_a_page(api: httpx.Client) -> None:
    headers = api.get(f"/articles/{article_id(api)}/text").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Type"].startswith("text/plain")


def test_the_description_names_every_route(api: httpx.Client) -> None:
    described = api.get("/openapi.json").json()
    assert {"/ask", "/summarise", "/ingest", "/articles", "/articles/{article_id}"} <= set(described["paths"])
    assert described["paths"]["/ask"]["post"]["operationId"] == "ask"
