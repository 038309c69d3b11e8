"""Who may do what. ``docs/operations.md`` has this as a table, whose rows name these tests."""

from __future__ import annotations

import socket
import time
from base64 import b64encode
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from rag.errors import BadInput
from ui.serving.bounds import Rates
from ui.serving.guard import SameSite, checked_access, given_secret, is_own
from ui.serving.options import Access, Limits

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from contextlib import AbstractContextManager

    from rag import Pipeline

    Serve = Callable[..., AbstractContextManager[httpx.Client]]

TOKEN, PASSWORD = "tok-0123456789abcdef", "a long password: ä"
FOREIGN, FRIEND = "https://outside.example", "https://news.example"
ROUTES = (
    ("GET", "/"),
    ("GET", "/articles"),
    ("GET", "/articles/none/text"),
    ("GET", "/metrics"),
    ("GET", "/openapi.json"),
    ("GET", "/v1/models"),
    ("POST", "/ask"),
    ("POST", "/summarise"),
    ("POST", "/ingest"),
    ("POST", "/articles"),
    ("POST", "/v1/chat/completions"),
    ("POST", "/mcp"),
    ("DELETE", "/articles/none"),
    ("GET", "/gradio_api/info"),
    ("GET", "/no/such/place"),
)
QUESTION = {"question": "Who is Kristi Noem?"}


@pytest.fixture(scope="module")
def guarded(serve: Serve, shared_pipeline: Pipeline) -> Generator[httpx.Client]:
    """A server as it is on another address than loopback: with keys, one friendly site, and a small limit."""
    access = Access(secrets=(PASSWORD, TOKEN), origins=(FRIEND,), read_only=True)
    limits = Limits(body_bytes=200_000, body_s=0.5, header_s=0.5)
    with serve(shared_pipeline, access=access, limits=limits) as client:
        yield client


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def basic(password: str) -> dict[str, str]:
    return {"Authorization": "Basic " + b64encode(f"anyone:{password}".encode()).decode()}


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_without_a_token_nothing_is_served(guarded: httpx.Client, method: str, path: str) -> None:
    response = guarded.request(method, path)
    assert response.status_code == 401
    assert response.json()["error"]["code"] == "no_key"
    assert "Basic" in response.headers["WWW-Authenticate"]


@pytest.mark.parametrize(
    "headers",
    [
        bearer("tok-0123456789abcdeX"),
        bearer(TOKEN[:-1]),
        {"Authorization": "Bearer"},
        basic("wrong"),
        {"Authorization": TOKEN},
        {"Authorization": "Basic %%%"},
        {"Authorization": "Basic"},
        {"Cookie": f"token={TOKEN}"},
    ],
)
def test_with_a_wrong_token_nothing_is_served(guarded: httpx.Client, headers: dict[str, str]) -> None:
    assert guarded.get("/articles", headers=headers).status_code == 401


@pytest.mark.parametrize("headers", [bearer(TOKEN), basic(PASSWORD), basic(TOKEN), bearer(TOKEN) | {"X-Other": "1"}])
def test_with_the_token_or_the_password_all_is_served(guarded: httpx.Client, headers: dict[str, str]) -> None:
    assert guarded.get("/articles", headers=headers).status_code == 200


def test_the_description_says_how_to_send_it(guarded: httpx.Client, api: httpx.Client) -> None:
    described = guarded.get("/openapi.json", headers=bearer(TOKEN)).json()
    assert set(described["components"]["securitySchemes"]) == {"token", "password"}
    assert "securitySchemes" not in api.get("/openapi.json").json()["components"]


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_is_told_without_a_token(guarded: httpx.Client, path: str) -> None:
    assert set(guarded.get(path).json()) == {"status", "reason"}


@pytest.mark.parametrize(("method", "path"), [*ROUTES, ("GET", "/healthz")])
@pytest.mark.parametrize("origin", [FOREIGN, "null", "http://127.0.0.1:1", "https://news.example.outside.example"])
def test_a_page_of_a_foreign_origin_is_refused(guarded: httpx.Client, method: str, path: str, origin: str) -> None:
    response = guarded.request(method, path, headers={"Origin": origin, **bearer(TOKEN)})
    assert (response.status_code, response.json()["error"]["code"]) == (403, "foreign")
    assert "access-control-allow-origin" not in response.headers


@pytest.mark.parametrize("host", ["outside.example", "localhost.outside.example:80", "", "127.0.0.2", "[::", "a:b:c"])
def test_a_foreign_host_is_refused(guarded: httpx.Client, host: str) -> None:
    assert guarded.get("/healthz", headers={"Host": host}).status_code in {400, 403}


def test_an_allowed_origin_is_served_and_its_page_may_read(guarded: httpx.Client) -> None:
    response = guarded.get("/articles", headers={"Origin": FRIEND, **bearer(TOKEN)})
    assert (response.status_code, response.headers["access-control-allow-origin"]) == (200, FRIEND)
    wish = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization,content-type"}
    assert guarded.options("/ask", headers={"Origin": FRIEND, **wish}).status_code == 200
    assert guarded.get("/healthz", headers={"Host": "news.example"}).status_code == 200


def test_the_servers_own_page_is_served(guarded: httpx.Client) -> None:
    own = str(guarded.base_url).rstrip("/")
    assert guarded.get("/articles", headers={"Origin": own, **bearer(TOKEN)}).status_code == 200


def test_on_another_address_a_bare_address_is_no_foreign_host() -> None:
    from starlette.datastructures import Headers

    guard = SameSite(lambda *_: None, access=Access(host="0.0.0.0", secrets=(TOKEN,)))  # type: ignore[arg-type]
    assert guard.allows(Headers({"host": "192.0.2.7:7860"}))
    assert not guard.allows(Headers({"host": "outside.example:7860"}))


@pytest.mark.parametrize(
    ("method", "path", "how"),
    [
        ("POST", "/ingest", {"files": [("files", ("a.md", b"Ann came. She left."))]}),
        ("POST", "/articles", {"json": {"text": "Ann came. She left."}}),
        ("DELETE", "/articles/none", {}),
    ],
)
def test_a_read_only_library_is_not_changed(guarded: httpx.Client, method: str, path: str, how: dict[str, Any]) -> None:
    response = guarded.request(method, path, headers=bearer(TOKEN), **how)
    assert (response.status_code, response.json()["error"]["code"]) == (403, "read_only")


@pytest.mark.parametrize(
    "path", ["/articles/..%2F..%2Fetc%2Fpasswd", "/articles/%2e%2e/text", "/articles/../../etc/passwd"]
)
def test_a_traversing_name_leads_nowhere(guarded: httpx.Client, path: str) -> None:
    response = guarded.get(path, headers=bearer(TOKEN))
    assert response.status_code == 404
    assert "root:" not in response.text


@pytest.mark.parametrize("declared", [True, False])
def test_an_oversized_body_is_refused(guarded: httpx.Client, declared: bool) -> None:
    body = b"x" * 300_000
    content = body if declared else iter([body[:150_000], body[150_000:]])
    response = guarded.post("/ask", content=content, headers=bearer(TOKEN))
    assert (response.status_code, response.json()["error"]["code"]) == (413, "too_large")


def test_a_slow_body_is_cut_off(guarded: httpx.Client) -> None:
    address = (guarded.base_url.host, guarded.base_url.port)
    with socket.create_connection(address, timeout=10) as slow:
        head = (
            f"POST /ask HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {TOKEN}\r\nContent-Length: 100\r\n\r\n{{"
        )
        slow.sendall(head.encode())
        assert slow.recv(1000).startswith(b"HTTP/1.1 408")


def test_a_body_is_not_taken_from_a_stranger(guarded: httpx.Client) -> None:
    address = (guarded.base_url.host, guarded.base_url.port)
    with socket.create_connection(address, timeout=10) as stranger:
        stranger.sendall(b"POST /ingest HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n\r\n")
        assert stranger.recv(1000).startswith(b"HTTP/1.1 401")


def test_a_thousand_open_connections_keep_nobody_out(guarded: httpx.Client) -> None:
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, 4096)), hard))
    address = (guarded.base_url.host, guarded.base_url.port)
    idle = [socket.create_connection(address, timeout=10) for _ in range(1000)]
    try:
        begun = time.monotonic()
        assert guarded.get("/articles", headers=bearer(TOKEN)).status_code == 200
        assert time.monotonic() - begun < 5
        idle[0].settimeout(10)
        assert hung_up(idle[0])  # who never asks is not kept
    finally:
        for connection in idle:
            connection.close()


def hung_up(connection: socket.socket) -> bool:
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True


def test_who_asks_too_often_is_told_when_to_come_again(serve: Serve, shared_pipeline: Pipeline) -> None:
    with serve(shared_pipeline, limits=Limits(per_minute=3)) as client:
        statuses = [client.post("/ask", json={}).status_code for _ in range(5)]
        assert statuses == [422, 422, 422, 429, 429]
        refused = client.post("/ask", json=QUESTION)
        assert refused.json()["error"]["code"] == "too_often"
        assert 1 <= int(refused.headers["Retry-After"]) <= 20
        assert client.get("/articles").status_code == 200


def test_turns_come_back_with_time_and_only_so_many_clients_are_remembered() -> None:
    rates = Rates(lambda *_: None, limits=Limits(per_minute=60))  # type: ignore[arg-type]
    assert [rates.wait_of("a", 0.0) for _ in range(60)] == [0.0] * 60
    assert rates.wait_of("a", 0.0) == pytest.approx(1.0)
    assert rates.wait_of("a", 1.0) == 0.0
    assert rates.wait_of("b", 1.0) == 0.0
    for number in range(20_000):
        rates.wait_of(str(number), 2.0)
    assert len(rates._left) <= 10_000


@pytest.mark.parametrize(
    "access",
    [
        Access(host="0.0.0.0"),
        Access(host="192.0.2.7", secrets=("short",)),
        Access(secrets=("short",)),
        Access(origins=("news.example",)),
        Access(origins=("https://news.example/path",)),
        Access(origins=("*",)),
    ],
)
def test_a_server_that_would_be_open_to_strangers_does_not_start(access: Access) -> None:
    with pytest.raises(BadInput):
        checked_access(access)


def test_only_the_user_of_this_machine_may_name_a_model() -> None:
    assert is_own(Access())
    for access in (
        Access(host="0.0.0.0"),
        Access(secrets=(TOKEN,)),
        Access(origins=(FRIEND,)),
        Access(proxies=("::1",)),
    ):
        assert not is_own(access)


def test_no_representation_of_the_access_holds_a_secret() -> None:
    assert TOKEN not in repr(Access(secrets=(TOKEN,)))
    assert given_secret(basic(PASSWORD)["Authorization"]) == PASSWORD.encode()
    assert given_secret(f"Bearer {PASSWORD}".encode().decode("latin-1")) == PASSWORD.encode()
