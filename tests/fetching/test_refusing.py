"""Nobody who chooses an address reaches what is not public, whatever it is written as or leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.adapters.web import Fetcher
from rag.adapters.web.addresses import checked_address, is_public
from rag.errors import UnreadableFile

if TYPE_CHECKING:
    from collections.abc import Callable

ATTEMPTS = [
    "http://127.0.0.1/",  # loopback
    "http://localhost/",
    "http://127.1/",  # short
    "http://2130706433/",  # one number
    "http://0x7f000001/",  # hexadecimal
    "http://0177.0.0.1/",  # octal
    "http://0.0.0.0/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",  # IPv4 in IPv6
    "http://[::ffff:a00:1]/",
    "http://[64:ff9b::7f00:1]/",  # NAT64
    "http://[64:ff9b:1::a00:1]/",  # NAT64 of one's own network
    "http://[::ffff:0:7f00:1]/",  # translated without state
    "http://[::7f00:1]/",  # compatible, long out of use
    "http://[2002:7f00:1::]/",  # 6to4
    "http://[2001:0:4136:e378:8000:63bf:f5ff:fffe]/",  # Teredo
    "http://[2001:4860::5efe:a00:1]/",  # ISATAP
    "http://[fe80::1]/",
    "http://[fe80::1%25eth0]/",
    "http://[fec0::1]/",  # local to a site, long out of use
    "http://[4000::1]/",  # not given out
    "http://[3fff::1]/",  # for documents
    "http://[::]/",
    "http://[::1].news.example/",
    "http://[v1.news.example]/",
    "http://[fd00:ec2::254]/",  # metadata of a cloud over IPv6
    "http://10.0.0.1/",
    "http://172.16.5.4/",
    "http://192.168.1.1/admin",
    "http://169.254.169.254/latest/meta-data/",
    "http://100.100.100.200/latest/meta-data/",  # shared address space
    "http://192.0.0.192/latest/",  # metadata of a cloud among IETF's own
    "http://192.88.99.1/",  # relays of 6to4
    "http://198.18.0.1/",  # for measurements
    "http://240.0.0.1/",
    "http://017700000001/",
    "http://0x7f.1/",
    "http://0/",
    "http://127.0.0.1./",
    "http://localhost./",
    "http://localhost%2e/",
    "http://127。0。0。1/",
    "http://news.example\\@127.0.0.1/",
    "http://news.example%23@127.0.0.1/",
    "http:\\\\127.0.0.1\\",
    "http:127.0.0.1",
    "//127.0.0.1/",
    "http://news.example:0/",
    "http://news.example:99999/",
    "jar:http://news.example/",
    "data:text/html,<p>page",
    "http://168.63.129.16/machine",  # a cloud's own service at a public address
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "http://metadata.example/",  # a name for a private address
    "http://mixed.example/",  # one public and one private address
    "http://gone.example/",  # no address
    "http://user:secret@news.example/",
    "http://news.example:22/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:6379/_FLUSHALL",
    "ftp://news.example/a",
    "http://news.example\r\n.evil.example/",
    "http:///nowhere",
    "http://①②⑦.⓪.⓪.①/",  # digits that become others
]
NAMES = {
    "localhost": ["127.0.0.1"],
    "localhost.": ["127.0.0.1"],
    "metadata.example": ["169.254.169.254"],
    "gone.example": [],
    "mixed.example": ["93.184.216.34", "10.0.0.1"],
}


def refused(url: str, fetcher: Fetcher) -> str:
    with pytest.raises(UnreadableFile) as caught:
        fetcher.fetch(url)
    return str(caught.value)


@pytest.mark.parametrize("url", ATTEMPTS)
def test_an_attempt_to_reach_what_is_not_public_is_refused(url: str) -> None:
    reached: list[str] = []

    def resolver(host: str, _: int) -> list[str]:
        from ipaddress import ip_address
        from socket import inet_aton, inet_ntoa

        if host in NAMES:
            return NAMES[host]
        try:
            return [str(ip_address(host))]
        except ValueError:
            reached.append(host)
            return [inet_ntoa(inet_aton(host.rstrip(".")))]

    with Fetcher(resolver=resolver) as fetcher:
        assert refused(url, fetcher)
    assert "news.example" not in reached


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_to_a_private_address_is_refused(status: int, site: Any, fetcher: Callable[..., Fetcher]) -> None:
    site.put("/moved", status=status, Location=f"http://127.0.0.2:{site.port}/secret")
    site.put("/secret", b"secret")
    assert "not on the public Internet" in refused(site.url("/moved"), fetcher())
    assert "/secret" not in site.paths


@pytest.mark.parametrize("target", ["file:///etc/passwd", "http://u:p@news.example/", "//127.0.0.2/secret", "http://"])
def test_a_redirect_elsewhere_is_refused(target: str, site: Any, fetcher: Callable[..., Fetcher]) -> None:
    site.put("/moved", status=302, Location=target)
    refused(site.url("/moved"), fetcher())
    assert set(site.paths) == {"/robots.txt", "/moved"}


def test_a_name_that_changes_its_address_gains_nothing(site: Any, fetcher: Callable[..., Fetcher]) -> None:
    site.put("/", b"<p>page</p>", Connection="close")
    site.put("/robots.txt", b"", Connection="close")
    rebinding = fetcher({"rebind.example": ["127.0.0.1", "127.0.0.1", "127.0.0.2"]})
    assert rebinding.fetch(site.url("/", host="rebind.example")).data == b"<p>page</p>"
    assert "127.0.0.2, which is not on the public Internet" in refused(site.url("/", host="rebind.example"), rebinding)
    assert {address for address, _, _ in site.asked} == {"127.0.0.1"}


def test_the_rules_for_robots_lead_nowhere_private_either(site: Any, fetcher: Callable[..., Fetcher]) -> None:
    site.put("/robots.txt", status=302, Location=f"http://127.0.0.2:{site.port}/secret")
    site.put("/secret", b"")
    refused(site.url("/"), fetcher())
    assert site.paths == ["/robots.txt"]


def test_a_proxy_of_the_environment_does_not_connect_in_our_place(
    site: Any, fetcher: Callable[..., Fetcher], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.2:{site.port}")
    site.put("/", b"page")
    assert fetcher().fetch(site.url("/")).data == b"page"


def test_a_person_may_fetch_from_his_own_machine(site: Any) -> None:
    site.put("/", b"page")
    with Fetcher(private=True) as own:
        assert own.fetch(site.url("/", host="127.0.0.2")).data == b"page"


@given(st.ip_addresses())
def test_no_private_address_is_public_in_any_wrapping(address: Any) -> None:
    if address.version == 4:
        wrapped = (
            f"::ffff:{address}",
            f"64:ff9b::{address}",
            f"2002:{int(address) >> 16:x}:{int(address) & 0xFFFF:x}::",
            f"::ffff:0:{address}",
            f"64:ff9b:1::{address}",
            f"2001:4860::5efe:{address}",
        )
        assert is_public(str(address)) or not any(map(is_public, wrapped))
    assert not (address.is_private and is_public(str(address)) and not address.is_global)


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "1.1.1.1", "2606:2800:220:1:248:1893:25c8:1946", "64:ff9b::93.184.216.34"]
)
def test_public_addresses_are_reached(address: str) -> None:
    assert is_public(address)


@given(st.text(max_size=80))
def test_no_text_breaks_the_reading_of_addresses(text: str) -> None:
    try:
        place = checked_address(f"http://{text}")
    except UnreadableFile:
        return
    assert checked_address(place) == place
