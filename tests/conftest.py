"""What holds for every test: no call leaves home, no data leaves ``tmp_path``, CI skips none."""

from __future__ import annotations

import ipaddress
import os
import runpy
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Generator

_fetching = runpy.run_path(str(Path(__file__).with_name("fetch_model.py")))
MODEL: Path = _fetching["model_path"]()  # read before the fixtures below move the cache folder
outside: list[str] = []

settings.register_profile(
    "citewire",
    deadline=None,  # a busy machine is no defect
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=bool(os.environ.get("CI")),  # a change passes or fails by itself; examples vary outside CI
)
settings.load_profile("citewire")


class OutsideConnectionError(RuntimeError):
    """A test tried to reach another machine."""


def is_local(host: object) -> bool:
    """Return whether ``host``, as sockets take it, is this machine."""
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host or "")
    if name in {"", "localhost"} or name.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def refuse_outside(event: str, args: tuple[Any, ...]) -> None:
    """Audit hook: refuse whatever resolves or reaches a host that is not this machine."""
    if event in {"socket.connect", "socket.sendto", "socket.sendmsg"}:
        address = args[1]
        host = address[0] if isinstance(address, tuple) else None  # a Unix socket's address is no tuple
    elif event in {"socket.getaddrinfo", "socket.gethostbyname"}:
        host = args[0]
    else:
        return
    if not is_local(host):
        outside.append(f"{event} {host!r}")
        raise OutsideConnectionError(f"tests must not reach {host!r}")


sys.addaudithook(refuse_outside)


@pytest.fixture(autouse=True)
def nothing_goes_outside() -> Generator[None]:
    """Fail a test that tried to reach another machine, even where its code swallowed the refusal."""
    outside.clear()
    yield
    tried = [*outside]
    outside.clear()
    assert not tried, f"tried to reach another machine: {tried}"


def _point_at(folder: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setenv("CITEWIRE_LIBRARY", str(folder / "library"))
    for name in ("CACHE", "CONFIG", "DATA", "STATE"):
        patch.setenv(f"XDG_{name}_HOME", str(folder / name.lower()))
    for name in [name for name in os.environ if name.startswith(("CITEWIRE_", "OPENAI_"))]:
        if name not in {"CITEWIRE_LIBRARY", "CITEWIRE_TEST_MODELS"}:
            patch.delenv(name)


@pytest.fixture(autouse=True, scope="session")
def data_of_the_session(tmp_path_factory: pytest.TempPathFactory) -> Generator[None]:
    """Keep what fixtures wider than a test write out of the user's folders."""
    with pytest.MonkeyPatch.context() as patch:
        _point_at(tmp_path_factory.mktemp("session"), patch)
        yield


@pytest.fixture(autouse=True)
def data_of_the_test(data_of_the_session: None, tmp_path: Path) -> Generator[None]:
    """Give each test a library and user folders of its own."""
    with pytest.MonkeyPatch.context() as patch:
        _point_at(tmp_path, patch)
        yield


@pytest.fixture(scope="session")
def smollm2() -> Path:
    """The GGUF file of SmolLM2-135M-Instruct, which invents facts freely."""
    if not _fetching["is_whole"](MODEL):
        pytest.skip(f"no model at {MODEL}; `python tests/fetch_model.py` fetches it (93 MB)")
    return MODEL


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser that the page's tests drive."""
    path = Path("/usr/bin/chromium")
    if not path.exists():
        pytest.skip(f"no browser at {path}; `apt-get install chromium` installs it")
    return str(path)


def skip_fails_in_ci(report: pytest.TestReport | pytest.CollectReport) -> None:
    """In CI everything is there that a test may need, so a skip means that something was not tested."""
    if os.environ.get("CI") and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI does not accept: {report.longrepr}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    skip_fails_in_ci(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    skip_fails_in_ci(report)
    return report
