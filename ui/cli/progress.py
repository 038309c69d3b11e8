"""A progress bar on standard error, where that is a terminal."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ui.cli.output import console_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rag.protocols import Progress as Report


@contextmanager
def progress_bar(label: str, *, hidden: bool = False) -> Iterator[Report | None]:
    """Give a callback that moves the bar; None where nobody would see one."""
    if hidden or not sys.stderr.isatty():
        yield None
        return
    from rich.progress import Progress

    with Progress(console=console_for(sys.stderr), transient=True) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
