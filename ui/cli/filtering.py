"""The options that say which articles are asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from rag.filters import Filters

Command = TypeVar("Command", bound="Callable[..., Any]")


def filter_options(command: Command) -> Command:
    """Give a command ``--since``, ``--until``, ``--publisher`` and ``--tag``."""
    for option in (
        click.option("--tag", "tags", multiple=True, help="Only articles with this tag; several: any of them."),
        click.option("--publisher", "publishers", multiple=True, help="Only articles of this publisher; may repeat."),
        click.option("--until", metavar="DATE", help="Only articles published on this day or before."),
        click.option("--since", metavar="DATE", help="Only articles published on this day or later."),
    ):
        command = option(command)
    return command


def chosen_filters(
    since: str | None, until: str | None, publishers: tuple[str, ...], tags: tuple[str, ...]
) -> Filters | None:
    """Return what the options say, None where they say nothing; raises BadInput for what is no date."""
    from rag.filters import Filters

    filters = Filters(_day(since), _day(until), frozenset(publishers), frozenset(tags))
    return filters or None


def _day(written: str | None) -> str | None:
    from rag.errors import BadInput
    from rag.stages.publication import iso_date

    if written is None:
        return None
    day = iso_date(written)
    if day is None:
        raise BadInput(f"{written!r} is no date; write it as 2026-03-04.")
    return day
