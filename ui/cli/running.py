"""A command is run, and however it ends becomes one plain sentence and an exit code."""

from __future__ import annotations

import errno
import logging
import os
import sys
import traceback
import warnings
from typing import TYPE_CHECKING, TypeGuard

import click

from rag.errors import CitewireError
from ui.cli.exits import Exit
from ui.cli.group import citewire
from ui.cli.output import ReaderGone, speak_utf8, write_error, write_help

if TYPE_CHECKING:
    from collections.abc import Sequence

_OUTSIDE = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.ENAMETOOLONG, errno.ELOOP}
"""What the system says of a path, wherever it is met; no defect of Citewire's."""


def run_command(arguments: Sequence[str], *, group: click.Group = citewire) -> int:
    """Run a command of ``group`` with these arguments and return its exit code; nothing is raised."""
    wishes = {"debug": False}
    speak_utf8()
    _quieten()
    try:
        code = group.main([*arguments], prog_name="citewire", standalone_mode=False, obj=wishes)
        sys.stdout.flush()
    except ReaderGone:
        # what is buffered can go nowhere; without this the interpreter would complain at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.BROKEN_PIPE
    except click.exceptions.NoArgsIsHelpError as exc:
        write_help(exc.format_message())
        return Exit.BAD_INPUT
    except (KeyboardInterrupt, click.Abort):
        write_error("Stopped.")
        return Exit.INTERRUPTED
    except Exception as exc:  # noqa: BLE001 - the last place that can turn a defect into a sentence
        if wishes["debug"]:
            traceback.print_exc()
        write_error(_sentence(exc))
        return _code(exc)
    return code if isinstance(code, int) else Exit.DONE


def _quieten() -> None:
    """Keep vendors' warnings off the terminal; ``--debug`` lets them through."""
    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s", level=logging.ERROR)
    logging.getLogger("citewire").setLevel(logging.WARNING)
    if not sys.warnoptions:
        warnings.simplefilter("ignore")


def _sentence(exc: Exception) -> str:
    if isinstance(exc, click.UsageError):
        command = exc.ctx.command_path if exc.ctx else "citewire"
        return f"{exc.format_message()} See `{command} --help`."
    if isinstance(exc, click.ClickException):
        return exc.format_message()
    if isinstance(exc, CitewireError):
        return str(exc)
    if _is_of_a_path(exc):
        return f"{os.fsdecode(exc.filename)!r} cannot be used ({exc.strerror}); check it, or name another place."
    if isinstance(exc, MemoryError):
        return "There is not enough memory for this; close other programs or give smaller files."
    kind = type(exc).__name__
    return f"Citewire failed unexpectedly ({kind}: {exc}); run it again with --debug and report what it says."


def _code(exc: Exception) -> int:
    if isinstance(exc, click.ClickException | CitewireError):
        return exc.exit_code
    return Exit.BAD_INPUT if _is_of_a_path(exc) else Exit.UNFORESEEN


def _is_of_a_path(exc: Exception) -> TypeGuard[OSError]:
    return isinstance(exc, OSError) and exc.errno in _OUTSIDE and isinstance(exc.filename, str | bytes)
