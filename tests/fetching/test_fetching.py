"""Pages are fetched within limits, where robots are welcome, and not again while they are as they were."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest

from rag.adapters.web.addresses import checked_address
from rag.errors import UnreadableFile

if TYPE_CHECKING:
    from rag.adapters.web import Fetcher

Make = Any


def refused(url: str, fetcher: Fetcher) -> str:
    with pytest.raises(UnreadableFile) as caught:
        fetcher.fetch(url)
    return str(caught.value)


def test_a_page_comes_with_where_it_was_found(site: Any, fetcher: Make) -> None:
    site.put("/old", status=301, Location="/new#part")
    site.put("/new", gzip.compress(b"<p>page</p>"), Content_Encoding="gzip", Content_Type="text/html; charset=utf-8")
    page = fetcher().fetch(site.url("/old"))
    assert (page.url, page.data, page.media_type) == (site.url("/new"), b"<p>page</p>", "text/html; charset=utf-8")


def test_the_user_agent_says_who_asks(site: Any, fetcher: Make) -> None:
    site.put("/", b"page")
    fetcher().fetch(site.url("/"))
    assert all(headers["User-Agent"].startswith("Citewire/") for _, _, headers in site.asked)


def test_what_is_as_it_was_is_not_sent_again(site: Any, fetcher: Make) -> None:
    site.put("/feed", b"page", ETag='"1"')
    fetched = fetcher()
    page = fetched.fetch(site.url("/feed"))
    assert page.etag == '"1"'
    again = fetched.fetch(site.url("/feed"), etag=page.etag)
    assert (again.unchanged, again.data) == (True, b"")


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        (b"User-agent: *\nDisallow: /", "/a", False),
        (b"User-agent: citewire\nDisallow: /private\n\nUser-agent: *\nDisallow: /", "/a", True),
        (b"User-agent: citewire\nDisallow: /private", "/private/a", False),
        (b"User-agent: *\nDisallow: /*.php$\nAllow: /", "/a.php", False),
        (b"\xff\xfe nonsense", "/a", True),
    ],
)
def test_robots_txt_is_obeyed(rules: bytes, path: str, allowed: bool, site: Any, fetcher: Make) -> None:
    site.put("/robots.txt", rules)
    site.put(path, b"page")
    if allowed:
        assert fetcher().fetch(site.url(path)).data == b"page"
    else:
        assert "robots.txt does not let" in refused(site.url(path), fetcher())
        assert path not in site.paths
    assert fetcher(robots=False).fetch(site.url(path)).data == b"page"


def test_rules_that_cannot_be_had_allow_nothing(site: Any, fetcher: Make) -> None:
    site.put("/robots.txt", status=503)
    site.put("/", b"page")
    assert "cannot be had" in refused(site.url("/"), fetcher())


def test_redirects_end(site: Any, fetcher: Make) -> None:
    site.put("/loop", status=302, Location="/loop")
    assert "redirects more than 5 times" in refused(site.url("/loop"), fetcher())
    assert site.paths.count("/loop") == 6


@pytest.mark.parametrize(
    ("body", "headers", "said"),
    [
        (b"x" * 2_001, {}, "more than 0 MB"),
        (gzip.compress(b"\0" * 50_000_000), {"Content_Encoding": "gzip"}, "more than 0 MB"),
        (b"not gzip", {"Content_Encoding": "gzip"}, "is damaged on its way"),
        (b"x", {"Content_Encoding": "br"}, "packed as 'br'"),
    ],
    ids=["large", "bomb", "damaged", "unknown"],
)
def test_a_body_is_read_within_limits(body: bytes, headers: dict, said: str, site: Any, fetcher: Make) -> None:
    site.put("/", body, **headers)
    assert said in refused(site.url("/"), fetcher(most=2_000))


def test_a_server_that_says_nothing_is_left(site: Any, fetcher: Make) -> None:
    site.pages["/"] = (200, {"Content-Length": "10"}, [b"x"])
    assert "says nothing" in refused(site.url("/"), fetcher(seconds=0.3))


def test_a_server_that_sends_a_byte_now_and_then_is_left(fetcher: Make) -> None:
    """Each byte comes within the time to wait for one; the page's own time ends it, in the headers already."""

    def drip(listening: socket.socket) -> None:
        with suppress(OSError):
            connection, _ = listening.accept()
            with connection:
                for byte in b"HTTP/1.1 200 OK\r\nX: " + b"x" * 1_000:
                    connection.sendall(bytes([byte]))
                    time.sleep(0.05)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=drip, args=(listening,), daemon=True)
        thread.start()
        started = time.monotonic()
        port = listening.getsockname()[1]
        assert "says nothing" in refused(f"http://news.example:{port}/", fetcher(seconds=0.5, robots=False))
        assert time.monotonic() - started < 5
    thread.join(timeout=10)


@pytest.mark.parametrize(
    ("status", "said"), [(404, "has no such page"), (403, "refuses us"), (500, "answers with 500")]
)
def test_a_page_that_is_not_there_is_told(status: int, said: str, site: Any, fetcher: Make) -> None:
    site.put("/", status=status)
    assert said in refused(site.url("/"), fetcher())


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("HTTP://News.Example/a#b", "http://news.example/a"),
        ("https://news.example?utm_source=x&id=3", "https://news.example/?id=3"),
        ("https://münchen.example/ä", "https://xn--mnchen-3ya.example/ä"),
        ("https://news.example:443/a?x=%20", "https://news.example:443/a?x=%20"),
    ],
)
def test_addresses_are_written_in_one_way(url: str, place: str) -> None:
    assert checked_address(url) == place
