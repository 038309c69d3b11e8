"""The server answers only to its own page, and tells the browser what that page may do."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from ui.web.security import policy

if TYPE_CHECKING:
    from http.client import HTTPResponse

OUTSIDE = "http://outside.example"


def get(address: str, **headers: str) -> HTTPResponse:
    request = Request(address, headers={name.replace("_", "-"): value for name, value in headers.items()})
    response: HTTPResponse = urlopen(request, timeout=20)
    return response


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": OUTSIDE},
        {"Origin": "null"},
        {"Host": "outside.example"},
        {"Host": "outside.example:7860"},
        {"Host": ""},
        {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "no-cors"},
    ],
)
@pytest.mark.parametrize("path", ["", "config", "gradio_api/upload", "citewire/page.js"])
def test_what_comes_from_another_site_is_refused(site: str, path: str, headers: dict[str, str]) -> None:
    with pytest.raises(HTTPError, match="403"):
        get(site + path, **headers)


def test_the_page_itself_and_a_link_to_it_are_served(site: str) -> None:
    assert get(site, Origin=site.rstrip("/")).status == 200
    assert get(site, Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="navigate").status == 200


def test_the_policy_lets_only_the_pages_own_scripts_run(site: str) -> None:
    response = get(site, Accept_Encoding="gzip, br")
    body = response.read().decode()
    allowed = response.headers["Content-Security-Policy"]
    scripts = dict(part.split(" ", 1) for part in allowed.split("; "))["script-src"]
    assert "'unsafe-inline'" not in scripts
    assert "http" not in allowed
    assert "default-src 'none'" in allowed
    assert "frame-ancestors 'none'" in allowed
    inline = body.split("<script>", 1)[1].split("</script>", 1)[0]
    digest = base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in scripts


@pytest.mark.parametrize("path", ["", "config", "citewire/page.css", "theme.css", "nothing-here"])
def test_every_response_carries_the_headers(site: str, path: str) -> None:
    try:
        response: HTTPResponse | HTTPError = get(site + path)
    except HTTPError as error:
        response = error
    headers = response.headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "default-src 'none'" in headers["Content-Security-Policy"]


def test_no_handler_is_public(site: str) -> None:
    api = json.load(get(f"{site}gradio_api/info"))
    assert api == {"named_endpoints": {}, "unnamed_endpoints": {}}


@pytest.mark.parametrize("path", ["docs", "gradio_api/file=/etc/passwd", "citewire/../server.py"])
def test_nothing_else_is_served(site: str, path: str) -> None:
    try:
        body = get(site + path).read()
    except HTTPError:
        return
    assert b"<gradio-app" in body or not body.strip()


def test_a_script_with_a_source_needs_no_hash() -> None:
    assert "sha256" not in policy(b'<script src="a.js"></script><p>no script</p>')
