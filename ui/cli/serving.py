"""The options of a server: whom it serves, how much, and what it writes of it. Each can stand in the environment."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from rag.errors import BadInput
from ui.cli.group import PATH

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.serving.options import Access, Limits

Command = TypeVar("Command", bound="Callable[..., Any]")
_MB = 1_000_000


def _option(name: str, *names: str, **settings: Any) -> Callable[[Command], Command]:
    variable = "CITEWIRE_" + name.removeprefix("--").replace("-", "_").upper()
    return click.option(name, *names, envvar=variable, **settings)


_OPTIONS = (
    _option("--host", default="127.0.0.1", show_default=True, help="Address to listen on."),
    _option("--port", type=click.IntRange(0, 65535), default=7860, show_default=True, help="0 takes a free one."),
    _option("--password-file", type=PATH, help="File with the password that a browser asks for."),
    _option("--token-file", type=PATH, help="File with the token that programs send."),
    _option(
        "--allow-origin",
        "origins",
        multiple=True,
        metavar="ORIGIN",
        help="Another site, as https://news.example, that may ask; may be repeated.",
    ),
    _option("--trust-proxy", "proxies", multiple=True, metavar="ADDRESS", help="Proxy whose word on clients is taken."),
    _option("--read-only", is_flag=True, help="Let nobody add or remove articles."),
    _option("--no-page", is_flag=True, help="Serve programs only."),
    _option(
        "--most-waiting", type=click.IntRange(0, 10_000), default=100, show_default=True, help="Length of the line."
    ),
    _option(
        "--rate-limit",
        type=click.IntRange(0),
        help="Requests a minute from one client; 0 for no limit.  [default: 60, on this machine alone 0]",
    ),
    _option("--time-limit", type=click.FloatRange(1, 3600), default=60, show_default=True, help="Seconds an answer."),
    _option("--max-upload", type=click.IntRange(1, 1000), default=25, show_default=True, help="MB of one upload."),
    _option(
        "--log-level",
        type=click.Choice(["debug", "info", "warning", "error"]),
        default="warning",
        show_default=True,
        help="What is written to standard error, as JSON lines; info has a line for each request.",
    ),
)


def server_options(command: Command) -> Command:
    """Give a command the options of a server."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def access_of(given: dict[str, Any]) -> Access:
    """Return who may do what, by the options and the secrets of the environment; raises BadInput."""
    from ui.serving.options import Access

    secrets = (
        _secret("CITEWIRE_PASSWORD", given["password_file"]),
        _secret("CITEWIRE_TOKEN", given["token_file"]),
    )
    return Access(
        host=given["host"],
        secrets=tuple(secret for secret in secrets if secret),
        origins=tuple(origin.rstrip("/") for origin in given["origins"]),
        read_only=given["read_only"],
        page=not given["no_page"],
        proxies=given["proxies"],
    )


def limits_of(given: dict[str, Any]) -> Limits:
    """Return how much is done for whom."""
    from ui.serving.guard import is_loopback
    from ui.serving.options import Limits

    usual = 0 if is_loopback(given["host"]) else 60
    return Limits(
        most_waiting=given["most_waiting"],
        per_minute=usual if given["rate_limit"] is None else given["rate_limit"],
        answer_s=given["time_limit"],
        body_bytes=given["max_upload"] * _MB,
    )


def _secret(variable: str, file: Path | None) -> str:
    """Return a secret from a file or from the environment; never from the command line, which others can read."""
    if file is None:
        return os.environ.get(variable, "").strip()
    try:
        return file.expanduser().read_text(encoding="utf-8").strip()
    except (OSError, UnicodeError) as exc:
        raise BadInput(f"The secret in {str(file)!r} cannot be read; check the file.") from exc
