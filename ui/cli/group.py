"""The command group and the options that commands share."""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

import click

from rag.adapters.places import CHROMA_VARIABLE

COMMANDS = (
    "ask",
    "summarise",
    "facts",
    "ingest",
    "list",
    "chat",
    "model",
    "eval",
    "feedback",
    "show",
    "diff",
    "remove",
    "status",
    "check",
    "rebuild",
    "backup",
    "restore",
    "verify",
)
"""In the order of ``--help``; each stands in the module of its name."""

Command = TypeVar("Command", bound=Callable[..., Any])


class LazyGroup(click.Group):
    """Commands that are imported when they are named; their modules import nothing heavy themselves."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of all commands in the order of ``--help``."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return the command of that name, if there is one."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"ui.cli.commands.{cmd_name}_command").command
        return command


def _show_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        from ui.cli.output import write_line

        write_line(f"citewire {version('citewire')}")
        ctx.exit()


def _remember_debug(ctx: click.Context, _: click.Parameter, debug: bool) -> None:
    if debug:
        ctx.ensure_object(dict)["debug"] = True


PATH = click.Path(path_type=Path, readable=False)
"""A path as it is given. Whether it can be read is told by whoever reads it, with the right sentence and code."""

debug_option = click.option(
    "--debug",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_remember_debug,
    help="Show tracebacks and log messages.",
)
library_option = click.option(
    "--library",
    type=PATH,
    help="Folder of the library.  [env: CITEWIRE_LIBRARY; default: your user data folder]",
)


def _remember_chroma(_: click.Context, __: click.Parameter, url: str | None) -> None:
    """Let every library of this process be searched there, as the variable does."""
    if url:
        os.environ[CHROMA_VARIABLE] = url


chroma_option = click.option(
    "--chroma",
    metavar="URL",
    expose_value=False,
    callback=_remember_chroma,
    help="Address of a Chroma server to search vectors.  [env: CITEWIRE_CHROMA]",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Write JSON, one object a line.")


def shared_options(command: Command) -> Command:
    """Give a command ``--library``, ``--chroma``, ``--json`` and ``--debug``."""
    return library_option(chroma_option(json_option(debug_option(command))))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_show_version,
    help="Show the version and exit.",
)
@debug_option
def citewire() -> None:
    """Answers from news articles, each sentence bound to an exact span of its source.

    Exit codes: 0 answered or done, 1 refused, 2 bad input, 3 the library cannot be used, 4 a model cannot be
    used, 5 a saved answer does not hold.
    """
